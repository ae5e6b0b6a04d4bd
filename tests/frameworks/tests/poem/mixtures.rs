//! Policies beside and around each other.

use cors::poem::{Route, get, with, without};
use poem::{IntoResponse, endpoint::make_sync};

use crate::support::{
    ACTUAL, APP, Api, EVIL, NOBODY, OTHER, OTHERS, OTHERS_PREFLIGHT, Other, PREFLIGHT, acrm, ask, create,
    list, off, plain,
};

#[tokio::test]
async fn paths_with_parameters_patterns_and_prefixes() {
    let inner =
        || Route::new().at("/", get(list)).at("/:id", get(list).post(create)).at("/<\\d+>/x", get(list));
    let app = Route::new()
        .nest("/a", inner())
        .nest("/b/", Route::new().nest("/c", inner()))
        .nest_no_strip("/d", Route::new().at("/d/:id", get(list)))
        .at("/rest/*path", get(list))
        .at("//odd///:id", get(list))
        .data(1)
        .finish();
    for path in [
        "/a",
        "/a/",
        "/a/7",
        "/a/%37",
        "/a/7/x",
        "/b/c/7",
        "/b/c",
        "/d/7",
        "/rest/of/it",
        "/rest/%ff",
        "/odd/7?a=b",
    ] {
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, PREFLIGHT, "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[EVIL, acrm("GET")]).await, NOBODY, "{path}");
        assert!(ask(&app, "GET", path, &[APP]).await.ends_with(&ACTUAL[3..]), "{path}");
    }
    // Below a prefix poem itself refuses what is no text when it is decoded, and calls nobody.
    assert_eq!(ask(&app, "OPTIONS", "/a/%ff", &[APP, acrm("GET")]).await, "400");
    assert_eq!(ask(&app, "GET", "/a/%ff", &[APP]).await, "400");
    for path in ["/A", "/a//7", "/a/7/y", "/b", "/d", "/e"] {
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, "404", "{path}");
        assert_eq!(ask(&app, "GET", path, &[APP]).await, "404", "{path}");
    }
}

/// What poem prefers where several patterns fit is what answers the preflight.
#[tokio::test]
async fn patterns_that_fit_beside_each_other() {
    let app = Route::new()
        .at("/x/", get(list))
        .at("/x/*rest", get(create))
        .at("/y/word", get(list))
        .at("/y/:word", get(create))
        .at("/z", get(list))
        .nest("/w", Route::new().at("/", get(list)).at("/*rest", get(create)))
        .data(1)
        .finish();
    let of_create = PREFLIGHT.replace("204 ", "204 allow-credentials=true ");
    for path in ["/x/", "/x/y", "/y/word", "/y/words", "/y/wor", "/z", "/w", "/w/", "/w/x"] {
        let preflight = ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await;
        let created = ask(&app, "GET", path, &[APP]).await.starts_with("201 ");
        assert_eq!(preflight, if created { &of_create } else { PREFLIGHT }, "{path}");
    }
    assert_eq!(
        ask(&app, "GET", "/x/", &[APP]).await,
        "201 allow-credentials=true ".to_owned() + &ACTUAL[4..]
    );
}

#[tokio::test]
async fn the_policy_of_a_nested_router_covers_its_own_routes() {
    let inner = Route::new().at("/plain", poem::get(plain)).at("/ours", get(list)).policy::<Other>();
    let app = Route::new().nest("/v1", inner).at("/plain", poem::get(plain)).finish();
    assert_eq!(ask(&app, "GET", "/v1/plain", &[OTHER]).await, OTHERS);
    assert_eq!(ask(&app, "OPTIONS", "/v1/plain", &[OTHER, acrm("GET")]).await, OTHERS_PREFLIGHT);
    assert_eq!(ask(&app, "GET", "/v1/ours", &[OTHER]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "GET", "/plain", &[OTHER]).await, "200");
    assert_eq!(ask(&app, "GET", "/nowhere", &[OTHER]).await, "404");
}

