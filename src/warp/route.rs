//! One route: what its path and method let in is its own, whatever comes of it.

use std::{future::ready, sync::Arc};

use ::warp::{Filter, Rejection, path::Peek, reject, reply::Response};
use http::Method;

use super::{
    handler::{Arguments, CorsHandler, TakesArguments},
    head,
    routes::Routes,
    segment::{self, Segment},
    table::{Entry, EntryId},
};

/// What came of a request that a route has taken. No route after it is asked.
#[derive(Debug)]
pub struct Taken {
    /// `None` for what is not ours.
    pub(super) entry: Option<EntryId>,
    pub(super) answer: Result<Response, Rejection>,
}

/// The filter of a route, or of several.
pub trait RouteFilter: Filter<Extract = (Taken,), Error = Rejection> + Clone + Send + Sync + 'static {}

impl<F> RouteFilter for F where
    F: Filter<Extract = (Taken,), Error = Rejection> + Clone + Send + Sync + 'static
{
}

/// What [`route!`](super::route!) expands to. `method` is `None` for any; `filter` takes in the path.
#[doc(hidden)]
pub fn route<F, A, H, M>(
    method: Option<Method>,
    segments: Vec<Segment>,
    door: impl Door,
    filter: F,
    handler: H,
) -> Routes<impl RouteFilter>
where
    F: Filter<Extract = A, Error = Rejection> + Clone + Send + Sync + 'static,
    A: Arguments,
    H: TakesArguments<A> + CorsHandler<A, M>,
    M: 'static,
{
    let id = EntryId::next();
    let entry =
        Entry { segments: segments.clone(), method, policy: handler.policy(), info: handler.info(), id };
    let taken = move |answer| Taken { entry: Some(id), answer };
    let calls = A::call_with(filter, handler).map(move |response| {
        taken(match head::rejected() {
            None => Ok(response),
            Some(rejection) => Err(rejection),
        })
    });
    let filter = door.before(calls, segments.into(), move |rejection| taken(Err(rejection)));
    Routes::new(entry, filter)
}

/// Where it is seen whether a request is for a route.
#[doc(hidden)]
pub trait Door {
    /// The filter of a route whose requests are let in here. `refused` is what comes of a rejection of its filters.
    #[doc(hidden)]
    fn before(
        self,
        calls: impl RouteFilter,
        path: Arc<[Segment]>,
        refused: impl Fn(Rejection) -> Taken + Clone + Send + Sync + 'static,
    ) -> impl RouteFilter;
}

/// The filter has the path and the method in it, and nothing else: what it rejects is not for the route.
#[doc(hidden)]
#[derive(Debug)]
pub struct Within(());

/// The filter has filters of the program in it. What they reject was for the route, so the path and, by this filter, the
/// method are looked at before.
#[doc(hidden)]
#[derive(Debug)]
pub struct Before<F>(F);

#[doc(hidden)]
#[must_use]
pub const fn within() -> Within {
    Within(())
}

#[doc(hidden)]
pub const fn before<F>(method: F) -> Before<F> {
    Before(method)
}

impl Door for Within {
    fn before(
        self,
        calls: impl RouteFilter,
        _path: Arc<[Segment]>,
        _refused: impl Fn(Rejection) -> Taken + Clone + Send + Sync + 'static,
    ) -> impl RouteFilter {
        calls
    }
}

impl<D> Door for Before<D>
where
    D: Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + 'static,
{
    fn before(
        self,
        calls: impl RouteFilter,
        path: Arc<[Segment]>,
        refused: impl Fn(Rejection) -> Taken + Clone + Send + Sync + 'static,
    ) -> impl RouteFilter {
        let caught = calls.or_else(move |rejection| ready(Ok::<_, Rejection>((refused(rejection),))));
        on_path(path).and(self.0).and(caught)
    }
}

/// Lets in what is for this path, and takes nothing of it.
///
/// It is the table's own reading of the path, so that no filter runs for what the table does not choose.
fn on_path(
    segments: Arc<[Segment]>,
) -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + 'static {
    let path = head::rest().and_then(move |path: Option<Peek>| {
        let is_mine = segment::take(&segments, head::text(path.as_ref()));
        ready(if is_mine { Ok(()) } else { Err(reject::not_found()) })
    });
    path.untuple_one()
}

/// Lets in what has this method, which warp has no filter for; `None` for any.
#[doc(hidden)]
#[must_use]
pub fn has_method(
    method: Option<Method>,
) -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + 'static {
    let method = ::warp::method().and_then(move |asked: Method| {
        let is_mine = method.as_ref().is_none_or(|method| *method == asked);
        ready(if is_mine { Ok(()) } else { Err(reject::not_found()) })
    });
    // Only warp's own filters reject with 405, and nothing is both.
    method.untuple_one().or(::warp::get().and(::warp::post())).unify()
}

