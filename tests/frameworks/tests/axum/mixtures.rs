//! Routers and routes of the two forms in each other.

use axum::{Router, middleware::from_fn, routing};
use cors::axum::{any, get, post};
use tower::buffer::BufferLayer;

use crate::support::{
    ACTUAL, APP, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, ask, auth, create, list, off, plain,
};

const KEY: (&str, &str) = ("authorization", "ok");
const CREATED: &str = "201 allow-credentials=true allow-origin=https://app.example vary=Origin";
const OTHERS: &str = "200 allow-origin=https://other.example expose-headers=x-other vary=Origin";
const OTHERS_PREFLIGHT: &str = "204 allow-methods=GET,PUT allow-origin=https://other.example \
                                vary=Origin, Access-Control-Request-Method";

fn ours() -> cors::axum::Router {
    cors::axum::Router::new().route("/", get(list)).route("/items/{id}", get(list).post(create))
}

fn per_route() -> Router {
    Router::new().route("/items/{id}", get(list).post(create).cors()).route("/off", get(off).cors())
}

#[tokio::test]
async fn prefixes() {
    let cases: [(Router, &str); 7] = [
        (cors::axum::Router::new().nest("/v1", ours()).finish(), "/v1"),
        (cors::axum::Router::new().nest("/v1/", ours()).finish(), "/v1/"),
        (cors::axum::Router::new().nest("/{version}", ours()).finish(), "/v1"),
        (Router::new().nest("/v1", ours().finish()), "/v1"),
        (Router::new().nest("/v1/", ours().finish()), "/v1/"),
        (Router::new().nest("/a", Router::new().nest("/b", ours().finish())), "/a/b"),
        (Router::new().nest_service("/v1", ours().finish()), "/v1"),
    ];
    for (app, prefix) in cases {
        let item = format!("{}/items/7", prefix.trim_end_matches('/'));
        assert_eq!(ask(&app, "OPTIONS", prefix, &[APP, acrm("GET")]).await, PREFLIGHT, "{prefix}");
        assert_eq!(ask(&app, "GET", prefix, &[APP]).await, ACTUAL, "{prefix}");
        assert_eq!(ask(&app, "OPTIONS", &item, &[APP, acrm("GET")]).await, PREFLIGHT, "{item}");
        assert_eq!(ask(&app, "POST", &item, &[APP]).await, CREATED, "{item}");
    }
    let app = Router::new().nest_service("/v1", ours().finish());
    assert_eq!(ask(&app, "GET", "/v1/", &[APP]).await, ACTUAL);
}

#[tokio::test]
async fn several_routes_of_one_path_add_up() {
    for app in [
        cors::axum::Router::new().route("/", get(list)).route("/", post(create)).finish(),
        cors::axum::Router::new().route("/", get(list)).route("/", post(create).cors()).finish(),
        cors::axum::Router::new()
            .route("/", get(list))
            .merge(cors::axum::Router::new().route("/", post(create)))
            .finish(),
    ] {
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, PREFLIGHT);
        let preflight = ask(&app, "OPTIONS", "/", &[APP, acrm("POST")]).await;
        assert!(preflight.starts_with("204 allow-credentials=true allow-methods=POST "), "{preflight}");
        assert_eq!(ask(&app, "POST", "/", &[APP]).await, CREATED);
    }
}

#[tokio::test]
async fn a_neighbour_without_a_policy_gives_nothing_away() {
    let app = cors::axum::Router::new().route("/", get(list)).route("/", routing::post(plain)).finish();
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("POST")]).await, NOBODY);
    assert_eq!(ask(&app, "POST", "/", &[APP]).await, "200");
    let app: Router = Router::new().route("/", get(list).cors()).route("/", routing::post(plain));
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("POST")]).await, NOBODY);
    assert_eq!(ask(&app, "POST", "/", &[APP]).await, "200");
}

/// A handler's own policy stands, however it came below the policy of an application.
#[tokio::test]
async fn the_policy_of_an_application_around_the_other_form() {
    let root = || cors::axum::Router::new().policy::<Other>();
    for (app, prefix) in [
        (root().merge(per_route()).finish(), ""),
        (root().nest("/v1", per_route()).finish(), "/v1"),
        (root().merge(per_route().layer(from_fn(auth))).finish(), ""),
    ] {
        let (item, off) = (format!("{prefix}/items/7"), format!("{prefix}/off"));
        assert_eq!(ask(&app, "OPTIONS", &item, &[APP, acrm("GET")]).await, PREFLIGHT);
        assert_eq!(ask(&app, "OPTIONS", &item, &[OTHER, acrm("GET")]).await, NOBODY);
        assert_eq!(ask(&app, "GET", &item, &[APP, KEY]).await, ACTUAL);
        assert_eq!(ask(&app, "GET", &item, &[OTHER, KEY]).await, "200 vary=Origin");
        assert_eq!(ask(&app, "GET", &off, &[OTHER, KEY]).await, "200");
        assert_eq!(ask(&app, "OPTIONS", &off, &[OTHER, acrm("GET")]).await, NOBODY);
        let missing = ask(&app, "GET", "/nowhere", &[OTHER, KEY]).await;
        assert_eq!(missing, OTHERS.replace("200", "404"));
    }
}

