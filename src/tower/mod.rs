//! The adapter for [tower](https://docs.rs/tower) services: hyper 1, tonic, and layers in axum.
//!
//! # Complete program
//!
//! ```no_run
//! use cors::{CorsPolicy, cors, tower::{PathParams, routes, without}};
//! use http::{Request, Response};
//! use http_body_util::Full;
//! use hyper::{body::{Bytes, Incoming}, server::conn::http1};
//! use hyper_util::{rt::TokioIo, service::TowerToHyperService};
//! use tower::ServiceBuilder;
//!
//! #[derive(CorsPolicy)]
//! #[policy(origins = ["https://app.example.com"], headers = ["authorization"], credentials)]
//! struct Api;
//!
//! #[cors(Api)]
//! async fn list_orders(_: Request<Incoming>) -> Response<Full<Bytes>> {
//!     Response::new("tea, sugar".into())
//! }
//!
//! #[cors(origins = ["https://admin.example.com"], headers = ["authorization"], credentials, max_age = "2h")]
//! async fn delete_order(request: Request<Incoming>) -> Response<Full<Bytes>> {
//!     let id = request.extensions().get::<PathParams>().and_then(|params| params.get("id"));
//!     Response::new(format!("{} is gone", id.unwrap_or_default()).into())
//! }
//!
//! async fn health(_: Request<Incoming>) -> Response<Full<Bytes>> {
//!     Response::new("up".into())
//! }
//!
//! #[tokio::main]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let routes = routes! {
//!         GET "/orders" => list_orders,
//!         DELETE "/orders/{id}" => delete_order,
//!         GET "/health" => without(health),
//!     }?
//!     .policy::<Api>(); // everything without a policy of its own: 404, 405
//!     let app = ServiceBuilder::new()
//!         .layer(routes.cors()) // outermost: preflights do not reach what stands below
//!         // .layer(auth)
//!         .service(routes);
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:3000").await?;
//!     loop {
//!         let (stream, _) = listener.accept().await?;
//!         let service = TowerToHyperService::new(app.clone());
//!         tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
//!     }
//! }
//! ```
//!
//! # Three forms
//!
//! | | [`routes!`] | [`CorsLayer::table`] | [`CorsLayer::policy`] |
//! |---|---|---|---|
//! | policies | of annotated functions | named once more, by method and path | one |
//! | who finds the handler | [`Routes`] | the service inside | the service inside |
//! | preflights | of its routes | of the table | **all that reach it** |
//! | put it | anywhere; [`Routes::cors`] goes outside of layers | outermost | around what one policy is right for |
//! | forgotten | does not compile | silent | silent |
//!
//! A function with `#[cors(..)]` compiles in `routes!` only: elsewhere, in [`tower::service_fn`](https://docs.rs/tower) for
//! instance, its answer is no response, so that its policy cannot get lost.
//!
//! # What is covered
//!
//! | | [`Routes`] by itself | with [`Routes::cors`], or a layer, outermost |
//! |---|---|---|
//! | headers on all answers of a handler | yes | yes |
//! | the 401 of authentication around it | no, and preflights get it too | yes; preflights are answered before it |
//! | 404, 405 | by [`policy`](Routes::policy) | by [`policy`](Routes::policy) |
//! | 408, 413 of layers | no | yes |
//! | a panic | no | yes, if a layer inside turns it into a 500 |
//!
//! Upgrades, streams, trailers and lengths pass as they are, errors of the service stay errors, `poll_ready` is the
//! service's own. No future and no body is boxed, and bodies need not be `Default`, `Send` or `Unpin`.
//!
//! # gRPC-Web
//!
//! Browsers send `x-grpc-web`, `x-user-agent` and `grpc-timeout`, and must be able to read the status, which travels in
//! headers where a call fails at once:
//!
//! ```
//! use cors::{CorsPolicy, tower::CorsLayer};
//!
//! #[derive(CorsPolicy)]
//! #[policy(
//!     origins = ["https://app.example.com"],
//!     methods = [POST],
//!     headers = ["content-type", "x-grpc-web", "x-user-agent", "grpc-timeout", "authorization"],
//!     expose_headers = ["grpc-status", "grpc-message", "grpc-status-details-bin"],
//!     max_age = "2h",
//! )]
//! struct GrpcWeb;
//!
//! // tonic::transport::Server::builder().accept_http1(true)
//! //     .layer(CorsLayer::policy::<GrpcWeb>()).layer(GrpcWebLayer::new()).add_service(..)
//! let layer = CorsLayer::policy::<GrpcWeb>();
//! ```
//!
//! # Known limits
//!
//! Paths and methods:
//!
//! * A [`Table`] chooses by the path as it stands in the request. A layer between it and the service that rewrites paths
//!   belongs outside of it, or the two speak of different handlers. [`Routes`] decides anew when its layer has decided on
//!   another path or method.
//! * A service that decodes paths, or ignores slashes at the end or case, serves more than a [`Table`] matches: such
//!   requests have the policy of the rest, and `on_refused = forbid` of the table passes them by.
//! * A method that is no identifier (`M-SEARCH`) cannot be written in [`routes!`]: use `any`.
//!
//! Several policies:
//!
//! * An annotated handler behind a layer of one policy: its answers have its own policy, but preflights are answered, and
//!   `on_refused = forbid` is judged, by the layer's, which also reports what it refuses, though the handler's policy may
//!   allow it. Use [`Routes::cors`] or a table.
//! * A handler behind `_ => fallback` that has a policy of its own keeps it, but its preflights are answered with the
//!   [policy of the rest](Routes::policy). Without one, the fallback sees preflights of unknown paths.
//! * A layer of [`Routes::cors`] has the policies that the routes have when it is made: call it after [`Routes::policy`].
//!
//! Other:
//!
//! * A preflight that a layer answers has waited for the service to be ready and then does not use it.
//! * CORS does not cover a WebSocket upgrade. `on_refused = forbid` refuses a stranger's handshake.
//!
//! What it costs a request: [`routes!`] clones all its handlers for each request that runs one, which is nothing for
//! functions; what closures capture belongs into an `Arc`. In a program with several layers and routes of this library a layer
//! marks the request, and the inner piece the answer: each allocates where there are no extensions yet. A single one adds no
//! allocation. [`Routes::cors`] takes its decision along in a box. Parts of paths are
//! copied.
//!
//! # When it does not compile
//!
//! | the compiler says | it means |
//! |---|---|
//! | this handler has no CORS policy | a function without `#[cors(..)]` in [`routes!`] |
//! | ``expected .. to be a future that resolves to `Result`, but it resolves to `Cors<..>` `` | an annotated function in `service_fn`: it belongs into [`routes!`] |
//! | is no answer of a handler | the function returns neither `Response<B>` nor `Result<Response<B>, E>`, or it has a policy and stands in [`with`] |
//! | ``expected `Response<A>`, found `Response<B>` `` | two handlers answer with different types: box the body of both |

