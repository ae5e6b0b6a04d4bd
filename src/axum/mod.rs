//! The adapter for [axum] 0.8.
//!
//! # Complete program
//!
//! ```no_run
//! use axum::{extract::Path, http::StatusCode, middleware, response::Response};
//! use cors::{CorsPolicy, axum::{Router, delete, get}, cors};
//!
//! #[derive(CorsPolicy)]
//! #[policy(origins = ["https://app.example.com"], headers = ["authorization"], credentials)]
//! struct Api;
//!
//! #[cors(Api)]
//! async fn list_orders() -> &'static str {
//!     "tea, sugar"
//! }
//!
//! #[cors(origins = ["https://admin.example.com"], headers = ["authorization"], credentials, max_age = "2h")]
//! async fn delete_order(Path(_id): Path<u32>) -> StatusCode {
//!     StatusCode::NO_CONTENT
//! }
//!
//! #[cors(off)]
//! async fn health() -> &'static str {
//!     "up"
//! }
//!
//! async fn auth(request: axum::extract::Request, next: middleware::Next) -> Response {
//!     next.run(request).await // or a 401
//! }
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let app: axum::Router = Router::new()
//!         .route("/orders", get(list_orders))
//!         .route("/orders/{id}", delete(delete_order))
//!         .layer(middleware::from_fn(auth)) // preflights do not reach it
//!         .route("/health", get(health))
//!         .policy::<Api>() // everything without a policy of its own: 404, 405, axum's own routes
//!         .finish();
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
//!     axum::serve(listener, app).await
//! }
//! ```
//!
//! Handlers stay functions: extractors, state, generics, `impl IntoResponse`, `Result`, `debug_handler` and
//! `instrument` work as before. The routing functions of this module stand in for those of
//! [`axum::routing`]; they take annotated functions, and [`with`] or [`without`] around anything else.
//!
//! # Two forms
//!
//! | | [`Router`] .. [`finish`](Router::finish) | axum's own router, [`.cors()`](CorsRoute::cors) a route |
//! |---|---|---|
//! | preflights | before all layers | before the handler; a layer around the router sees them |
//! | headers on 200, 3xx, 4xx of handlers and extractors | yes | yes |
//! | headers on the 401 of a layer | yes | with [`SkipPreflight`]`(layer)` |
//! | 404, 405 that come from no handler | by [`policy`](Router::policy) | no |
//! | 408, 413 of layers | yes | with [`SkipPreflight`]`(layer)` |
//! | a panic | yes, if a layer inside turns it into a 500 | no |
//! | what it costs a request | one [`Router::layer`](::axum::Router::layer) of axum's, which boxes | nothing: the handler is wrapped unboxed |
//! | forgotten word | does not compile | does not compile |
//!
//! Layers added after [`finish`](Router::finish) stand outside of the table of policies, and a layer there that refuses
//! `OPTIONS` refuses preflights.
//!
//! # Known limits
//!
//! * [`nest_service`](Router::nest_service), services and paths that axum does not match have no handler of this library:
//!   they take the policy of the application.
//! * In the per-route form, chain the methods of a path: `get(..).post(..).cors()`. Two routes with `.cors()` on one
//!   path panic when the router is built ("Overlapping method route. Handler for `OPTIONS` .."), as two handlers of one
//!   method do; [`Router`] merges them.
//! * CORS does not cover a WebSocket upgrade. `on_refused = forbid` refuses a stranger's handshake.
//!
//! # When it does not compile
//!
//! | the compiler says | it means |
//! |---|---|
//! | this handler has no CORS policy | a function without `#[cors(..)]` in [`get`] and so on |
//! | ``the trait bound `fn() -> impl Future<Output = Cors<..>>: Handler<_, _>` is not satisfied`` | an annotated function in axum's own `get`, where its policy would be lost: import `get` from here |
//! | ``mismatched types: expected `MethodRouter`, found `CorsRoute` `` | [`.cors()`](CorsRoute::cors) is missing in axum's own router |
//! | ``mismatched types: expected `axum::Router`, found `cors::axum::Router` `` | [`.finish()`](Router::finish) is missing |
//! | ``is not a handler`` | more than 16 arguments, or neither a function nor [`with`] or [`without`] |

mod ask;
mod future;
mod guard;
mod handler;
mod layer;
mod options;
mod route;
mod router;
mod skip_preflight;
mod stated;
mod table;

pub use self::{
    future::Answering,
    handler::{CorsHandler, TakesArguments},
    route::{CorsRoute, any, connect, delete, get, head, on, options, patch, post, put, trace},
    router::Router,
    skip_preflight::{SkipPreflight, SkipPreflightService},
    stated::{
        ServiceArguments, ServiceHandler, Stated, StatedArguments, with, with_policy, with_service, without,
        without_service,
    },
};
