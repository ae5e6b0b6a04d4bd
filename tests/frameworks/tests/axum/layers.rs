//! Layers around handlers, paths and routers.

use axum::{Router, middleware::from_fn};
use cors::axum::{get, options};

use crate::support::{ACTUAL, APP, EVIL, NOBODY, PREFLIGHT, acrm, ask, auth, create, list, off, plain};

const REFUSED: &str = "401 allow-origin=https://app.example vary=Origin";
const KEY: (&str, &str) = ("authorization", "ok");

#[tokio::test]
async fn a_layer_of_a_path_stands_inside() {
    let layered = || get(list).layer(from_fn(auth)).post(create);
    for app in [
        Router::new().route("/", layered().cors()),
        cors::axum::Router::new().route("/", layered()).finish(),
        Router::new().route("/", get(list).route_layer(from_fn(auth)).post(create).cors()),
        Router::new().route("/", get(list).layer(from_fn(auth)).merge(cors::axum::post(create)).cors()),
    ] {
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, PREFLIGHT);
        assert_eq!(ask(&app, "GET", "/", &[APP]).await, REFUSED);
        assert_eq!(ask(&app, "GET", "/", &[APP, KEY]).await, ACTUAL);
        let created = "201 allow-credentials=true allow-origin=https://app.example vary=Origin";
        assert_eq!(ask(&app, "POST", "/", &[APP]).await, created);
    }
}

#[tokio::test]
async fn a_layer_of_a_path_stands_around_the_users_options() {
    let app: Router = Router::new().route("/", options(list).get(off).layer(from_fn(auth)).cors());
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP]).await, REFUSED);
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, KEY]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, "401");
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, NOBODY);
    let app: Router = Router::new().route("/", options(list).route_layer(from_fn(auth)).cors());
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP]).await, REFUSED);
}

#[tokio::test]
async fn layers_of_the_router_stand_inside() {
    let routes = || cors::axum::Router::new().route("/", get(list)).route("/off", get(off));
    for app in [
        routes().layer(from_fn(auth)).finish(),
        routes().route_layer(from_fn(auth)).finish(),
        routes().map(|routes| routes.layer(from_fn(auth))).finish(),
        Router::from(routes().layer(from_fn(auth))),
    ] {
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, PREFLIGHT);
        assert_eq!(ask(&app, "GET", "/", &[APP]).await, REFUSED);
        assert_eq!(ask(&app, "GET", "/", &[EVIL]).await, "401 vary=Origin");
        assert_eq!(ask(&app, "GET", "/", &[APP, KEY]).await, ACTUAL);
        assert_eq!(ask(&app, "GET", "/off", &[APP]).await, "401");
    }
}

#[tokio::test]
async fn what_stands_around_the_finished_router_is_not_covered() {
    let app = cors::axum::Router::new().route("/", get(list)).finish().layer(from_fn(auth));
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, "401");
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, "401");
    assert_eq!(ask(&app, "GET", "/", &[APP, KEY]).await, ACTUAL);
}

#[tokio::test]
async fn plain_routes_without_a_policy_for_the_application_are_left_as_they_are() {
    let plain = Router::new().route("/plain", axum::routing::get(plain).options(plain));
    let app = cors::axum::Router::new().route("/", get(list)).merge(plain).finish();
    assert_eq!(ask(&app, "GET", "/plain", &[APP]).await, "200");
    // Its own OPTIONS handler ran.
    assert_eq!(ask(&app, "OPTIONS", "/plain", &[APP, acrm("GET")]).await, "200");
}