mod body;
mod future;
mod handler;
mod layer;
mod mistakes;
mod routes;
mod table;

pub use self::{
    body::CorsBody,
    future::Answering,
    handler::{Answer, RouteHandler, Stated, Unwrapping, with, with_policy, without},
    layer::{CorsLayer, CorsService},
    mistakes::RouteError,
    routes::{PathParams, Routes},
    table::Table,
};

/// What `routes!` names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    pub use super::routes::{Line, Said, line};
    use super::{RouteError, Routes};

    /// A service of these lines.
    ///
    /// # Errors
    /// Routes that a table cannot take.
    pub fn routes<Q, Fut, D: Fn(usize, Q) -> Fut>(
        lines: Vec<Said<Q>>,
        fallback: Option<usize>,
        dispatch: D,
    ) -> Result<Routes<D>, RouteError> {
        Routes::new(lines, fallback, dispatch)
    }
}

/// Makes [`Routes`] of annotated functions, by method and path.
///
/// A line is `METHOD "/path" => handler`, with `any` for any method; the last one may be `_ => handler` for unknown
/// paths, which is covered by the [policy of the rest](Routes::policy), if there is one. A handler is a function with
/// `#[cors(..)]` of one request, or [`with`], [`with_policy`] or [`without`] around one without; all of them answer
/// the same type, `Response<B>` or `Result<Response<B>, E>`.
///
/// It is a `Result`: what could be dropped or never matched in silence is an error when the program starts, all of it at
/// once. That is a route that is there already, a method in small letters (`any` is the only one), and a path that cannot
/// be routed.
///
/// ```
/// use cors::{cors, tower::{routes, without}};
/// use http::{Request, Response};
///
/// #[cors(origins = ["https://app.example.com"], credentials)]
/// async fn list_orders(_: Request<String>) -> Response<String> {
///     Response::new("tea, sugar".to_owned())
/// }
///
/// #[cors(origins = ["https://admin.example.com"])]
/// async fn delete_order(_: Request<String>) -> Response<String> {
///     Response::new("gone".to_owned())
/// }
///
/// async fn health(_: Request<String>) -> Response<String> {
///     Response::new("up".to_owned())
/// }
///
/// let app = routes! {
///     GET "/orders" => list_orders,
///     DELETE "/orders/{id}" => delete_order,
///     GET "/health" => without(health),
/// }?;
/// assert_eq!(app.policies().iter().count(), 3);
/// # Ok::<(), cors::tower::RouteError>(())
/// ```
#[doc(inline)]
pub use crate::__cors_tower_routes as routes;

