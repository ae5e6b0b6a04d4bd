//! The adapter for [warp] 0.4.
//!
//! # Complete program
//!
//! ```no_run
//! use cors::{CorsPolicy, cors, warp::route};
//! use warp::{Filter, Rejection, Reply, http::StatusCode};
//!
//! #[derive(CorsPolicy)]
//! #[policy(origins = ["https://app.example.com"], headers = ["authorization", "content-type"], credentials)]
//! struct Api;
//!
//! #[cors(Api)]
//! async fn list_orders() -> &'static str {
//!     "tea, sugar"
//! }
//!
//! #[cors(Api)]
//! async fn create_order(order: String) -> Result<impl Reply, Rejection> {
//!     Ok(warp::reply::with_status(order, StatusCode::CREATED))
//! }
//!
//! #[cors(origins = ["https://admin.example.com"], headers = ["authorization"], credentials, max_age = "2h")]
//! async fn delete_order(_id: u32) -> StatusCode {
//!     StatusCode::NO_CONTENT
//! }
//!
//! #[cors(off)]
//! async fn health() -> &'static str {
//!     "up"
//! }
//!
//! #[derive(Debug)]
//! struct Unauthorized;
//!
//! impl warp::reject::Reject for Unauthorized {}
//!
//! async fn check(token: Option<String>) -> Result<(), Rejection> {
//!     token.map(|_| ()).ok_or_else(|| warp::reject::custom(Unauthorized))
//! }
//!
//! async fn recover(rejection: Rejection) -> Result<impl Reply, Rejection> {
//!     if rejection.find::<Unauthorized>().is_some() { Ok(StatusCode::UNAUTHORIZED) } else { Err(rejection) }
//! }
//!
//! #[tokio::main]
//! async fn main() {
//!     let auth = warp::header::optional("authorization").and_then(check).untuple_one();
//!     let app = route!(GET "orders" => list_orders)
//!         .or(route!(POST "orders" => create_order, warp::body::json()))
//!         .or(route!(DELETE "orders" / u32 => delete_order))
//!         .or(route!(GET "health" => health))
//!         .map(|routes| auth.and(routes).recover(recover)) // preflights do not reach it
//!         .policy::<Api>() // everything without a policy of its own: 404, 405, filters of warp's own in `map`
//!         .finish();
//!     warp::serve(app).run(([127, 0, 0, 1], 3000)).await;
//! }
//! ```
//!
//! Handlers stay functions, as for [`Filter::then`](::warp::Filter::then) and
//! [`Filter::and_then`](::warp::Filter::and_then): they take what the path and the filters of the route extract, and
//! return a [`Reply`](::warp::Reply) or a `Result` of a reply and a [`Rejection`](::warp::Rejection).
//!
//! # Routes
//!
//! | [`route!`] | warp's own words |
//! |---|---|
//! | `route!(GET "orders" => list)` | `warp::path!("orders").and(warp::get()).and_then(list)` |
//! | `route!(POST "orders" => create, json(), db())` | `warp::path!("orders").and(warp::post()).and(json()).and(db()).and_then(create)` |
//! | `route!(DELETE "orders" / u32 => delete)` | `warp::path!("orders" / u32).and(warp::delete()).and_then(delete)` |
//! | `route!(ANY "files" / .. => file, tail())`, `route!("PURGE" / => purge)` | any method, the rest of a path; other methods, the root |
//! | `with::<Api, _>(f)`, `with_policy(policy, f)`, `without(f)` in the place of the handler | a closure or a function without an attribute |
//!
//! It is a macro because the path is: it must be known to the table of policies as well as to warp, and from one text
//! the two cannot differ. [`or`](Routes::or) combines routes. What the path and the method of a route let in is its own:
//! unlike in warp, a rejection of its filters or its handler goes to no later route, because that one may have
//! another policy than the one by which the preflight was answered. Filters that choose between handlers go into one
//! route.
//!
//! A preflight is answered for the first route whose path fits and whose method is the requested one. It names the
//! methods that the same policy serves on this path; where routes of different paths fit (`"orders" / "latest"`
//! and `"orders" / String`), the one method.
//!
//! # What carries the headers
//!
//! | answer | carries |
//! |---|---|
//! | 200, 3xx, 4xx of handlers | the headers of the handler's policy |
//! | rejections of a route's filters and handler (400, 404, 411, 413, 415, custom), with `recover` or not | the headers of the route's policy |
//! | 401 of authentication in [`map`](Routes::map) | the headers of the route's policy |
//! | 404 of an unknown path; 405, also of `HEAD` where only GET is | those of the application's [`policy`](App::policy), else none |
//! | other filters in [`map`](Routes::map) | those of the application's policy, else none |
//! | 408, and a panic that a layer turns into a 500 | with `layered` the headers of the route's policy |
//! | a panic with `finish` | nothing: warp catches none, hyper closes the connection |
//!
//! A rejection has no headers, so [`finish`](App::finish) makes the answer of it that warp would make: the same status,
//! and the same text except for combined rejections and for bodies that break off, where it is the status's name. A
//! `recover` or an `or` behind `finish` sees only rejections of what is not in the table, of handlers with `#[cors(off)]`
//! neither; one that is to see all goes into [`map`](Routes::map).
//!
//! # Panics and timeouts
//!
//! warp has no filters for them, but a filter is a service to tower. With both features `App::layered` returns the table
//! of policies as a layer, and the filter:
//!
//! ```text
//! let (cors, app) = routes.layered();
//! let service = ServiceBuilder::new()
//!     .layer(cors) // outermost: what stands below answers with the headers
//!     .layer(CatchPanicLayer::new())
//!     .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(10)))
//!     .service(warp::service(app)); // for hyper
//! ```
//!
//! # Known limits
//!
//! Paths and methods:
//!
//! * warp decodes no path: `/orders/%37` is not the path of `"orders" / u32`, for the request and for its preflight alike.
//! * A parameter that does not parse is another path, in warp as here: 404, without the policy of the route. `FromStr` of
//!   a parameter runs for preflights too, because it finds the route; nothing else of the program's does. It runs several
//!   times a request, and in front of authentication in [`map`](Routes::map).
//! * As in warp, GET answers no `HEAD`: that is a 405, or of a filter behind `finish`, until there is a `route!(HEAD ..)`. A
//!   preflight for `HEAD` has the policy of GET.
//! * `body::json` refuses with 400 whatever is wrong, never with 422.
//! * A request without a path (`CONNECT example.com:443`) is one for the root, as for `path!()`. warp's `path::tail`,
//!   `path::full` and `path::peek` panic on it, in a route `/ ..` as well.
//!
//! What stands around:
//!
//! * Everything in front of the finished filter sees preflights, such as `auth.and(app)`: authentication goes into
//!   [`map`](Routes::map), or into the filters of a route.
//! * A path in front of the routes in [`map`](Routes::map) is not known to the table: use [`under`](Routes::under). Such a request is
//!   answered with 500, but its handler has run, even one that is to forbid; and if it rejects, the answer carries the headers
//!   of the application. A path in front of the finished filter is fine.
//! * In [`map`](Routes::map) a rejection goes on to a filter behind `or`, as in warp; what that one answers carries the headers of
//!   the route that path and method name. Without a policy for the application, put other filters behind:
//!   `app.finish().or(files)`.
//! * A finished application answers preflights for all methods of its paths. Another application or filter behind `or`
//!   that serves other methods of the same path gets none: combine routes before [`finish`](Routes::finish).
//! * A finished application in the [`map`](Routes::map) of another one that has a policy keeps its headers, but its preflights are
//!   answered with the policy of the outer one, whose `on_refused = forbid` refuses before the inner one is asked, and
//!   which reports what it refuses, though the inner one may allow it. Combine with [`or`](Routes::or) before
//!   [`finish`](Routes::finish).
//! * A service of another framework that a filter calls cannot say that it has finished an answer: the policy of the
//!   application replaces its headers.
//! * `finish().with(warp::cors()..)` answers preflights first, and sets headers over those of the handlers: do not mix them.
//! * An unhandled custom rejection on a path of the table is not logged by warp, except with `layered`: log it in a `recover`
//!   in [`map`](Routes::map).
//! * CORS does not cover a WebSocket upgrade. `on_refused = forbid` refuses a stranger's handshake.
//!
//! What it costs a request: for an answer of a handler, a box of warp's for each route of the same path with another
//! method that stands before it, and nothing else; for a preflight and a 403, the answer's headers; for
//! [`map`](Routes::map) a box of warp's, and two for a mark on the answer. In a program with several finished applications, and
//! with a layer of this library outside, answers are marked too. A layer of `layered` puts a decision into the request, which is a
//! box, and two where there are no extensions yet.
//!
//! # When it does not compile
//!
//! | the compiler says | it means |
//! |---|---|
//! | this handler has no CORS policy | a function without `#[cors(..)]` in [`route!`] |
//! | `.. does not take what the path and the filters of this route extract` | other arguments than the route gives, more than 16, or neither a function nor [`with`] or [`without`] |
//! | ``the trait bound `Cors<.., ..>: Reply` is not satisfied``, ``.. `TryFuture` ..`` | an annotated function in warp's own `then`, `map` or `and_then`, where its policy would be lost: use [`route!`] |
//! | `.. is no answer of a warp handler` | the function returns neither a reply nor a `Result` of one |
//! | `Stated<..> is no handler of a route` | [`with`] or [`without`] stands around a function that has a policy already |
//! | `.. is none of the usual methods` | write other methods in quotes |
//! | ``expected `METHOD path => handler` `` | the method or the path is missing, or a path is written as one text |
//! | `a part of a path has no slash`, `.. is not empty`, .. | each part is a text of its own: `"orders" / "latest"` |

