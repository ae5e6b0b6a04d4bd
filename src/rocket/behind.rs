//! The part of the fairing that comes behind all others.

use ::rocket::{
    Build, Data, Request, Response, Rocket,
    fairing::{AdHoc, Fairing, Info, Kind},
    http::Method,
};
use cors_core::RequestKind;

use super::{
    answer,
    site::{Closed, Site},
    table::Rules,
};

/// Attaches `piece` behind all that the program attaches, also by stages, which are fairings that attach others when the
/// application ignites: all of them have done so when the fairing runs that is attached here.
pub(super) fn attach_last(rocket: Rocket<Build>, piece: impl Fairing) -> Rocket<Build> {
    rocket.attach(AdHoc::on_ignite("CORS comes last", |rocket| async move { rocket.attach(piece) }))
}

/// Judges what other fairings have made of a request, and has the last word about its answer.
pub(super) struct Behind {
    /// Whether the application's policy keeps requests from handlers.
    forbids: bool,
}

impl Behind {
    pub(super) const fn new(forbids: bool) -> Self {
        Self { forbids }
    }
}

#[::rocket::async_trait]
impl Fairing for Behind {
    fn info(&self) -> Info {
        let kind = Kind::Response | Kind::Singleton;
        Info { name: "CORS headers", kind: if self.forbids { kind | Kind::Request } else { kind } }
    }

    /// Refuses what the application's policy forbids. A fairing cannot answer, so the request goes to our own route.
    async fn on_request(&self, request: &mut Request<'_>, _data: &mut Data<'_>) {
        let Some((site, table)) = Site::of(request.rocket()) else { return };
        let Some(flight) = site.begin(request) else { return };
        if flight.closed() == Closed::Open {
            let app = table.forbidding().filter(|_| answer::kind(request) == RequestKind::Actual);
            let app = app.filter(|_| table.is_governed_by_app(table.meant(request)));
            let Some(app) = app.filter(|app| answer::is_forbidden(app, request)) else { return };
            answer::report(app, request);
            flight.close(Closed::Forbidden);
        }
        request.set_method(Method::Options);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some((site, table)) = Site::of(request.rocket()) else { return };
        let flight = site.flight(request);
        match table.rules(request, flight) {
            Rules::Policy(endpoint) => answer::finish(endpoint, request, response),
            Rules::Preflight(endpoint) => answer::preflight(endpoint, request, response),
            Rules::Nobody => answer::nobody(request, response),
            Rules::Forbidden => answer::forbid(request, response),
            Rules::Nothing => {}
        }
        if let Some(flight) = flight {
            flight.land();
        }
    }
}

/// Sees to it that a request which has been decided about gets to our own route, though a fairing that comes later may
/// have given it another method.
pub(super) struct StaysClosed;

#[::rocket::async_trait]
impl Fairing for StaysClosed {
    fn info(&self) -> Info {
        Info { name: "CORS preflights", kind: Kind::Request | Kind::Singleton }
    }

    async fn on_request(&self, request: &mut Request<'_>, _data: &mut Data<'_>) {
        let flight = Site::of(request.rocket()).and_then(|(site, _)| site.begin(request));
        if flight.is_some_and(|flight| flight.closed() != Closed::Open) {
            request.set_method(Method::Options);
        }
    }
}