#[tokio::test]
async fn the_inner_policy_wins_whole() {
    let app = Route::new()
        .at("/", get(list).post(create).delete(off).patch(without(plain)))
        .with_policy(<Other as cors::CorsPolicy>::policy())
        .finish();
    assert_eq!(ask(&app, "GET", "/", &[OTHER]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "DELETE", "/", &[OTHER]).await, "200");
    assert_eq!(ask(&app, "PATCH", "/", &[OTHER]).await, "200");
    assert_eq!(ask(&app, "PUT", "/", &[OTHER]).await, OTHERS.replace("200", "405"));
    assert_eq!(ask(&app, "OPTIONS", "/", &[OTHER, acrm("DELETE")]).await, NOBODY);
    let others = OTHERS_PREFLIGHT.replace("GET,PUT", "PUT");
    assert_eq!(ask(&app, "OPTIONS", "/", &[OTHER, acrm("PUT")]).await, others);
}

/// Of what an endpoint of poem's serves nothing is known: its methods are those that the policy lists.
#[tokio::test]
async fn endpoints_of_poems_own_under_a_policy_of_the_application() {
    let foreign = || Route::new().at("/", poem::get(plain).put(plain).delete(plain));
    let (app, unlisted) = (foreign().policy::<Other>().finish(), foreign().policy::<Api>().finish());
    assert_eq!(ask(&app, "OPTIONS", "/", &[OTHER, acrm("PUT")]).await, OTHERS_PREFLIGHT);
    let none = PREFLIGHT.replace("allow-methods=GET ", "");
    assert_eq!(ask(&unlisted, "OPTIONS", "/", &[APP, acrm("PUT")]).await, none);
    // Inside of poem's own `get(..)` nothing of ours is asked.
    let inside = poem::Route::new().at("/", poem::get(get(list)));
    assert_eq!(ask(&inside, "OPTIONS", "/", &[APP, acrm("GET")]).await, "405");
    assert_eq!(ask(&inside, "GET", "/", &[APP]).await, ACTUAL);
}

/// What a handler without a policy sets itself is its own affair.
#[tokio::test]
async fn headers_of_a_handler_that_is_taken_out() {
    let own = || without(make_sync(|_| "own".with_header("access-control-allow-origin", "*")));
    let app = Route::new().at("/", get(own())).policy::<Other>().finish();
    assert_eq!(ask(&app, "GET", "/", &[OTHER]).await, "200 allow-origin=*");
}

/// `on_refused = forbid` of the application also stands in front of what has no policy of its own.
#[tokio::test]
async fn a_forbidding_policy_of_the_application() {
    #[derive(cors::CorsPolicy)]
    #[policy(origins = ["https://other.example"], on_refused = forbid)]
    struct Strict;

    let app = Route::new().at("/", poem::get(plain)).at("/ours", get(list)).policy::<Strict>().finish();
    let forbidden = "403 vary=Origin, Sec-Fetch-Site";
    assert_eq!(ask(&app, "GET", "/", &[EVIL]).await, forbidden);
    assert_eq!(ask(&app, "GET", "/nowhere", &[EVIL]).await, forbidden);
    assert_eq!(ask(&app, "GET", "/ours", &[EVIL]).await, "200 vary=Origin");
}

/// The browser keeps one entry a method for a URL: what a preflight names must have the same policy.
#[tokio::test]
async fn a_preflight_names_only_methods_of_the_same_policy() {
    let route =
        || get(list).post(create).put(with::<Api, _>(plain)).delete(off).patch(with::<Other, _>(plain));
    let apps: [&dyn poem::endpoint::DynEndpoint<Output = poem::Response>; 2] = [
        &poem::endpoint::ToDynEndpoint(poem::Route::new().at("/", route())),
        &poem::endpoint::ToDynEndpoint(Route::new().at("/", route()).policy::<Other>().finish()),
    ];
    let mut named_at_all = 0;
    for app in apps {
        for origin in [APP, OTHER] {
            for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
                let answer = ask(&app, "OPTIONS", "/", &[origin, acrm(method)]).await;
                let named = answer.split(' ').find_map(|header| header.strip_prefix("allow-methods="));
                for named in named.into_iter().flat_map(|names| names.split(',')) {
                    named_at_all += 1;
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
    assert!(named_at_all > 8, "{named_at_all}");
}
