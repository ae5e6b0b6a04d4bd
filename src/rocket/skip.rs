//! Fairings that preflights go around.

use ::rocket::{
    Build, Data, Orbit, Request, Response, Rocket,
    fairing::{self, Fairing, Info, Kind},
    http::Method,
};
use cors_core::RequestKind;

use super::{
    answer,
    site::{Closed, Site},
    table::{Answers, Table},
};

/// Lets preflights for routes of this library around a request fairing, an authentication for instance.
///
/// A preflight carries no credentials, so a fairing that turns requests without them away would turn it away, and the
/// browser would not send the request itself. Request guards need no such thing: a preflight runs none.
///
/// This opens nothing: a request that went around the fairing is answered as a preflight, whatever other fairings make
/// of it. One that asks for a route which is not of this library goes through the fairing, also to an `OPTIONS` route
/// of your own.
///
/// Where the fairing sends a request elsewhere, to a route that answers 401 for instance, the answer gets the headers of
/// the policy of the route that the request was meant for, so that the page can read the status.
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
        // Fairings that are attached now come behind all that the program attached.
        let rocket = rocket.attach(StillPreflight);
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
        if let Some((site, table)) = site {
            if is_answered(table, request) {
                if let Some(flight) = site.flight(request) {
                    flight.close(Closed::Preflight);
                    return;
                }
            }
        }
        if !self.0.info().kind.is(Kind::Request) {
            return;
        }
        let (method, target) = (request.method(), request.uri().clone());
        let meant = site.and_then(|(_, table)| table.meant(request));
        self.0.on_request(request, data).await;
        if request.method() != method || *request.uri() != target {
            if let Some(flight) = site.and_then(|(site, _)| site.flight(request)) {
                flight.mean(flight.meant().or(meant));
            }
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

fn is_answered(table: &Table, request: &Request<'_>) -> bool {
    answer::kind(request) == RequestKind::Preflight
        && !matches!(table.preflight(answer::requested_method(request), request.uri()), Answers::NotOurs)
}

/// Whether the request is a preflight that a [`SkipPreflight`] has let around what is in it.
fn went_around(request: &Request<'_>) -> bool {
    let flight = Site::of(request.rocket()).and_then(|(site, _)| site.flight(request));
    flight.is_some_and(|flight| flight.closed() == Closed::Preflight)
}

/// Sees to it that a request which went around a fairing as a preflight is answered as one: a fairing that comes later
/// may have given it another method.
struct StillPreflight;

#[::rocket::async_trait]
impl Fairing for StillPreflight {
    fn info(&self) -> Info {
        Info { name: "CORS preflights", kind: Kind::Request | Kind::Singleton }
    }

    async fn on_request(&self, request: &mut Request<'_>, _data: &mut Data<'_>) {
        if went_around(request) {
            request.set_method(Method::Options);
        }
    }
}