#[tokio::test]
async fn the_policy_of_an_application_around_a_finished_router() {
    let inner = || ours().route("/off", get(off)).finish();
    let root = || cors::axum::Router::new().policy::<Other>();
    for (app, prefix) in [(root().merge(inner()).finish(), ""), (root().nest("/v1", inner()).finish(), "/v1")]
    {
        let (item, off) = (format!("{prefix}/items/7"), format!("{prefix}/off"));
        assert_eq!(ask(&app, "OPTIONS", &item, &[APP, acrm("GET")]).await, PREFLIGHT);
        assert_eq!(ask(&app, "GET", &item, &[APP]).await, ACTUAL);
        assert_eq!(ask(&app, "GET", &item, &[OTHER]).await, "200 vary=Origin");
        assert_eq!(ask(&app, "GET", &off, &[OTHER]).await, "200");
    }
    // A service cannot be looked into: its preflights get the policy of the application, what it finished is left.
    let app = root().nest_service("/v1", inner()).finish();
    assert_eq!(ask(&app, "OPTIONS", "/v1/items/7", &[OTHER, acrm("GET")]).await, OTHERS_PREFLIGHT);
    assert_eq!(ask(&app, "GET", "/v1/items/7", &[OTHER]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "GET", "/v1/off", &[OTHER]).await, "200");
}

#[tokio::test]
async fn a_handler_behind_a_buffer_keeps_its_policy() {
    let hidden = |routes: Router| {
        routes.layer(
            tower::ServiceBuilder::new()
                .layer(axum::error_handling::HandleErrorLayer::new(async |_: axum::BoxError| {
                    http::StatusCode::INTERNAL_SERVER_ERROR
                }))
                .layer(BufferLayer::new(8)),
        )
    };
    let app = cors::axum::Router::new().policy::<Other>().merge(hidden(per_route())).finish();
    assert_eq!(ask(&app, "GET", "/items/7", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/items/7", &[OTHER]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "GET", "/off", &[OTHER]).await, "200");
    // The table does not mind.
    let app = ours().map(hidden).layer(from_fn(auth)).finish();
    assert_eq!(ask(&app, "OPTIONS", "/items/7", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&app, "GET", "/items/7", &[APP, KEY]).await, ACTUAL);
}

#[tokio::test]
async fn the_policy_of_a_nested_router_covers_its_own_routes() {
    let inner = cors::axum::Router::new()
        .route("/plain", routing::get(plain))
        .route("/ours", get(list))
        .policy::<Other>();
    let app = cors::axum::Router::new().nest("/v1", inner).route("/plain", routing::get(plain)).finish();
    assert_eq!(ask(&app, "GET", "/v1/plain", &[OTHER]).await, OTHERS);
    assert_eq!(ask(&app, "OPTIONS", "/v1/plain", &[OTHER, acrm("GET")]).await, OTHERS_PREFLIGHT);
    assert_eq!(ask(&app, "GET", "/v1/ours", &[OTHER]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "GET", "/plain", &[OTHER]).await, "200");
    assert_eq!(ask(&app, "GET", "/nowhere", &[OTHER]).await, "404");
}

#[tokio::test]
async fn fallbacks() {
    let root = || cors::axum::Router::new().route("/", get(list)).layer(from_fn(auth));
    // Without a word it is left alone.
    let app = root().fallback(plain).finish();
    assert_eq!(ask(&app, "GET", "/nowhere", &[OTHER]).await, "200");
    let app = root().fallback(plain).policy::<Other>().finish();
    assert_eq!(ask(&app, "GET", "/nowhere", &[OTHER]).await, OTHERS);
    assert_eq!(ask(&app, "OPTIONS", "/nowhere", &[OTHER, acrm("PUT")]).await, OTHERS_PREFLIGHT);
    for app in [
        root().fallback_route(any(list)).finish(),
        root().fallback_route(any(list)).policy::<Other>().finish(),
        root().fallback_route(any(list)).layer(from_fn(auth)).finish(),
        cors::axum::Router::new()
            .nest("/a", cors::axum::Router::new().fallback_route(any(list)))
            .fallback(plain)
            .policy::<Other>()
            .finish(),
    ] {
        assert_eq!(ask(&app, "OPTIONS", "/a/nowhere", &[APP, acrm("GET")]).await, PREFLIGHT);
        assert_eq!(ask(&app, "OPTIONS", "/a/nowhere", &[OTHER, acrm("GET")]).await, NOBODY);
        assert_eq!(ask(&app, "GET", "/a/nowhere", &[APP, KEY]).await, ACTUAL);
        assert_eq!(ask(&app, "GET", "/a/nowhere", &[EVIL, KEY]).await, "200 vary=Origin");
    }
}

/// The browser keeps one entry a method for a URL: what a preflight names must have the same policy.
#[tokio::test]
async fn a_preflight_names_only_methods_of_the_same_policy() {
    let methods = ["GET", "POST", "PUT", "DELETE", "PATCH"];
    let route = || {
        get(list)
            .post(create)
            .put(cors::axum::with::<crate::support::Api, _>(plain))
            .delete(off)
            .patch(cors::axum::with::<Other, _>(plain))
    };
    for app in [
        Router::new().route("/", route().cors()),
        cors::axum::Router::new().route("/", route()).policy::<Other>().finish(),
    ] {
        for origin in [APP, OTHER] {
            for method in methods {
                let answer = ask(&app, "OPTIONS", "/", &[origin, acrm(method)]).await;
                let named = answer.split(' ').find_map(|header| header.strip_prefix("allow-methods="));
                for named in named.into_iter().flat_map(|list| list.split(',')) {
                    let other = ask(&app, "OPTIONS", "/", &[origin, acrm(named)]).await;
                    let sorted = |answer: &str| {
                        let mut words: Vec<_> = answer.split([' ', ',', '=']).map(str::to_owned).collect();
                        words.sort();
                        words
                    };
                    assert_eq!(sorted(&other), sorted(&answer), "{method} names {named}");
                }
            }
        }
    }
}
