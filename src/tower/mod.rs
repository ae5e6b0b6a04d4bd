//! The adapter for [tower](https://docs.rs/tower) services: hyper 1, tonic, and layers in axum.

mod body;
mod future;
mod handler;
mod layer;
mod routes;
mod table;

pub use self::{
    body::CorsBody,
    future::Answering,
    handler::{Answer, RouteHandler, Stated, Unwrapping, with, with_policy, without},
    layer::{CorsLayer, CorsService},
    routes::{PathParams, Routes},
    table::{RouteError, Table},
};

/// What `routes!` names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    pub use super::routes::{Line, Said, line};
    use super::{RouteError, Routes};

    /// A service of these lines.
    ///
    /// # Errors
    /// A path that cannot be routed.
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
/// It is a `Result`: a path that cannot be routed is an error when the program starts.
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