// Each line binds its handler to a `handler` of its own: identifiers of different expansions differ. So the dispatch is
// one `async` block with one future type, without a box.
#[doc(hidden)]
#[macro_export]
macro_rules! __cors_tower_routes {
    (@bind [$($name:ident $method:ident $path:expr;)*] _ => $fallback:expr $(,)?) => {{
        let fallback = $fallback;
        $crate::__cors_tower_routes!(@build [$($name $method $path;)*] [fallback])
    }};
    (@bind [$($name:ident $method:ident $path:expr;)*]) => {
        $crate::__cors_tower_routes!(@build [$($name $method $path;)*] [])
    };
    (@bind [$($name:ident $known:ident $before:expr;)*] $method:ident $path:expr => $handler:expr $(, $($rest:tt)*)?) => {{
        let handler = $crate::tower::__private::line($handler);
        $crate::__cors_tower_routes!(@bind [$($name $known $before;)* handler $method $path;] $($($rest)*)?)
    }};
    (@build [$first:ident $first_method:ident $first_path:expr; $($name:ident $method:ident $path:expr;)*] [$($fallback:ident)?]) => {{
        let lines = ::std::vec![
            $first.said(::core::stringify!($first_method), $first_path),
            $($name.said(::core::stringify!($method), $path),)*
        ];
        let count = lines.len();
        let fallback: ::core::option::Option<usize> = $crate::__cors_tower_routes!(@fallback count $($fallback)?);
        $crate::tower::__private::routes(lines, fallback, move |number: usize, request| {
            let $first = ::core::clone::Clone::clone(&$first);
            $(let $name = ::core::clone::Clone::clone(&$name);)*
            $(let $fallback = ::core::clone::Clone::clone(&$fallback);)?
            async move {
                let mut left = number;
                $(
                    if left == 1 {
                        return $name.call(request).await;
                    }
                    left = left.saturating_sub(1);
                )*
                $(
                    if left == 1 {
                        return $fallback(request).await;
                    }
                )?
                let _ = left;
                $first.call(request).await
            }
        })
    }};
    (@fallback $count:ident) => { ::core::option::Option::None };
    (@fallback $count:ident $fallback:ident) => { ::core::option::Option::Some($count) };
    (@ $($unknown:tt)*) => {
        ::core::compile_error!(
            "expected `METHOD \"/path\" => handler`, lines separated by commas, and at most `_ => handler` behind them"
        )
    };
    ($($lines:tt)*) => { $crate::__cors_tower_routes!(@bind [] $($lines)*) };
}
