//! Policies that a table of routes does not see: behind middleware of a path, or in a router of poem's own.
//!
//! The policy of the application then answers for handlers that have their own: nothing may come of that.

use std::sync::atomic::{AtomicUsize, Ordering};

use cors::poem::{CorsRoute, Route, any, cors, get, put, with, without};
use poem::{EndpointExt, handler, middleware::AddData};

use crate::support::{
    ACTUAL, APP, Api, EVIL, FORBIDDEN, KEY, NOBODY, OTHER, OTHERS, OTHERS_PREFLIGHT, Other, acrm, ask, auth,
    list, off, plain,
};

static RAN: AtomicUsize = AtomicUsize::new(0);

#[cors(origins = ["https://app.example"])]
#[handler]
fn own() -> &'static str {
    RAN.fetch_add(1, Ordering::SeqCst);
    "own"
}

#[tokio::test]
async fn a_hidden_handler_runs_only_for_origins_that_it_allows() {
    let hidden = poem::Route::new().at("/x", any(own)).around(auth);
    let app = Route::new().nest("/", hidden).policy::<Other>().finish();
    // Nothing is to be seen in there.
    assert_eq!(ask(&app, "OPTIONS", "/x", &[OTHER, acrm("DELETE")]).await, OTHERS_PREFLIGHT);
    assert_eq!(ask(&app, "DELETE", "/x", &[OTHER, KEY]).await, FORBIDDEN);
    assert_eq!(ask(&app, "DELETE", "/x", &[EVIL, KEY]).await, FORBIDDEN);
    assert_eq!(RAN.load(Ordering::SeqCst), 0);
    assert_eq!(ask(&app, "DELETE", "/x", &[APP, KEY]).await, ACTUAL);
    assert_eq!(ask(&app, "DELETE", "/x", &[KEY]).await, "200 vary=Origin");
    let same_origin = ("sec-fetch-site", "same-origin");
    assert_eq!(ask(&app, "DELETE", "/x", &[EVIL, KEY, same_origin]).await, "200 vary=Origin");
    assert_eq!(RAN.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_handler_that_is_taken_out_does_not_run_on_a_preflight_of_the_application() {
    let hidden = put(without(plain)).get(list).after(|result| async { result });
    let app = Route::new().at("/x", hidden).policy::<Other>().finish();
    assert_eq!(ask(&app, "PUT", "/x", &[OTHER, KEY]).await, FORBIDDEN);
    assert_eq!(ask(&app, "PUT", "/x", &[KEY]).await, "200");
}

#[tokio::test]
async fn a_finished_router_that_is_hidden_keeps_its_policies() {
    let inner = Route::new().at("/plain", poem::put(plain)).at("/own", put(with::<Api, _>(plain)));
    let inner = inner.policy::<Api>().finish();
    let app = Route::new().nest("/x", inner).policy::<Other>().finish();
    for path in ["/x/plain", "/x/own"] {
        assert_eq!(ask(&app, "PUT", path, &[OTHER]).await, FORBIDDEN, "{path}");
        assert_eq!(ask(&app, "PUT", path, &[APP]).await, ACTUAL, "{path}");
    }
}

#[tokio::test]
async fn what_can_be_seen_is_not_forbidden() {
    let app = Route::new()
        .at("/x", put(list).data(1))
        .nest("/y", Route::new().at("/x", put(list)).around(auth))
        .nest_no_strip("/z", Route::new().at("/z/x", put(list)))
        .nest("/v", put(list))
        .nest_no_strip("/w", put(list).data(1))
        .policy::<Other>()
        .finish();
    for path in ["/x", "/y/x", "/z/x", "/v/x", "/w/x"] {
        assert_eq!(ask(&app, "PUT", path, &[OTHER, KEY]).await, "200 vary=Origin", "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[OTHER, acrm("PUT")]).await, NOBODY, "{path}");
        assert_eq!(ask(&app, "PUT", path, &[APP, KEY]).await, ACTUAL, "{path}");
    }
}

/// Without a policy for the application they are their own outermost pieces.
#[tokio::test]
async fn without_a_policy_for_the_application() {
    let app = Route::new().nest("/x", poem::Route::new().at("/", get(list))).data(1).finish();
    assert_eq!(ask(&app, "OPTIONS", "/x", &[APP, acrm("GET")]).await, PREFLIGHT_OF_LIST);
    assert_eq!(ask(&app, "GET", "/x", &[EVIL]).await, "200 vary=Origin");
}

const PREFLIGHT_OF_LIST: &str = crate::support::PREFLIGHT;

/// A policy around what has policies itself, where no table tells them of each other.
#[tokio::test]
async fn the_policy_of_a_path_around_other_policies() {
    let router = || {
        poem::Route::new()
            .at("/off", any(off))
            .at("/list", any(list))
            .at("/plain", plain)
            .at("/others", any(with::<Other, _>(plain)))
    };
    let around = |inner: CorsRoute| {
        [
            poem::Route::new().nest("/x", any(with::<Other, _>(router()))).at("/one", inner),
            poem::Route::new().nest("/x", any(with::<Other, _>(router())).data(1)).at("/one", any(list)),
        ]
    };
    for app in around(any(with::<Other, _>(get(list)))) {
        assert_eq!(ask(&app, "GET", "/x/plain", &[OTHER]).await, OTHERS);
        assert_eq!(ask(&app, "GET", "/x/others", &[OTHER]).await, OTHERS);
        assert_eq!(ask(&app, "GET", "/x/nowhere", &[OTHER]).await, OTHERS.replace("200", "404"));
        // Nobody may read what is taken out, nor may it run by a preflight of the other policy.
        assert_eq!(ask(&app, "GET", "/x/off", &[OTHER]).await, FORBIDDEN);
        assert_eq!(ask(&app, "GET", "/x/off", &[]).await, "200");
        assert_eq!(ask(&app, "GET", "/x/list", &[OTHER]).await, FORBIDDEN);
        assert_eq!(ask(&app, "GET", "/x/list", &[APP]).await, ACTUAL);
        assert_eq!(ask(&app, "GET", "/one", &[APP]).await, ACTUAL);
    }
    let [app, _] = around(any(with::<Other, _>(get(list))));
    assert_eq!(ask(&app, "GET", "/one", &[OTHER]).await, FORBIDDEN);
    assert_eq!(ask(&app, "HEAD", "/one", &[APP]).await, ACTUAL);
}

/// `around` and `map` of a path hide nothing, those of `EndpointExt` do.
#[tokio::test]
async fn what_hides_a_path() {
    let app = Route::new()
        .at("/around", get(list).around(auth))
        .at(
            "/map",
            get(list).map(|endpoint| endpoint.catch_all_error(|error| async { error.into_response() })),
        )
        .at("/after", get(list).after(|result| async { result }))
        .at("/if", get(list).data(1).with_if(true, AddData::new(1)))
        .around(auth)
        .finish();
    for path in ["/around", "/map"] {
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, PREFLIGHT_OF_LIST, "{path}");
    }
    for path in ["/after", "/if"] {
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, "401", "{path}");
        assert_eq!(ask(&app, "GET", path, &[APP, KEY]).await, ACTUAL, "{path}");
    }
}
