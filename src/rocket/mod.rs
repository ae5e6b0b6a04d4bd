//! The adapter for [Rocket](::rocket) 0.5.
//!
//! # Complete program
//!
//! ```no_run
//! use cors::{CorsPolicy, rocket::{cors, fairing}};
//! use rocket::{Request, delete, get, http::Status, request::{FromRequest, Outcome}, routes};
//!
//! #[derive(CorsPolicy)]
//! #[policy(origins = ["https://app.example.com"], headers = ["authorization"], credentials)]
//! struct Api;
//!
//! struct User;
//!
//! #[rocket::async_trait]
//! impl<'r> FromRequest<'r> for User {
//!     type Error = ();
//!
//!     async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
//!         match request.headers().get_one("authorization") {
//!             Some(_) => Outcome::Success(User),
//!             None => Outcome::Error((Status::Unauthorized, ())), // the page can read it
//!         }
//!     }
//! }
//!
//! #[cors(Api)]
//! #[get("/orders?<page>")]
//! fn list_orders(_user: User, page: Option<u32>) -> String {
//!     format!("tea, sugar: page {}", page.unwrap_or(1))
//! }
//!
//! #[cors(origins = ["https://admin.example.com"], headers = ["authorization"], credentials, max_age = "2h")]
//! #[delete("/orders/<_id>")]
//! async fn delete_order(_user: User, _id: u32) -> Status {
//!     Status::NoContent
//! }
//!
//! #[cors(off)]
//! #[get("/health")]
//! fn health() -> &'static str {
//!     "up"
//! }
//!
//! #[rocket::main]
//! async fn main() -> Result<(), rocket::Error> {
//!     rocket::build()
//!         .mount("/", routes![health])
//!         .mount("/api", routes![list_orders, delete_order])
//!         .attach(fairing().policy::<Api>()) // everything without a policy of its own: 404, other routes
//!         .launch()
//!         .await
//!         .map(drop)
//! }
//! ```
//!
//! [`cors`](macro@cors) stands above `#[get]`, `#[route]` and their kin, whose options (`data`, `format`, `rank`) work as
//! before; so do `routes!`, `uri!`, guards, mounted prefixes and calls of the function by hand. Routes that cannot be
//! annotated, a file server's for instance, go through [`with`] or [`without`] on their way to `mount`.
//!
//! [`fairing()`] is attached once, before or after other fairings: its work is done behind them all. An application that
//! has a route of this library and lacks it does not launch: Rocket reports the sentinel `AttachCorsRocketFairing`.
//!
//! # What is covered
//!
//! | | by a handler's own policy | by [`policy`](CorsFairing::policy) |
//! |---|---|---|
//! | preflights | for the route that the router would try first; no guard, no data guard and no handler runs | of everything else |
//! | headers on 200, 3xx, 4xx of handlers | yes | yes |
//! | 400, 401, 403, 413, 422 of guards, parameters and data | yes, whatever the catcher | yes |
//! | 404 of an unknown path or method (Rocket has no 405) | no: no route is reached | yes |
//! | 408 of a timeout in a handler | yes | yes |
//! | a panic | yes: 500 | yes: 500 |
//! | the 401 of a request fairing that sends requests elsewhere | with [`SkipPreflight`]`(auth)` | with [`SkipPreflight`]`(auth)`, else the policy of the route that answers |
//! | 400 for a request that Rocket cannot parse, an unknown method for instance | no: it goes past all fairings | no |
//!
//! # How it works
//!
//! One `OPTIONS` route, which comes before all others, takes preflights. The fairing sets the headers of all answers: to
//! preflights from a table of all mounted routes, to others by the policy of the route that the router tried last. A
//! route costs no allocation of ours on a request; Rocket's own fairing and handler futures are boxed, and its header map allocates a list
//! for each name. An application with [`SkipPreflight`] or with a policy that forbids keeps a few bytes for each request.
//!
//! # Known limits
//!
//! Methods and headers:
//!
//! * Rocket has no 405: a method without a route is 404, and so is `OPTIONS` without a requested method and without a
//!   route. Only the application's policy puts headers there.
//! * Rocket knows nine methods: no route serves another, a preflight for one is answered without CORS headers unless the
//!   application's policy names it, and the request itself is 400 without headers.
//! * There is no route of any method. One route of each shares the policy, so each is named in preflights, also `TRACE`.
//! * A header line that is not UTF-8 is dropped before anybody sees it: with such an `Origin` a request is no CORS request
//!   (`forbid` does not see it), with such an `Access-Control-Request-Method` it is no preflight, and one valid `Origin`
//!   beside it is the only one.
//! * Rocket treats a `POST` form with a field `_method` as that method. A browser sends such a form without a preflight,
//!   from any page: `on_refused = forbid` on the handler keeps strangers out.
//! * CORS does not cover a WebSocket upgrade. `on_refused = forbid` refuses a stranger's handshake.
//!
//! Several routes on one path:
//!
//! * A path parameter that does not parse passes the request on; where nobody takes it, the answer is 422, with the headers
//!   of the route that was tried last.
//! * A preflight tells no format: where `format` chooses between routes of one method with different policies, it is
//!   answered without CORS headers. Let such routes share a named policy.
//! * A preflight does not tell whether a guard will pass the request on: of several ranks the first answers. A request
//!   (not `GET`, not `HEAD`) of an origin that one route lets in does not get from there to a route whose policy keeps
//!   the origin out, or that has none. It ends with the status with which the first passed it on, or with 403 where the
//!   first has the application's policy, and is an [event](crate::on_refusal).
//! * The application's policy with `on_refused = forbid` judges by the first route that matches: a stranger does not get
//!   to a handler with a policy of its own behind a route without one. What such a handler, or one with
//!   `#[cors(off)]`, passes on to a route without a policy is judged there, also `GET` and `HEAD`.
//! * A route that may pass a request on to one with another policy costs one more box a request.
//!
//! Fairings:
//!
//! * What a fairing attaches while the application ignites comes before the work of [`fairing()`], but what is attached
//!   so by a fairing that was attached so itself comes behind it: there CORS headers stay as they are set, and a change
//!   of the method or the path passes the application's `forbid` by.
//! * Under a policy for the application, [`SkipPreflight`] lets every preflight around: all are answered here.
//! * Under an application's policy with `on_refused = forbid` the route to which a fairing sends what it refuses needs a
//!   policy of its own or `#[cors(off)]`; else origins that the application's policy refuses get 403 instead of its 401.
//! * `#[cors(off)]` and [`without`] remove nothing: CORS headers that other fairings set on such a route stay.
//!
//! Routes:
//!
//! * [`with`] and [`without`] add a `TRACE` route that asks for the fairing. Who drops it from the list loses the refusal
//!   to launch.
//! * A custom [`Handler`](::rocket::route::Handler) around a route's handler keeps the policy if it clones what it holds
//!   when it is cloned.
//! * Several lines of requested headers are joined, which allocates.
//!
//! # When it does not compile
//!
//! | the compiler says | it means |
//! |---|---|
//! | `cors::rocket::cors` has no route attribute below it | the order is `#[cors(..)]`, then `#[get(..)]` |
//! | `cors::cors` cannot stand above `#[get]` | import [`cors::rocket::cors`](macro@cors) |
//! | ``the trait bound `..: Responder<'_, '_>` is not satisfied`` | the function's own answer is no responder; `Answer<..>` around it is ours |

