use axum::routing;
use cors::{
    PolicySource,
    axum::{Router, any, get, post, with, without},
};

use crate::support::{Api, Other, create, list, off, plain};

#[test]
fn all_routes_with_their_prefixes() {
    let nested = Router::new().route("/", get(list)).route("/{id}", any(create)).policy::<Api>();
    let app: Router = Router::new()
        .route("/orders", get(list).post(create))
        .route("/orders", cors::axum::put(with::<Other, _>(plain)))
        .route("/health", get(without(plain)).post(off))
        .route("/plain", routing::get(plain))
        .route("/ready-made", get(list).cors())
        .nest("/api/v1", nested.route("/plain", routing::get(plain)))
        .merge(Router::new().route("/more", post(create)));
    // Without a policy for the application.
    assert_eq!(
        app.policies().to_string(),
        "\
method  path           handler                policy                            opt-outs
GET     /api/v1        axum::support::list    axum::support::Api
*       /api/v1                               axum::support::Api (application)
*       /api/v1/plain                         axum::support::Api (application)
*       /api/v1/{id}   axum::support::create  axum::support::create
GET     /health        axum::support::plain   none (off)
POST    /health        axum::support::off     none (off)
POST    /more          axum::support::create  axum::support::create
GET     /orders        axum::support::list    axum::support::Api
POST    /orders        axum::support::create  axum::support::create
PUT     /orders        axum::support::plain   axum::support::Other
*       /plain                                none
GET     /ready-made    axum::support::list    axum::support::Api
"
    );
    let policies = app.policy::<Other>().policies();
    let sources: Vec<_> = policies
        .iter()
        .filter(|route| route.path() == Some("/health") || route.path().is_none())
        .map(|route| (route.method(), route.source()))
        .collect();
    assert_eq!(
        sources,
        [
            (Some("GET"), PolicySource::OptOut),
            (Some("POST"), PolicySource::OptOut),
            (None, PolicySource::Application),
            (None, PolicySource::Application),
        ]
    );
}
