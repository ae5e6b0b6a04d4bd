//! Fairings that preflights go around.

use ::rocket::{
    Build, Data, Orbit, Request, Response, Rocket,
    fairing::{self, Fairing, Info, Kind},
    http::{Method, uri::Origin},
};

use super::{
    behind::{StaysClosed, attach_last},
    site::{Closed, Flight, Site},
};

/// Lets preflights for routes of this library around a request fairing, an authentication for instance.
///
/// A preflight carries no credentials, so a fairing that turns requests without them away would turn it away, and the
/// browser would not send the request itself. Request guards need no such thing: a preflight runs none.
///
/// This opens nothing: a request that went around the fairing is answered as a preflight, whatever other fairings make
/// of it. One on a path where no route says anything about a policy goes through the fairing, also to an `OPTIONS` route
/// of your own; with a policy for the application there is no such path, and every preflight goes around.
///
/// Where the fairing sends a request elsewhere, to a route that answers 401 for instance, the answer gets the headers of
/// the policy of the route that the request was meant for, so that the page can read the status. A route with a policy
/// of its own answers by that. Under an application's policy with `on_refused = forbid` the route that answers 401 needs
/// one, or `#[cors(off)]`: a request that was sent to it is a request for it, and may be forbidden.
///
/// ```
/// use cors::rocket::SkipPreflight;
/// use rocket::{fairing::AdHoc, http::Method, uri};
///
/// let auth = AdHoc::on_request("auth", |request, _| {
///     Box::pin(async move {
///         if !request.headers().contains("authorization") {
///             request.set_method(Method::Get);
///             request.set_uri(uri!("/unauthorized"));
///         }
///     })
/// });
/// let app = rocket::build().attach(SkipPreflight(auth)).attach(cors::rocket::fairing());
/// ```
#[expect(clippy::exhaustive_structs, reason = "it is called like a function, and will have no second field")]
#[derive(Debug, Clone)]
pub struct SkipPreflight<F>(pub F);

#[::rocket::async_trait]
impl<F: Fairing> Fairing for SkipPreflight<F> {
    fn info(&self) -> Info {
        let Info { name, kind } = self.0.info();
        Info { name, kind: kind | Kind::Ignite | Kind::Liftoff | Kind::Request }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        let rocket = attach_last(rocket, StaysClosed);
        if self.0.info().kind.is(Kind::Ignite) { self.0.on_ignite(rocket).await } else { Ok(rocket) }
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        if let Some((site, _)) = Site::of(rocket) {
            site.remember();
        }
        if self.0.info().kind.is(Kind::Liftoff) {
            self.0.on_liftoff(rocket).await;
        }
    }

    async fn on_request(&self, request: &mut Request<'_>, data: &mut Data<'_>) {
        let site = Site::of(request.rocket());
        let flight = site.and_then(|(site, _)| site.begin(request));
        if let (Some(flight), Some((_, table))) = (flight, site) {
            if table.preflight(request).is_some() {
                flight.close(Closed::Preflight);
                return;
            }
        }
        if !self.0.info().kind.is(Kind::Request) {
            return;
        }
        let (method, target) = (request.method(), request.uri().clone());
        self.0.on_request(request, data).await;
        if request.method() != method || *request.uri() != target {
            remember_meant(request, method, target);
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        if !went_around(request) {
            self.0.on_response(request, response).await;
        }
    }

    async fn on_shutdown(&self, rocket: &Rocket<Orbit>) {
        self.0.on_shutdown(rocket).await;
    }
}

/// Remembers what a request was meant for before it got another method or another path than these.
fn remember_meant<'r>(request: &mut Request<'r>, method: Method, target: Origin<'r>) {
    let Some((site, table)) = Site::of(request.rocket()) else { return };
    if site.flight(request).and_then(Flight::meant).is_some() {
        return;
    }
    let (new_method, new_target) = (request.method(), request.uri().clone());
    request.set_method(method);
    request.set_uri(target);
    if let Some(flight) = site.flight(request) {
        flight.mean(table.meant(request));
    }
    request.set_method(new_method);
    request.set_uri(new_target);
}

/// Whether the request is a preflight that a [`SkipPreflight`] has let around what is in it.
fn went_around(request: &Request<'_>) -> bool {
    let flight = Site::of(request.rocket()).and_then(|(site, _)| site.flight(request));
    flight.is_some_and(|flight| flight.closed() == Closed::Preflight)
}
