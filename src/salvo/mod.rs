//! The adapter for [salvo](::salvo_core) 1. It needs Rust 1.95, as salvo does.
//!
//! # Complete program
//!
//! ```no_run
//! # extern crate salvo_core as salvo;
//! use cors::{CorsPolicy, salvo::{Router, cors}};
//! use salvo::{prelude::{FlowCtrl, Listener, Request, Response, Server, StatusCode, StatusError, TcpListener, Writer, handler}, extract::PathParam};
//!
//! #[derive(CorsPolicy)]
//! #[policy(origins = ["https://app.example.com"], headers = ["authorization"], credentials)]
//! struct Api;
//!
//! #[cors(Api)]
//! #[handler]
//! async fn list_orders() -> &'static str {
//!     "tea, sugar"
//! }
//!
//! #[cors(origins = ["https://admin.example.com"], headers = ["authorization"], credentials, max_age = "2h")]
//! #[handler]
//! async fn delete_order(_id: PathParam<u32>) -> StatusCode {
//!     StatusCode::NO_CONTENT
//! }
//!
//! #[cors(off)]
//! #[handler]
//! async fn health() -> &'static str {
//!     "up"
//! }
//!
//! #[handler]
//! async fn auth(request: &mut Request, response: &mut Response, flow: &mut FlowCtrl) {
//!     if !request.headers().contains_key("authorization") {
//!         response.render(StatusError::unauthorized());
//!         flow.skip_rest();
//!     }
//! }
//!
//! #[tokio::main]
//! async fn main() {
//!     let orders = Router::with_path("orders")
//!         .hoop(auth) // preflights do not reach it
//!         .get(list_orders)
//!         .push(Router::with_path("{id}").delete(delete_order));
//!     let app = Router::new()
//!         .push(orders)
//!         .push(Router::with_path("health").get(health))
//!         .policy::<Api>() // everything without a policy of its own: 404, 405, routers of salvo's own
//!         .finish(); // salvo's `Service`: hoops and a catcher may be added
//!     let acceptor = TcpListener::new("127.0.0.1:3000").bind().await;
//!     Server::new(acceptor).serve(app).await;
//! }
//! ```
//!
//! What changes in a program is the import of [`Router`]: it has nearly all methods of salvo's, and [`map`](Router::map)
//! for the rest. [`cors`](macro@cors) stands above `#[handler]`; arguments, answers and `Result` errors are what they
//! were. A handler that cannot be annotated (a value with `#[handler] impl`, files, a proxy) stands in [`with`] or
//! [`without`], a router of salvo's own in [`push`](Router::push).
//!
//! # What is covered
//!
//! | | by a handler's own policy | by [`policy`](Router::policy) of the outermost router |
//! |---|---|---|
//! | preflights | on its paths, before all hoops of routers and of the service | the same, on all paths |
//! | headers on 200, 3xx, 4xx of handlers and of their arguments | yes | yes |
//! | 401, 408, 413, 503 of a hoop, of routers or of the service | yes, where the request leads to the handler | yes |
//! | 404, 405 that come from no handler | no: none is reached | yes |
//! | 415 of `allowed_media_types` | yes | yes |
//! | a panic | yes, if a hoop inside (`CatchPanic`) turns it into a 500; else the connection ends | the same |
//! | the bodies that a catcher writes | yes, unless the catcher throws the headers away | the same |
//!
//! This holds for hoops behind that of this library, which [`finish`](Router::finish) puts first.
//! Nothing like `SkipPreflight` is needed: hoops that are added to the service afterwards stand inside of it.
//!
//! # How a request finds its policy
//!
//! salvo matches a request before any hoop runs. Each handler stands behind a filter that leaves a mark in the request
//! when the match leads there, so an ordinary request is matched once, as without this library; the mark is one small
//! allocation, and so is a last check, in front of the router's own hoops, that the mark was understood.
//!
//! For a preflight the hoop asks the router once more, this time for all handlers on the path: filters are asked (also
//! those by [`filter_fn`](Router::filter_fn)), hoops, arguments and handlers do not run. Where a filter may look at the
//! method (any but those of paths, hosts, ports and schemes), the router is asked once for each method that the answer
//! depends on. Handlers of one path that share a policy answer for each other, in whichever routers they stand,
//! and no method is named that leads elsewhere. The lists of methods are made when they are first asked for, and kept.
//!
//! # Known limits
//!
//! * salvo gives handlers of GET no HEAD requests: `.head(handler)` does. A preflight for HEAD is answered by the
//!   policy of GET, unless something else serves HEAD.
//! * [`Router::policy`] of a router that is put into another covers the routers of salvo's own in it. The 404 and 405
//!   of the whole service have the policy of the outermost router, or none.
//! * On a path on which a handler of this library stands, or one of salvo's own that a policy covers, no other handler
//!   of salvo's own sees preflights, not even for a method that only it serves: neither an `.options(..)` there nor a
//!   `{**rest}` behind it. A `{**rest}` of this library stands on all paths.
//! * A preflight for a path on which no handler has a say, in an application without a policy, goes salvo's way: hoops
//!   of the service run, then its 404 or 405, or salvo's own handler of OPTIONS.
//! * A filter that reads request headers sees those of the preflight: no cookies, no `authorization`, no header of the
//!   page's own. Handlers that such a filter tells apart should share a policy, or have `on_refused = forbid`.
//! * A filter with effects has them once more for each time that a preflight asks the router. One that changes the
//!   request's URI may lead a preflight elsewhere.
//! * A catcher runs after all hoops. One that replaces the headers of an answer replaces those of CORS with them.
//! * A hoop that is to see preflights too, a logger for instance, stands before that of this library:
//!   `service.hoops.insert(0, Arc::new(Logger::new()))`. What such a hoop answers itself has no CORS headers.
//! * All hoops of the service must keep the extensions of the request, in which the policy is found. After one that
//!   clears them nothing runs: the answer is 500.
//! * The policies belong to the [`Service`](::salvo_core::Service). Its `router` alone, in another service, answers 500.
//!   What is put around a service (a proxy, a `tower` layer) stands outside of the hoop.
//! * [`policies`](Router::policies) shows paths and methods: routers that differ in host, port, scheme or a filter look
//!   alike.
//! * salvo's `JsonBody` refuses with 400, not with 422, whatever is wrong.
//! * CORS does not cover a WebSocket upgrade. `on_refused = forbid` refuses a stranger's handshake.
//! * An annotated handler is a constant of the type [`Annotated`], not a [`Handler`](::salvo_core::Handler): what
//!   salvo lets a handler do with itself (`.hoop(..)`), the router around it does.
//! * Methods of salvo's router that are missing here (`filters_mut`, `hoops_mut`), and those of extension traits
//!   (`oapi_tag`), go through [`map`](Router::map). Of two handlers of one method in one router the first counts, as in
//!   salvo's.
//! * [`cors`](macro@cors) also stands above `#[endpoint]` of `salvo::oapi`. The document is made of what is finished:
//!   `OpenApi::new(..).merge_router(&routes().finish().router)`; then `routes().unshift(document.into_router(..))`.
//!   In an `operationId` that is not given, and in logs, a handler is `module::_::list_orders`.
//!
//! # When it does not compile
//!
//! | the compiler says | it means |
//! |---|---|
//! | this handler has no CORS policy | a handler without `#[cors(..)]` in [`get`](Router::get) and so on |
//! | the CORS policy of this handler would be lost here | an annotated handler in salvo's own router, in [`with`] or [`without`], or as a hoop |
//! | ``mismatched types: expected `salvo::Router`, found `cors::salvo::Router` `` | our router below one of salvo's: the outer one must be ours |
//! | ``the trait bound `Arc<salvo::Router>: From<cors::salvo::Router>` is not satisfied`` | [`.finish()`](Router::finish) takes the place of `Service::new(..)` |
//! | ``no method named `write` found for enum `ParseError` `` | salvo's `#[handler]` with arguments needs `use salvo::Writer;` |

