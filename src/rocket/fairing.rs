//! The fairing that answers preflights and sets headers.

use std::{
    future::{Future, ready},
    pin::Pin,
    sync::OnceLock,
};

use ::rocket::{
    Build, Data, Orbit, Request, Response, Rocket, Route,
    fairing::{self, Fairing, Info, Kind},
    http::{Method, Status},
    outcome::Outcome,
    route::{self, Handler},
};
use cors_core::{CorsPolicy, PolicyRef, RequestKind};

use super::{
    answer,
    handler::Said,
    table::{Answers, Rules, Table},
};

/// The fairing that answers preflights and sets headers. Attach it once.
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
/// # fn main() {
/// let app = rocket::build().attach(cors::rocket::fairing()).mount("/", routes![list_orders]);
/// # }
/// ```
pub fn fairing() -> CorsFairing {
    CorsFairing { app: None }
}

/// The fairing of [`fairing`].
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
}

/// What the fairing leaves in the managed state.
#[derive(Debug)]
pub(super) struct Site {
    app: Option<PolicyRef>,
    table: OnceLock<Table>,
}

impl Site {
    pub(super) fn of<'r>(rocket: &'r Rocket<Orbit>) -> Option<(&'r Self, &'r Table)> {
        let site = rocket.state::<Self>()?;
        Some((site, site.table.get_or_init(|| Table::new(rocket, site.app.as_ref()))))
    }

    pub(super) const fn app(&self) -> Option<&PolicyRef> {
        self.app.as_ref()
    }
}

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

#[::rocket::async_trait]
impl Fairing for CorsFairing {
    fn info(&self) -> Info {
        Info { name: NAME, kind: Kind::Ignite | Kind::Liftoff | Kind::Response | Kind::Singleton }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        let site = Site { app: self.app.clone(), table: OnceLock::new() };
        // Before every `OPTIONS` route of the user's: a preflight must not run one.
        let mut preflights = Route::ranked(isize::MIN, Method::Options, "/<_..>", Preflights);
        preflights.name = Some(NAME.into());
        Ok(rocket.manage(site).mount("/", vec![preflights]))
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        Site::of(rocket);
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let Some((_, table)) = Site::of(request.rocket()) else { return };
        let rules = table.rules(request.route(), answer::kind(request));
        if let Rules::Policy(endpoint) = rules {
            answer::finish(endpoint, request, response);
        }
    }
}

/// The name of the fairing, and of its route.
const NAME: &str = "CORS";

/// Answers preflights for all routes.
#[derive(Debug)]
struct Preflights;

impl Clone for Preflights {
    fn clone(&self) -> Self {
        Said::Preflights.leave();
        Self
    }
}

impl Handler for Preflights {
    fn handle<'r, 'life0, 'life1, 'async_trait>(
        &'life0 self,
        request: &'r Request<'life1>,
        data: Data<'r>,
    ) -> Boxed<'async_trait, route::Outcome<'r>>
    where
        'r: 'async_trait,
        'life0: 'async_trait,
        'life1: 'async_trait,
        Self: 'async_trait,
    {
        Box::pin(ready(match answer_preflight(request) {
            Some(response) => Outcome::Success(response),
            None => Outcome::Forward((data, Status::NotFound)),
        }))
    }
}

/// `None` for what is no preflight, or not for this library to answer.
fn answer_preflight<'r>(request: &'r Request<'_>) -> Option<Response<'r>> {
    if answer::kind(request) != RequestKind::Preflight {
        return None;
    }
    let (_, table) = Site::of(request.rocket())?;
    match table.preflight(answer::requested_method(request), request.uri()) {
        Answers::Policy(endpoint) => Some(answer::preflight(endpoint, request)),
        Answers::Nobody => Some(answer::nobody(request)),
        Answers::NotOurs => None,
    }
}
