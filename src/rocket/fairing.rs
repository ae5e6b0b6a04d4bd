//! The fairing that has preflights answered and sets headers.

use ::rocket::{
    Build, Data, Orbit, Request, Response, Rocket,
    fairing::{self, Fairing, Info, Kind},
    http::Method,
};
use cors_core::{CorsPolicy, PolicyRef, RequestKind, spec::OnRefused};

use super::{
    answer,
    preflights::Preflights,
    site::{Closed, Flight, Site},
    table::Rules,
};

/// The fairing that has preflights answered and sets headers. Attach it once, as the last one: then what other fairings
/// set is replaced, too.
///
/// An application with an annotated route and without it does not launch.
///
/// ```
/// use cors::rocket::cors;
/// use rocket::{get, routes};
///
/// #[cors(origins = ["https://app.example.com"])]
/// #[get("/orders")]
/// fn list_orders() -> &'static str {
///     "none yet"
/// }
///
/// let app = rocket::build().mount("/", routes![list_orders]).attach(cors::rocket::fairing());
/// ```
pub fn fairing() -> CorsFairing {
    CorsFairing { app: None }
}

/// The fairing of [`fairing()`].
#[must_use = "a fairing does nothing until it is attached"]
#[derive(Debug, Clone)]
pub struct CorsFairing {
    app: Option<PolicyRef>,
}

impl CorsFairing {
    /// Gives everything that has no policy of its own the policy `P`: the routes of others, 404 and the answers of
    /// all catchers.
    ///
    /// A handler's own policy replaces it whole, and `#[cors(off)]` or [`without`](super::without) takes the handler
    /// out.
    ///
    /// ```
    /// use cors::CorsPolicy;
    ///
    /// #[derive(CorsPolicy)]
    /// #[policy(origins = ["https://app.example.com"], methods = [GET, PUT])]
    /// struct Api;
    ///
    /// let app = rocket::build().attach(cors::rocket::fairing().policy::<Api>());
    /// ```
    pub fn policy<P: CorsPolicy>(self) -> Self {
        self.policy_of(P::policy())
    }

    /// Like [`policy`](Self::policy), for a policy that is made at run time.
    ///
    /// ```
    /// use cors::Policy;
    ///
    /// let policy = Policy::builder().origins(["https://app.example.com"]).build()?;
    /// let app = rocket::build().attach(cors::rocket::fairing().policy_of(policy));
    /// # Ok::<(), cors::PolicyError>(())
    /// ```
    pub fn policy_of(self, policy: impl Into<PolicyRef>) -> Self {
        Self { app: Some(policy.into()) }
    }

    /// The policy of the application, where it keeps requests from handlers.
    fn forbidding(&self) -> Option<&PolicyRef> {
        self.app.as_ref().filter(|policy| policy.on_refused() == OnRefused::Forbid)
    }
}

#[::rocket::async_trait]
impl Fairing for CorsFairing {
    fn info(&self) -> Info {
        let kind = Kind::Ignite | Kind::Liftoff | Kind::Response | Kind::Singleton;
        let kind = if self.forbidding().is_some() { kind | Kind::Request } else { kind };
        Info { name: "CORS", kind }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        let site = Site::new(self.app.clone());
        if self.forbidding().is_some() {
            site.remember();
        }
        Ok(rocket.manage(site).mount("/", vec![Preflights::route()]))
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        Site::of(rocket);
    }

    /// Refuses what the application's policy forbids. A fairing cannot answer, so the request goes to our own route.
    async fn on_request(&self, request: &mut Request<'_>, _data: &mut Data<'_>) {
        let (Some(policy), Some((site, table))) = (self.forbidding(), Site::of(request.rocket())) else {
            return;
        };
        if answer::kind(request) != RequestKind::Actual {
            return;
        }
        if table.is_governed_by_app(table.meant(request)) && answer::is_forbidden(policy, request) {
            if let Some(endpoint) = table.app() {
                answer::report(endpoint, request);
            }
            if let Some(flight) = site.flight(request) {
                flight.close(Closed::Forbidden);
            }
            request.set_method(Method::Options);
        }
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some((site, table)) = Site::of(request.rocket()) else { return };
        let flight = site.flight(request);
        if flight.is_some_and(|flight| flight.closed() != Closed::Open) {
            // `Preflights` has answered it whole.
            return;
        }
        let rules = match flight.and_then(Flight::meant) {
            Some(meant) => table.rules_of(meant),
            None => table.rules(request),
        };
        if let Rules::Policy(endpoint) = rules {
            answer::finish(endpoint, request, response);
        }
    }
}
