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
//! [`fairing()`] is attached once, as the last fairing. An application that has a route of this library and lacks it does not
//! launch: Rocket reports the sentinel `AttachCorsRocketFairing`.
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
//! One `OPTIONS` route, which comes before all others, answers preflights from a table of all mounted routes; the fairing
//! sets the headers of all other answers, by the policy of the route that the router tried last. A route costs no
//! allocation of ours on a request; Rocket's own fairing and handler futures are boxed, and its header map allocates a list
//! for each name. An application with [`SkipPreflight`] or with a policy that forbids keeps a few bytes for each request.
//!
//! # Known limits
//!
//! * A route that may pass a request on to one with another policy costs one more box a request, and several lines of requested
//!   headers are joined: both allocate.
//! * A preflight tells no format: where `format` chooses between routes of one method with different policies, it is
//!   answered without CORS headers. Let such routes share a named policy.
//! * A preflight does not tell whether a guard will pass the request on: of several ranks the first answers. A request (not `GET`, not `HEAD`) that this route passes on does
//!   not get to a route whose policy keeps the origin out, or that has none: it ends with the status of the first.
//! * Rocket treats a `POST` form with a field `_method` as that method. A browser sends such a form without a preflight,
//!   from any page: `on_refused = forbid` on the handler keeps strangers out.
//! * Rocket knows nine methods, and drops header lines that are not UTF-8 before anybody sees them.
//! * A fairing that is attached after [`fairing()`] and sets CORS headers itself has the last word.
//! * A custom [`Handler`](::rocket::route::Handler) around a route's handler keeps the policy if it clones what it holds
//!   when it is cloned.
//! * CORS does not cover a WebSocket upgrade. `on_refused = forbid` refuses a stranger's handshake.
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
