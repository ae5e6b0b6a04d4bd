//! Authentication that preflights need not pass, and nothing else passes unseen.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use axum::{Router, extract::State, middleware::from_fn, routing};
use cors::axum::{SkipPreflight, any, get, options, without};
use tower::ServiceBuilder;

use crate::support::{
    ACTUAL, APP, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, ask, auth, create, list, plain,
};

const KEY: (&str, &str) = ("authorization", "ok");
const REFUSED: &str = "401 allow-origin=https://app.example vary=Origin";

#[tokio::test]
async fn wherever_the_layer_stands() {
    let routes = || Router::new().route("/", get(list).post(create).cors());
    let skip = || SkipPreflight(from_fn(auth));
    for app in [
        routes().layer(skip()),
        routes().route_layer(skip()),
        routes().layer(ServiceBuilder::new().layer(skip()).map_request(|request| request)),
        routes().layer(tower_http::catch_panic::CatchPanicLayer::new()).layer(skip()),
        routes()
            .layer(from_fn(async |request, next: axum::middleware::Next| next.run(request).await))
            .layer(skip()),
        Router::new().route("/", get(list).post(create).cors().layer(skip())),
        Router::new().route("/", get(list).layer(from_fn(auth)).post(create).cors()).layer(skip()),
        routes().layer(skip()).layer(skip()),
    ] {
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, PREFLIGHT);
        assert_eq!(ask(&app, "OPTIONS", "/", &[EVIL, acrm("GET")]).await, NOBODY);
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("PUT")]).await, NOBODY);
        assert_eq!(ask(&app, "GET", "/", &[APP]).await, REFUSED);
        assert_eq!(ask(&app, "GET", "/", &[EVIL]).await, "401 vary=Origin");
        assert_eq!(ask(&app, "GET", "/", &[APP, KEY]).await, ACTUAL);
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP]).await, "401");
    }
    let nested = Router::new().nest("/v1", routes()).layer(skip());
    assert_eq!(ask(&nested, "OPTIONS", "/v1", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&nested, "GET", "/v1", &[APP]).await, REFUSED);
}

#[tokio::test]
async fn nothing_of_others_runs() {
    let runs = Arc::new(AtomicUsize::new(0));
    let count = async |State(runs): State<Arc<AtomicUsize>>| {
        runs.fetch_add(1, Ordering::SeqCst);
        "ran"
    };
    let app = Router::new()
        .route("/", get(without(count)).options(without(count)).cors())
        .route("/any", any(without(count)).cors())
        .route("/foreign", routing::get(count).options(count).post(count).delete(count))
        .route("/foreign-any", routing::any(count))
        .nest("/nested", Router::new().route("/", routing::options(count)))
        .nest_service("/service", Router::new().route("/", routing::any(count)).with_state(Arc::clone(&runs)))
        .fallback(count)
        .layer(SkipPreflight(from_fn(auth)))
        .with_state(Arc::clone(&runs));
    for path in ["/", "/any", "/foreign", "/foreign-any", "/nested", "/service", "/nowhere"] {
        for method in ["OPTIONS", "GET", "POST", "DELETE", "HEAD", "CORSPROBE"] {
            for requested in [None, Some("GET"), Some("OPTIONS"), Some("POST"), Some("DELETE"), Some("")] {
                let mut headers = vec![APP];
                headers.extend(requested.map(acrm));
                let answer = ask(&app, method, path, &headers).await;
                let is_ours = method == "OPTIONS" && requested.is_some() && ["/", "/any"].contains(&path);
                assert_eq!(answer, if is_ours { NOBODY } else { "401" }, "{method} {path} {requested:?}");
            }
        }
    }
    assert_eq!(runs.load(Ordering::SeqCst), 0);
    // The test can fail: with credentials they do run.
    assert_eq!(ask(&app, "OPTIONS", "/foreign", &[APP, acrm("GET"), KEY]).await, "200");
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_handler_for_options_stays_behind_authentication() {
    let app: Router =
        Router::new().route("/", options(list).get(list).cors()).layer(SkipPreflight(from_fn(auth)));
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP]).await, REFUSED);
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, KEY]).await, ACTUAL);
    assert_eq!(ask(&app, "OPTIONS", "/", &[acrm("GET")]).await, "401 vary=Origin");
}

#[tokio::test]
async fn under_the_policy_of_an_application() {
    let inner = Router::new()
        .route("/", get(list).cors())
        .route("/plain", routing::get(plain))
        .layer(SkipPreflight(from_fn(auth)));
    let app = cors::axum::Router::new().merge(inner).policy::<Other>().finish();
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, REFUSED);
    assert_eq!(ask(&app, "GET", "/", &[OTHER]).await, "401 vary=Origin");
    let refused = "401 allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(ask(&app, "GET", "/plain", &[OTHER]).await, refused);
}
