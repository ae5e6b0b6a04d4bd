//! The adapter for [actix-web](::actix_web) 4.
//!
//! # Complete program
//!
//! ```no_run
//! use actix_web::{App, Error, HttpServer, Responder, body::MessageBody, delete, dev::{ServiceRequest, ServiceResponse}, get, middleware::{self, Next}, web::Path};
//! use cors::{CorsPolicy, actix_web::{SkipPreflight, cors, policy}};
//!
//! #[derive(CorsPolicy)]
//! #[policy(origins = ["https://app.example.com"], headers = ["authorization"], credentials)]
//! struct Api;
//!
//! #[cors(Api)]
//! #[get("/orders")]
//! async fn list_orders() -> &'static str {
//!     "tea, sugar"
//! }
//!
//! #[cors(origins = ["https://admin.example.com"], headers = ["authorization"], credentials, max_age = "2h")]
//! #[delete("/orders/{id}")]
//! async fn delete_order(_id: Path<u32>) -> impl Responder {
//!     actix_web::HttpResponse::NoContent()
//! }
//!
//! async fn auth(request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {
//!     next.call(request).await // or an error
//! }
//!
//! #[actix_web::main]
//! async fn main() -> std::io::Result<()> {
//!     let app = || {
//!         App::new()
//!             .service(list_orders)
//!             .service(delete_order)
//!             .wrap(SkipPreflight(middleware::from_fn(auth))) // preflights go around it
//!             .wrap(policy::<Api>()) // everything without a policy of its own: 404, 405, other routes
//!     };
//!     HttpServer::new(app).bind(("127.0.0.1", 3000))?.run().await
//! }
//! ```
//!
//! [`cors`](macro@cors) stands above `#[get]`, `#[route]`, `#[routes]` and their kin, whose options (`name`, `guard`,
//! `wrap`) work as before; registration stays `.service(list_orders)`. A plain function takes [`cors::cors`](macro@crate::cors)
//! and is registered by [`web::get`]`().to(list_orders)`, which returns the framework's own
//! [`Route`](::actix_web::Route). A handler that cannot be annotated stands in [`with`] or [`without`].
//!
//! # What is covered
//!
//! | | by a handler's own policy | by [`policy`] around the application |
//! |---|---|---|
//! | preflights | of its methods | of everything inside, for the handler that is asked for |
//! | headers on 200, 3xx, 4xx of handlers and extractors | yes | yes |
//! | the 401 of authentication around it | with [`SkipPreflight`]`(auth)` | yes, also without |
//! | 404, 405 | no: no annotated handler is reached | yes |
//! | 408, 413 | as far as middleware or extractors inside answer | yes |
//! | a panic | no: actix-web drops the connection | no |
//!
//! # How a preflight finds its handler
//!
//! A piece that stands outside asks inward with a copy of the request's head that no client can forge, and drops the
//! answering future without polling it. Guards are asked; handlers, extractors and `async` middleware do not run.
//! Middleware that is written as a [`Service`](::actix_web::dev::Service) by hand runs up to its first `.await`.
//!
//! # Known limits
//!
//! * actix-web gives GET handlers no HEAD requests; `web::get().or(Method::HEAD)` does. A preflight for HEAD is answered
//!   by the policy of GET either way.
//! * A preflight for a method that no annotated handler serves, in an application without [`policy`], gets what the
//!   framework says: 404 or 405, without a CORS header; where authentication stands around it, its 401. The same is true of
//!   a requested method that is empty, or is a list.
//! * Route attributes make resources of one method each. So a method that has no handler on a path is a 404 and not a 405,
//!   and so is `OPTIONS` without a requested method; [`web::resource`](::actix_web::web::resource) with several routes says 405.
//! * [`Path`](::actix_web::web::Path) refuses with 404 and [`Json`](::actix_web::web::Json) with 400, whatever is wrong; both answers
//!   have the headers of the handler's policy.
//! * `Route::wrap` stands outside of the handler's policy; put middleware around the resource, or into [`SkipPreflight`].
//! * CORS does not cover a WebSocket upgrade. `on_refused = forbid` refuses a stranger's handshake.

mod answering;
mod area;
mod blank;
mod flight;
mod guard;
mod handler;
mod look;
mod lost;
mod pieces;
mod policies;
mod prepared;
mod site;
mod skip;
mod stated;
mod unwrapped;
pub mod web;

/// Gives a route attribute of actix-web a CORS policy; it stands above `#[get]`, `#[route]` or `#[routes]`.
///
/// The keys are those of [`cors::cors`](macro@crate::cors). Without `methods` the policy names those of the route.
///
/// ```
/// use actix_web::{App, get};
/// use cors::actix_web::cors;
///
/// #[cors(origins = ["https://app.example.com"], credentials)]
/// #[get("/orders/{id}", name = "order")]
/// async fn show_order(id: actix_web::web::Path<u32>) -> String {
///     id.to_string()
/// }
///
/// let app = App::new().service(show_order);
/// ```
pub use cors_macros::cors_actix_web as cors;

pub use self::{
    area::{AreaCors, policy, policy_of},
    policies::policies,
    skip::SkipPreflight,
    stated::{CorsHandler, Stated, with, with_policy, without},
};

/// The types behind the pieces, for signatures that must name them.
pub mod types {
    pub use super::{
        answering::Answering,
        area::{AreaAnswer, AreaService},
        handler::{HandlerAnswer, HandlerCors, HandlerService},
        skip::{Inner, SkipAnswer, SkipService},
        stated::StatedArguments,
        unwrapped::{Unwrapped, Unwrapping},
    };
}

/// What generated code names. Not for use by hand: no promise is made about it.
#[doc(hidden)]
pub mod __private {
    pub use ::actix_web::guard::GuardContext;
    use cors_core::HandlerPolicy;

    use super::handler::HandlerCors;
    pub use super::lost::Misplaced;

    /// Guards the resource of an annotated handler that serves `methods`.
    #[must_use]
    pub fn guard(context: &GuardContext<'_>, methods: &[&str]) -> bool {
        super::guard::guard(context, methods)
    }

    /// The outermost middleware of that resource.
    #[must_use]
    pub fn wrap<P: HandlerPolicy>(methods: &[&str]) -> HandlerCors {
        HandlerCors::new(P::policy().map(Into::into), P::handler(), methods)
    }
}