mod answer;
mod app;
mod behind;
mod choice;
mod fairing;
mod handler;
mod passing;
mod pattern;
mod policies;
mod preflights;
mod sentinel;
mod site;
mod skip;
mod stated;
mod table;

/// Gives a route attribute of Rocket a CORS policy; it stands above `#[get]` or `#[route]`.
///
/// The keys are those of [`cors::cors`](macro@crate::cors). Without `methods` the policy names that of the route, and
/// those of routes on the same path that share a named policy with it.
///
/// ```
/// use cors::rocket::cors;
/// use rocket::{get, routes, uri};
///
/// #[cors(origins = ["https://app.example.com"], credentials)]
/// #[get("/orders/<id>")]
/// fn show_order(id: u32) -> String {
///     id.to_string()
/// }
///
/// let app = rocket::build().mount("/", routes![show_order]).attach(cors::rocket::fairing());
/// assert_eq!(uri!(show_order(7)).to_string(), "/orders/7");
/// assert_eq!(show_order(7), "7");
/// ```
pub use cors_macros::cors_rocket as cors;

pub use self::{
    fairing::{CorsFairing, fairing},
    policies::policies,
    skip::SkipPreflight,
    stated::{with, with_policy, without},
};

/// What generated code names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    pub use ::rocket::Route;
    use cors_core::HandlerPolicy;

    use super::handler::{Own, govern};
    pub use super::sentinel::{Answer, AttachCorsRocketFairing, Misplaced};

    /// The route of an annotated handler.
    #[must_use]
    pub fn route<P: HandlerPolicy>(mut route: Route, name: &'static str) -> Route {
        route.name = Some(name.into());
        govern(&mut route, Own::new(P::policy().map(Into::into), P::handler()));
        route
    }
}
