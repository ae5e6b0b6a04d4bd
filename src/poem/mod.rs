//! The adapter for [poem] 3.
//!
//! # Complete program
//!
//! ```no_run
//! use std::sync::Arc;
//!
//! use cors::{CorsPolicy, poem::{Route, cors, delete, get}};
//! use poem::{Endpoint, IntoResponse, Request, Response, Result, Server, handler, http::StatusCode, listener::TcpListener, web::Path};
//!
//! #[derive(CorsPolicy)]
//! #[policy(origins = ["https://app.example.com"], headers = ["authorization"], credentials)]
//! struct Api;
//!
//! #[cors(Api)]
//! #[handler]
//! fn list_orders() -> &'static str {
//!     "tea, sugar"
//! }
//!
//! #[cors(origins = ["https://admin.example.com"], headers = ["authorization"], credentials, max_age = "2h")]
//! #[handler]
//! async fn delete_order(Path(_id): Path<u32>) -> StatusCode {
//!     StatusCode::NO_CONTENT
//! }
//!
//! #[cors(off)]
//! #[handler]
//! fn health() -> &'static str {
//!     "up"
//! }
//!
//! async fn auth<E: Endpoint>(inner: Arc<E>, request: Request) -> Result<Response> {
//!     inner.call(request).await.map(IntoResponse::into_response) // or an error
//! }
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let app = Route::new()
//!         .at("/orders", get(list_orders))
//!         .at("/orders/:id", delete(delete_order))
//!         .at("/health", get(health))
//!         .around(auth) // preflights do not reach it
//!         .policy::<Api>() // everything without a policy of its own: 404, 405, poem's own routes
//!         .finish();
//!     Server::new(TcpListener::bind("127.0.0.1:3000")).run(app).await
//! }
//! ```
//!
//! [`cors`](macro@cors) stands above `#[handler]`; extractors, `Result`, `impl IntoResponse` and type parameters
//! (`get(list::<Tea>::default())`) work as before. [`get`], [`post`] and the others stand in for those of poem; they take
//! annotated handlers, and [`with`](with()) or [`without`] around anything else. [`any`] is for a handler that stands
//! alone at its path.
//!
//! # Two forms
//!
//! | | [`Route`] .. [`finish`](Route::finish) | poem's own [`Route`](::poem::Route), as it is |
//! |---|---|---|
//! | preflights | before all middleware, where a handler of the path says what its policy is, and everywhere under a policy of the whole | before the handler; middleware around the router sees them |
//! | headers on 200, 3xx, 4xx of handlers and extractors | yes | yes |
//! | headers on the 401 of middleware | yes | no |
//! | 404, 405 that come from no handler | by [`policy`](Route::policy) | no |
//! | 408, 413 of middleware | yes | no |
//! | a panic | yes, if `CatchPanic` stands inside | no |
//! | an error of a handler | is one for the middleware inside, typed; outside it is an answer | is an answer |
//! | what it costs a request | a path with a parameter is matched twice; nothing if there is neither middleware nor a policy of the whole | nothing |
//!
//! Middleware is added by [`with`](Route::with), [`around`](Route::around), [`data`](Route::data) and
//! [`map`](Route::map). What is added after [`finish`](Route::finish) stands outside, and authentication there refuses
//! preflights. So no `SkipPreflight` is needed: authentication is put inside. [`CorsRoute`] and [`PathEndpoint`] have the
//! same four methods for middleware of one path.
//!
//! # Errors
//!
//! poem turns an `Err` into an answer at the very end, where nobody can set headers on it. So the outermost piece that
//! has a policy does it, as poem's own [`Cors`](::poem::middleware::Cors) does: status, headers and body are those of
//! the error. In [`Route`] that is the table, and middleware inside still sees the error with its type:
//! `.map(|app| app.catch_error(page))`. In poem's own router it is the path, and a `catch_error` around the router sees
//! what has no policy only: 404, 405, and the errors of handlers that are un-annotated or taken out.
//!
//! # How a preflight finds its handler
//!
//! poem's router tells nobody what a path leads to, except by calling it. So [`Route`] keeps a second router of poem's
//! with the same paths and nothing but entries of its table in them. It matches as the first one does, and nothing of
//! the user's runs.
//!
//! A path without a parameter is looked up in a list that was made by that match, without an allocation; preflights for
//! such a path are answered from it also where there is no table for anything else. Any other one
//! costs a request what one more `Route` of poem's costs, about a dozen small allocations: boxed calls, parameters, and
//! the path pattern that it leaves in each request and answer. The mark by which an outer piece tells those inside that
//! it has decided is one more. Without a table there is none but the growth of the answer's header map, and that mark
//! where middleware or [`with`](with()) stands around what may have policies itself.
//!
//! # Known limits
//!
//! Preflights
//!
//! * A preflight for a path that has no policy (an unknown one, an endpoint of poem's own) under no
//!   [`policy`](Route::policy) of the application goes inward like any request: through the middleware, to poem's 404 or
//!   to that endpoint.
//! * A policy of the application without `methods` names none for endpoints of poem's own: preflights for PUT, PATCH and
//!   DELETE there fail in the browser.
//! * A [`CorsRoute`] inside of poem's own `get(..)` sees no `OPTIONS`: preflights end in poem's 405.
//! * Below a nested prefix poem answers 400 to a path that is no text when it is decoded; it takes the policy of the
//!   application.
//!
//! Handlers that the table does not see
//!
//! * Hidden from it are paths with middleware of [`EndpointExt`](::poem::EndpointExt) for which [`CorsRoute`] and
//!   [`PathEndpoint`] have no method (`.after(..)`, `.before(..)`, `.catch_error(..)`, `.with_if(..)` and the like;
//!   inside of [`map`](CorsRoute::map) they hide nothing), what stands inside of a router of poem's own, of a finished
//!   one in [`nest`](Route::nest) or of [`with`](with()), and what middleware that rewrites paths leads to. Nest this
//!   module's [`Route`] instead, unfinished.
//! * Without a policy of the application their preflights pass the middleware around the router, and authentication
//!   there refuses them.
//! * Under one, which then answers their preflights, only the origin is checked again: a cross-origin request that their
//!   own policy does not let read, or that is for a handler that is taken out, is refused with 403, because the browser
//!   was never asked to show it to them. Which methods, header names and cookies the browser sends is what the policy of
//!   the application granted.
//! * The same holds under the policy of a path around other policies: `get(with::<Api, _>(router))`.
//! * The innermost policy decides last, and [`on_refusal`](crate::on_refusal) hears of its refusal only; middleware
//!   that replaces the answer by one of its own makes two of it.
//! * Middleware that changes the method (an override by a header or a form field) belongs outside of
//!   [`finish`](Route::finish), as what changes paths does. Inside, the preflight and a refusal before the handler are
//!   those of the method that came, and handlers of the other method are as hidden ones.
//!
//! Answers
//!
//! * poem answers 400 to any body that is not the JSON it wants.
//! * `#[cors(off)]` and [`without`] add no header; CORS headers that such a handler sets itself stay.
//! * CORS does not cover a WebSocket upgrade. `on_refused = forbid` refuses a stranger's handshake.
//!
//! Handlers
//!
//! * Two handlers for one method: the first stays, as in poem.
//! * A handler cannot be called as a function, as with poem's own; a test gives `get(list_orders)` to
//!   [`TestClient`](https://docs.rs/poem/3/poem/test/struct.TestClient.html).
//!
//! # poem-openapi
//!
//! The operations of `#[OpenApi]` are methods of one type, and there is no room for a policy beside a method:
//! `#[cors(..)]` on one does not compile. What the macro makes is one endpoint for all of them. Give it one policy, with
//! the methods that it serves:
//!
//! ```
//! use cors::{CorsPolicy, poem::Route};
//!
//! #[derive(CorsPolicy)]
//! #[policy(origins = ["https://app.example.com"], methods = [GET, PUT])]
//! struct Api;
//!
//! # let service = poem::Route::new(); // stands for `OpenApiService::new(Operations, "orders", "1.0")`
//! let operations = Route::new().nest("/", service).policy::<Api>();
//! let app = Route::new().nest("/api", operations).finish();
//! ```
//!
//! # When it does not compile
//!
//! | the compiler says | it means |
//! |---|---|
//! | this handler has no CORS policy | `#[handler]` without `#[cors(..)]`, or no handler at all, in [`get`] and so on |
//! | the CORS policy of this handler would be lost here | an annotated handler in poem's own `get`; or one, or [`with`](with()), alone in `.at(..)` or `.nest(..)` |
//! | `with` and `without` take an endpoint of poem's that has no `#[cors(..)]` | an annotated handler in one of them, or no endpoint |
//! | `cors::poem::cors` has no `#[handler]` below it | the order is `#[cors(..)]`, then `#[handler]` |
//! | `#[cors]` cannot stand on a method | an operation of poem-openapi, see above |
//! | this router is not finished | [`.finish()`](Route::finish) is missing |
//! | the method `catch_error` exists for `cors::poem::Route`, but its trait bounds were not satisfied | before `.finish()` it is `.map(\|app\| app.catch_error(..))`, and likewise for all of [`EndpointExt`](::poem::EndpointExt) |

