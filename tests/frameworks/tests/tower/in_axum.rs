//! tower's layer in axum's own router, around routes of axum's and of this library's.

use axum::{Router, body::Body, routing::get as theirs};
use cors::{
    axum::get,
    cors,
    tower::{CorsLayer, routes},
};
use http::{Request, Response};

use crate::support::{ACTUAL, APP, Api, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, ask};

#[cors(Api)]
async fn list() -> &'static str {
    "list"
}

#[cors(Api)]
async fn in_tower(_: Request<Body>) -> Response<Body> {
    Response::new("tower".into())
}

#[tokio::test]
async fn around_routes_that_have_none() {
    let app: Router = Router::new()
        .route("/covered", theirs(async || "covered"))
        .layer(CorsLayer::policy::<Other>())
        .route("/bare", theirs(async || "bare"));
    let other = "allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(ask(&app, "GET", "/covered", &[OTHER]).await, format!("200 {other}"));
    assert_eq!(ask(&app, "GET", "/covered", &[EVIL]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "GET", "/bare", &[OTHER]).await, "200");
}

#[tokio::test]
async fn around_annotated_routes() {
    let app: Router = Router::new()
        .route("/list", get(list).cors())
        .route("/plain", theirs(async || "plain"))
        .layer(CorsLayer::policy::<Other>());
    assert_eq!(ask(&app, "GET", "/list", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/list", &[OTHER]).await, "200 vary=Origin", "the innermost wins whole");
    assert!(ask(&app, "GET", "/plain", &[OTHER]).await.contains("https://other.example"));
    // As the documentation says: preflights are the layer's.
    assert_eq!(ask(&app, "OPTIONS", "/list", &[APP, acrm("GET")]).await, NOBODY);
    let lists = "204 allow-methods=GET,PUT allow-origin=https://other.example vary=Origin, Access-Control-Request-Method";
    assert_eq!(ask(&app, "OPTIONS", "/list", &[OTHER, acrm("GET")]).await, lists);
}

#[tokio::test]
async fn routes_as_a_service() -> Result<(), cors::tower::RouteError> {
    let inner = routes! { GET "/orders" => in_tower }?;
    let app: Router = Router::new().fallback_service(inner.clone());
    assert_eq!(ask(&app, "GET", "/orders", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "OPTIONS", "/orders", &[APP, acrm("GET")]).await, PREFLIGHT);
    let app: Router = Router::new().nest_service("/api", inner);
    assert_eq!(ask(&app, "OPTIONS", "/api/orders", &[APP, acrm("GET")]).await, PREFLIGHT);
    Ok(())
}
