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
//! | preflights | before all middleware | before the handler; middleware around the router sees them |
//! | headers on 200, 3xx, 4xx of handlers and extractors | yes | yes |
//! | headers on the 401 of middleware | yes | no |
//! | 404, 405 that come from no handler | by [`policy`](Route::policy) | no |
//! | 408, 413 of middleware | yes | no |
//! | a panic | yes, if `CatchPanic` stands inside | no |
//! | an error of a handler | is one for the middleware inside, typed; outside it is an answer | is an answer |
//! | what it costs a request | the path is matched twice; nothing if there is neither middleware nor a policy of the whole | nothing |
//!
//! Middleware is added by [`with`](Route::with), [`around`](Route::around), [`data`](Route::data) and
//! [`map`](Route::map). What is added after [`finish`](Route::finish) stands outside, and authentication there refuses
//! preflights. So no `SkipPreflight` is needed: authentication is put inside.
//!
//! # Errors
//!
//! poem turns an `Err` into an answer at the very end, where nobody can set headers on it. So the outermost piece that
//! has a policy does it, as poem's own [`Cors`](::poem::middleware::Cors) does: status, headers and body are those of
//! the error. In [`Route`] that is the table, and middleware inside still sees the error with its type:
//! `.map(|app| app.catch_error(page))`. In poem's own router it is the path, and a `catch_error` around the router sees
//! errors of un-annotated handlers and the 404 only.
//!
//! # How a preflight finds its handler
//!
//! poem's router tells nobody what a path leads to, except by calling it. So [`Route`] keeps a second router of poem's
//! with the same paths and nothing but entries of its table in them. It matches as the first one does, and nothing of
//! the user's runs.
//!
//! That costs an actual request what one more `Route` of poem's costs, about 14 small allocations for a path with one
//! parameter: boxed calls, parameters, and the path pattern that it leaves in each request and answer. The mark by which
//! the outer piece tells the inner one that it has decided is one more. Without a table there is none but the growth of
//! the answer's header map.
//!
//! # Known limits
//!
//! * What hides a [`CorsRoute`] from the table (middleware around one path other than by [`CorsRoute::with`] and
//!   [`data`](CorsRoute::data), a router of poem's own or a finished one in [`nest`](Route::nest), middleware that
//!   rewrites paths) is its own outermost piece. Under a policy of the application, which then answers its preflights,
//!   it refuses cross-origin requests that its own policy does not allow with 403, because the browser was never asked
//!   to show them to it. Nest this module's [`Route`] instead, unfinished.
//! * poem answers 400 to any body that is not the JSON it wants, and below a nested prefix to a path that is no text
//!   when it is decoded; the latter takes the policy of the application.
//! * Two handlers for one method: the first stays, as in poem.
//! * A handler cannot be called as a function, as with poem's own; a test gives `get(list_orders)` to
//!   [`TestClient`](https://docs.rs/poem/3/poem/test/struct.TestClient.html).
//! * CORS does not cover a WebSocket upgrade. `on_refused = forbid` refuses a stranger's handshake.
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
//! | the CORS policy of this handler would be lost here | an annotated handler in poem's own `get`, alone in `.at(..)`, or in [`without`] |
//! | `cors::poem::cors` has no `#[handler]` below it | the order is `#[cors(..)]`, then `#[handler]` |
//! | ``the trait bound `cors::poem::Route: Endpoint` is not satisfied`` | [`.finish()`](Route::finish) is missing |

mod answer;
mod app;
mod endpoint;
mod handler;
mod lost;
mod marks;
mod path;
mod route;
mod router;
mod stated;
mod table;
mod unheard;

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
