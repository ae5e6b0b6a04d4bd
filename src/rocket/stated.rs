//! Routes whose policy is stated where they are mounted.

use std::{
    borrow::Cow,
    panic::Location,
    sync::atomic::{AtomicIsize, Ordering},
};

use ::rocket::{
    Data, Request, Route,
    http::{Method, Status},
    outcome::Outcome,
    route::{self, Handler},
};
use cors_core::{CorsPolicy, HandlerInfo, PolicyRef};

use super::{
    handler::{Own, Said, govern},
    sentinel::{Answer, AttachCorsRocketFairing},
};

/// Gives routes without an attribute the policy `P`: those of a library, of a file server, of a handler that is
/// written by hand.
///
/// A route that has a policy of its own keeps it.
///
/// ```
/// use cors::{CorsPolicy, rocket::with};
/// use rocket::{get, routes};
///
/// #[derive(CorsPolicy)]
/// #[policy(origins = ["https://app.example.com"])]
/// struct Api;
///
/// #[get("/time")]
/// fn time() -> &'static str {
///     "noon"
/// }
///
/// let app = rocket::build().attach(cors::rocket::fairing()).mount("/", with::<Api>(routes![time]));
/// ```
#[track_caller]
#[must_use = "routes do nothing until they are mounted"]
pub fn with<P: CorsPolicy>(routes: impl Into<Vec<Route>>) -> Vec<Route> {
    with_policy(P::policy(), routes)
}

/// Gives routes without an attribute a policy that is made at run time.
///
/// ```
/// use cors::{Policy, rocket::with_policy};
/// use rocket::{get, routes};
///
/// #[get("/time")]
/// fn time() -> &'static str {
///     "noon"
/// }
///
/// let policy = Policy::builder().origins(["https://app.example.com"]).build()?;
/// let routes = with_policy(policy, routes![time]);
/// # Ok::<(), cors::PolicyError>(())
/// ```
#[track_caller]
#[must_use = "routes do nothing until they are mounted"]
pub fn with_policy(policy: impl Into<PolicyRef>, routes: impl Into<Vec<Route>>) -> Vec<Route> {
    stated(Some(&policy.into()), routes.into())
}

/// Says that routes without an attribute have no policy: no CORS header, and a preflight for them runs nothing.
///
/// Under a policy for the whole application it takes them out, as `#[cors(off)]` does. A route that has a policy of
/// its own keeps it.
///
/// ```
/// use cors::rocket::without;
/// use rocket::{get, routes};
///
/// #[get("/health")]
/// fn health() -> &'static str {
///     "up"
/// }
///
/// let app = rocket::build().attach(cors::rocket::fairing()).mount("/", without(routes![health]));
/// ```
#[track_caller]
#[must_use = "routes do nothing until they are mounted"]
pub fn without(routes: impl Into<Vec<Route>>) -> Vec<Route> {
    stated(None, routes.into())
}

#[track_caller]
fn stated(policy: Option<&PolicyRef>, mut routes: Vec<Route>) -> Vec<Route> {
    let place = Location::caller();
    for route in &mut routes {
        let name: &'static str = match &route.name {
            Some(Cow::Borrowed(name)) => name,
            // Once a route, when the application is built: what is told about a handler is told by static texts.
            Some(Cow::Owned(name)) => name.clone().leak(),
            None => "(a handler without a name)",
        };
        let info = HandlerInfo::new(name, place.file(), place.line());
        govern(route, Own::new(policy.cloned(), info));
    }
    routes.push(demand());
    routes
}

/// A route that answers nothing. The framework asks its sentinel before it launches: others' routes take no sentinel.
fn demand() -> Route {
    // Those of one rank would collide where two lists are mounted at one place. One list at two places has two paths,
    // of which none stands for the other.
    static RANK: AtomicIsize = AtomicIsize::new(isize::MAX);

    #[::rocket::options("/cors-demands-its-fairing")]
    const fn demand_the_fairing() -> Answer<Status, AttachCorsRocketFairing> {
        Answer::new(Status::NotFound)
    }

    let mut route = demand_the_fairing {}.into_route();
    route.name = Some("CORS demands its fairing".into());
    // Browsers cannot send it, and the framework's own attributes make no route of it.
    route.method = Method::Trace;
    route.rank = RANK.fetch_sub(1, Ordering::Relaxed);
    route.handler = Box::new(Demand);
    route
}

/// Passes everything on.
#[derive(Debug)]
struct Demand;

impl Clone for Demand {
    fn clone(&self) -> Self {
        Said::Internal.leave();
        Self
    }
}

#[::rocket::async_trait]
impl Handler for Demand {
    async fn handle<'r>(&self, _request: &'r Request<'_>, data: Data<'r>) -> route::Outcome<'r> {
        Outcome::Forward((data, Status::NotFound))
    }
}