/// A method that is not one of the usual ones, checked when compiled.
#[doc(hidden)]
#[must_use]
pub const fn checked_method(name: &'static str) -> &'static str {
    let mut rest = name.as_bytes();
    assert!(!rest.is_empty(), "a method has at least one character");
    while let [first, others @ ..] = rest {
        let is_token = first.is_ascii_alphanumeric()
            || matches!(
                first,
                b'!' | b'#'
                    | b'$'
                    | b'%'
                    | b'&'
                    | b'\''
                    | b'*'
                    | b'+'
                    | b'-'
                    | b'.'
                    | b'^'
                    | b'_'
                    | b'`'
                    | b'|'
                    | b'~'
            );
        assert!(is_token, "a method consists of letters, digits and !#$%&'*+-.^_`|~");
        rest = others;
    }
    name
}

/// The method of [`checked_method`].
#[doc(hidden)]
#[must_use]
pub fn method(name: &'static str) -> Method {
    // It was checked when compiled; were it refused, the route would take what no browser sends.
    Method::from_bytes(name.as_bytes()).unwrap_or(Method::TRACE)
}

/// A part of a path, checked when compiled: it is one segment, and a request can have it.
#[doc(hidden)]
#[must_use]
pub const fn checked_segment(text: &'static str) -> &'static str {
    let mut rest = text.as_bytes();
    assert!(!rest.is_empty(), "a part of a path is not empty: the root is `/` without quotes");
    while let [first, others @ ..] = rest {
        assert!(*first != b'/', "a part of a path has no slash: write `\"orders\" / \"latest\"`");
        let is_in_paths = !matches!(first, b'?' | b'#' | b' ') && !first.is_ascii_control();
        assert!(is_in_paths, "a part of a path has no query, no fragment and no space");
        rest = others;
    }
    text
}

#[doc(hidden)]
#[macro_export]
macro_rules! __warp_route {
    ($method:tt / => $handler:expr $(, $filter:expr)* $(,)?) => {
        $crate::__warp_route!(@route $method [] $crate::warp::__private::path!(); $handler $(, $filter)*)
    };
    ($method:tt $first:tt $(/ $more:tt)* => $handler:expr $(, $filter:expr)* $(,)?) => {
        $crate::__warp_route!(
            @route $method [$first $($more)*] $crate::warp::__private::path!($first $(/ $more)*); $handler $(, $filter)*
        )
    };
    (@route $method:tt [$($segment:tt)*] $path:expr; $handler:expr) => {
        match $crate::__warp_route!(@method $method) {
            method => $crate::warp::__private::route(
                ::core::clone::Clone::clone(&method),
                ::std::vec![$($crate::__warp_route!(@segment $segment)),*],
                $crate::warp::__private::within(),
                $crate::warp::__private::Filter::and($path, $crate::__warp_route!(@has $method method)),
                $handler,
            )
        }
    };
    (@route $method:tt [$($segment:tt)*] $path:expr; $handler:expr $(, $filter:expr)+) => {
        match $crate::__warp_route!(@method $method) {
            method => $crate::warp::__private::route(
                ::core::clone::Clone::clone(&method),
                ::std::vec![$($crate::__warp_route!(@segment $segment)),*],
                $crate::warp::__private::before($crate::__warp_route!(@has $method method)),
                $crate::__warp_route!(@and $path $(, $filter)*),
                $handler,
            )
        }
    };
    (@has GET $method:ident) => { $crate::warp::__private::methods::get() };
    (@has HEAD $method:ident) => { $crate::warp::__private::methods::head() };
    (@has POST $method:ident) => { $crate::warp::__private::methods::post() };
    (@has PUT $method:ident) => { $crate::warp::__private::methods::put() };
    (@has PATCH $method:ident) => { $crate::warp::__private::methods::patch() };
    (@has DELETE $method:ident) => { $crate::warp::__private::methods::delete() };
    (@has OPTIONS $method:ident) => { $crate::warp::__private::methods::options() };
    (@has $other:tt $method:ident) => { $crate::warp::__private::has_method($method) };
    (@and $all:expr) => { $all };
    (@and $all:expr, $next:expr $(, $more:expr)*) => {
        $crate::__warp_route!(@and $crate::warp::__private::Filter::and($all, $next) $(, $more)*)
    };
    (@method ANY) => { ::core::option::Option::None };
    (@method GET) => { $crate::__warp_route!(@known GET) };
    (@method HEAD) => { $crate::__warp_route!(@known HEAD) };
    (@method POST) => { $crate::__warp_route!(@known POST) };
    (@method PUT) => { $crate::__warp_route!(@known PUT) };
    (@method PATCH) => { $crate::__warp_route!(@known PATCH) };
    (@method DELETE) => { $crate::__warp_route!(@known DELETE) };
    (@method OPTIONS) => { $crate::__warp_route!(@known OPTIONS) };
    (@method TRACE) => { $crate::__warp_route!(@known TRACE) };
    (@method CONNECT) => { $crate::__warp_route!(@known CONNECT) };
    (@method $method:literal) => {
        ::core::option::Option::Some({
            // An item, so that `cargo check` sees it too.
            const METHOD: &str = $crate::warp::__private::checked_method($method);
            $crate::warp::__private::method(METHOD)
        })
    };
    (@method $other:tt) => {
        ::core::compile_error!(::core::concat!(
            "`", ::core::stringify!($other), "` is none of the usual methods: \
             write GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE, CONNECT, ANY, or one of your own in quotes, \"PURGE\""
        ))
    };
    (@known $method:ident) => { ::core::option::Option::Some($crate::warp::__private::Method::$method) };
    (@segment ..) => { $crate::warp::__private::Segment::rest() };
    (@segment $text:literal) => {
        $crate::warp::__private::Segment::literal({
            const TEXT: &str = $crate::warp::__private::checked_segment($text);
            TEXT
        })
    };
    (@segment $of:ty) => { $crate::warp::__private::Segment::parameter::<$of>(::core::stringify!($of)) };
    ($($unknown:tt)*) => {
        ::core::compile_error!(
            "expected `METHOD path => handler`, filters behind it after commas: \
             `GET / => root`, `GET \"orders\" / u32 => show, db()`, `ANY \"files\" / .. => file, tail()`"
        )
    };
}