mod answering;
mod handler;
mod head;
mod outside;
mod rejection;
mod route;
mod routes;
mod segment;
mod stated;
mod table;

#[cfg(feature = "tower")]
pub(crate) use self::outside::Outside;
pub use self::{
    handler::{Answer, AnswerFilter, Arguments, CorsHandler, Rejects, Replies, TakesArguments},
    route::{RouteFilter, Taken},
    routes::{App, Around, Routes},
    stated::{Stated, with, with_policy, without},
};
/// A route: `route!(METHOD path => handler, filters ..)`.
///
/// The path is written as for [`warp::path!`](::warp::path!), the method as `GET` and so on, `ANY`, or `"PURGE"`. The
/// handler takes the parameters of the path in order, then what each filter extracts. See the
/// [module](self#routes).
///
/// ```
/// use cors::{cors, warp::route};
///
/// #[cors(origins = ["https://app.example.com"])]
/// async fn show_order(id: u32, page: String) -> String {
///     format!("{id} {page}")
/// }
///
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let app = route!(GET "orders" / u32 => show_order, warp::header::header("x-page")).finish();
/// let request = warp::test::request().path("/orders/7").header("x-page", "one");
/// let answer = request.header("origin", "https://app.example.com").reply(&app).await;
/// assert_eq!(answer.body(), "7 one");
/// assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example.com");
/// # });
/// ```
///
/// A path that lacks the policy of its handler does not compile:
///
/// ```compile_fail
/// async fn show_order(id: u32) -> String {
///     id.to_string()
/// }
///
/// let app = cors::warp::route!(GET "orders" / u32 => show_order);
/// ```
pub use crate::__warp_route as route;

// What `route!` names.
#[doc(hidden)]
pub mod __private {
    pub use ::warp::{Filter, filters::method as methods, path};

    pub use http::Method;

    pub use super::{
        route::{
            Before, Door, Within, before, checked_method, checked_segment, has_method, method, route, within,
        },
        segment::Segment,
    };
}
