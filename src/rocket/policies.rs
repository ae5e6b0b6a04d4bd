//! A list of routes and their policies.

use ::rocket::{Phase, Rocket};
use cors_core::{Policies, PolicySource, RoutePolicy};

use super::{
    handler::{Said, reveal},
    site::Site,
};

/// Which route of an application answers for each method and path, and by which policy.
///
/// What is mounted so far is listed; a policy of the whole application is known once the application has ignited.
///
/// ```
/// use cors::rocket::cors;
/// use rocket::{get, routes};
///
/// #[cors(origins = ["https://app.example.com"])]
/// #[get("/orders/<id>")]
/// fn show_order(id: u32) -> String {
///     id.to_string()
/// }
///
/// let app = rocket::build().attach(cors::rocket::fairing()).mount("/api", routes![show_order]);
/// let policies = cors::rocket::policies(&app);
/// let paths: Vec<_> = policies.iter().filter_map(|route| route.path()).collect();
/// assert_eq!(paths, ["/api/orders/<id>"]);
/// ```
#[must_use]
pub fn policies<P: Phase>(rocket: &Rocket<P>) -> Policies {
    let app = rocket.state::<Site>().and_then(Site::app);
    let of_app = |method, path| {
        let source = if app.is_some() { PolicySource::Application } else { PolicySource::Nothing };
        let route = RoutePolicy::new(method, path, source);
        match app {
            Some(app) => route.with_policy(app.clone()),
            None => route,
        }
    };
    let routes = rocket.routes().filter_map(|route| {
        let (method, path) = (Some(route.method.as_str()), Some(route.uri.path()));
        Some(match reveal(route) {
            None => of_app(method, path),
            Some(Said::Internal) => return None,
            Some(Said::Policy(own)) => match &own.policy {
                Some(policy) => RoutePolicy::new(method, path, PolicySource::Handler)
                    .with_handler(own.info)
                    .with_policy(policy.clone()),
                None => RoutePolicy::new(method, path, PolicySource::OptOut).with_handler(own.info),
            },
        })
    });
    Policies::sorted(routes.chain(app.map(|_| of_app(None, None))).collect())
}