mod child;
mod finish;
mod guard;
mod handler;
mod hoop;
mod listing;
mod place;
mod router;
mod slot;
mod survey;
mod variants;

/// Gives a handler of salvo's a CORS policy; it stands above `#[handler]`.
///
/// The keys are those of [`cors::cors`](macro@crate::cors). Without `methods` the policy names those of the route.
///
/// ```
/// # extern crate salvo_core as salvo;
/// use cors::salvo::{CorsHandler, Router, cors};
/// use salvo::{extract::PathParam, prelude::{Writer, handler}};
///
/// #[cors(origins = ["https://app.example.com"], credentials)]
/// #[handler]
/// async fn show_order(id: PathParam<u32>) -> String {
///     id.to_string()
/// }
///
/// let router = Router::with_path("orders/{id}").get(show_order);
/// assert!(show_order.policy().is_some_and(|policy| policy.allows_credentials()));
/// ```
pub use cors_macros::cors_salvo as cors;

pub use self::{
    handler::{Annotated, CorsHandler, Stated, with, with_policy, without},
    router::Router,
};

/// What generated code names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    use std::sync::Arc;

    pub use ::salvo_core::Handler;

    pub use super::handler::Inner;

    /// The handler below the attribute.
    #[must_use]
    pub fn shared<H: Handler>(handler: H) -> Arc<dyn Handler> {
        Arc::new(handler)
    }
}