mod answer;
mod app;
mod endpoint;
mod future;
mod handler;
mod lost;
mod marks;
mod path;
mod route;
mod router;
mod stated;
mod table;

/// Gives a handler of poem a CORS policy; it stands above `#[handler]`.
///
/// The keys are those of [`cors::cors`](macro@crate::cors). Without `methods` the policy names those of the route.
///
/// What is left under the handler's name is no endpoint, so that it cannot lose its policy: it is registered by
/// [`get`], [`post`] and the others of this module.
///
/// ```
/// use cors::poem::{Route, cors, get};
/// use poem::{handler, web::Path};
///
/// #[cors(origins = ["https://app.example.com"], credentials)]
/// #[handler]
/// async fn show_order(Path(id): Path<u32>) -> String {
///     id.to_string()
/// }
///
/// let app = Route::new().at("/orders/:id", get(show_order)).finish();
/// ```
pub use cors_macros::cors_poem as cors;

pub use self::{
    app::App,
    endpoint::PathEndpoint,
    handler::{Annotated, CorsHandler},
    route::{CorsRoute, any, connect, delete, get, head, options, patch, post, put, trace},
    router::{Nest, Route},
    stated::{Stated, with, with_policy, without},
};

/// What generated code names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    pub use ::poem::endpoint::BoxEndpoint;
    use ::poem::{Endpoint, EndpointExt};

    pub use super::handler::{Annotated, Inside};

    /// A handler of the framework's as this module keeps it.
    #[must_use]
    pub fn boxed<E: Endpoint + 'static>(handler: E) -> BoxEndpoint<'static> {
        handler.map_to_response().boxed()
    }
}
