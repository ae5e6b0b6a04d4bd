//! What stands around the routes: authentication, other filters, prefixes, other applications.

use cors::{
    cors,
    warp::{route, with},
};
use warp::{Filter, Reply};

use crate::support::{
    ACTUAL, APP, Api, Asked, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, ask, auth, create, explain, list,
    off, plain, respond,
};

const AUTH: (&str, &str) = ("authorization", "ok");

#[tokio::test]
async fn authentication_around_the_routes() {
    static ASKED: Asked = Asked::new();
    let app = route!(GET "orders" => list)
        .or(route!(OPTIONS "own" => list))
        .or(route!(GET "off" => off))
        .map(|routes| auth(&ASKED).and(routes).recover(explain))
        .finish();
    assert_eq!(ask(&app, "OPTIONS", "/orders", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&app, "OPTIONS", "/own", &[APP, acrm("GET")]).await, NOBODY);
    assert_eq!(ASKED.times(), 0, "authentication saw a preflight");
    assert_eq!(ask(&app, "GET", "/orders", &[APP]).await, ACTUAL.replace("200", "401"));
    assert_eq!(ask(&app, "GET", "/orders", &[EVIL]).await, "401 vary=Origin");
    assert_eq!(ask(&app, "GET", "/orders", &[APP, AUTH]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/off", &[APP]).await, "401");
    assert_eq!(ask(&app, "GET", "/nowhere", &[APP]).await, "401");
    // Not preflights: they need credentials.
    assert_eq!(ask(&app, "OPTIONS", "/own", &[APP]).await, ACTUAL.replace("200", "401"));
    assert_eq!(ask(&app, "OPTIONS", "/own", &[acrm("GET")]).await, "401 vary=Origin");
    assert_eq!(ask(&app, "OPTIONS", "/nowhere", &[APP, acrm("GET")]).await, "401");
}

#[tokio::test]
async fn authentication_among_the_filters_of_a_route() {
    static ASKED: Asked = Asked::new();
    let app = route!(GET "orders" => list, auth(&ASKED)).map(|routes| routes.recover(explain)).finish();
    assert_eq!(ask(&app, "OPTIONS", "/orders", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ASKED.times(), 0, "authentication saw a preflight");
    assert_eq!(ask(&app, "GET", "/orders", &[APP]).await, ACTUAL.replace("200", "401"));
}

/// As the documentation says: what stands in front of the finished filter sees preflights.
#[tokio::test]
async fn authentication_in_front_of_the_finished_filter() {
    static ASKED: Asked = Asked::new();
    let app = auth(&ASKED).and(route!(GET "orders" => list).finish());
    assert!(ask(&app, "OPTIONS", "/orders", &[APP, acrm("GET")]).await.starts_with("500"));
    assert_eq!(ASKED.times(), 1);
}

#[tokio::test]
async fn other_filters_with_and_without_a_policy_for_the_application() {
    let foreign = || warp::path!("foreign").map(|| "foreign");
    let routes = || route!(GET "orders" => list).or(route!(GET "off" => off));
    let bare = routes().map(|routes| routes.or(foreign()).with(warp::log("test"))).finish();
    assert_eq!(ask(&bare, "GET", "/foreign", &[APP]).await, "200");
    assert_eq!(ask(&bare, "OPTIONS", "/foreign", &[APP, acrm("GET")]).await, "200");
    assert_eq!(ask(&bare, "GET", "/orders", &[APP]).await, ACTUAL);
    let behind = routes().finish().or(foreign());
    assert_eq!(ask(&behind, "GET", "/foreign", &[APP]).await, "200");
    assert_eq!(ask(&behind, "GET", "/orders", &[APP]).await, ACTUAL);
    let covered = routes().map(|routes| routes.or(foreign())).policy::<Other>().finish();
    let other = "200 allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(ask(&covered, "GET", "/foreign", &[OTHER]).await, other);
    assert_eq!(ask(&covered, "GET", "/foreign", &[APP]).await, "200 vary=Origin");
    // A handler's own replaces it whole, or takes itself out.
    assert_eq!(ask(&covered, "GET", "/orders", &[OTHER]).await, "200 vary=Origin");
    assert_eq!(ask(&covered, "GET", "/off", &[OTHER]).await, "200");
    assert_eq!(ask(&covered, "OPTIONS", "/off", &[OTHER, acrm("GET")]).await, NOBODY);
    let stated = routes().with_policy(cors::policy! { origins = any }).finish();
    assert_eq!(ask(&stated, "GET", "/nowhere", &[EVIL]).await, "404 allow-origin=*");
}

#[tokio::test]
async fn prefixes() {
    let inner =
        || route!(GET "orders" / u32 => with::<Api, _>(|_: u32| async { "" })).or(route!(POST / => create));
    let app = route!(GET "orders" => list).or(inner().under("v1").under("api")).finish();
    assert_eq!(ask(&app, "OPTIONS", "/api/v1/orders/7", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&app, "GET", "/api/v1/orders/7", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/orders", &[APP]).await, ACTUAL);
    let created = "201 allow-credentials=true allow-origin=https://app.example vary=Origin";
    assert_eq!(ask(&app, "POST", "/api/v1", &[APP]).await, created);
    assert_eq!(ask(&app, "GET", "/v1/orders/7", &[APP]).await, "404");
    // In front of the finished filter.
    let below = warp::path("api").and(inner().finish());
    assert_eq!(ask(&below, "OPTIONS", "/api/orders/7", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&below, "GET", "/api/orders/7", &[APP]).await, ACTUAL);
    assert_eq!(ask(&below, "GET", "/orders/7", &[APP]).await, "404");
}

#[tokio::test]
async fn a_path_that_the_table_does_not_see_is_no_silent_hole() {
    let app =
        route!(GET "orders" => list).map(|routes| warp::path("api").and(routes)).policy::<Other>().finish();
    let response = respond(&app, "GET", "/api/orders", &[OTHER], "").await;
    assert_eq!(response.status(), 500);
    assert!(response.headers().get("access-control-allow-origin").is_none());
    let text = "cors: a path stands around the routes in `map`, where the table of policies does not see it; use `Routes::under`\n";
    assert_eq!(response.body(), text);
}

#[tokio::test]
async fn a_finished_application_in_another_keeps_its_headers() {
    let inner = route!(GET "inner" => list).or(route!(GET "off" => off)).finish();
    let app = route!(GET "outer" => create)
        .map(|routes| routes.or(inner).or(warp::path!("plain").then(plain)))
        .policy::<Other>()
        .finish();
    assert_eq!(ask(&app, "GET", "/inner", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/inner", &[OTHER]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "GET", "/off", &[OTHER]).await, "200");
    let other = "200 allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(ask(&app, "GET", "/plain", &[OTHER]).await, other);
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
async fn strict() -> &'static str {
    "strict"
}

#[tokio::test]
async fn a_refusal_of_an_application_in_another_keeps_its_headers() {
    let inner = route!(PUT "strict" => strict).finish();
    let app = route!(GET "outer" => create).map(|routes| routes.or(inner.clone())).policy::<Other>().finish();
    for origin in [APP, OTHER, EVIL] {
        let alone = ask(&inner, "PUT", "/strict", &[origin]).await;
        assert_eq!(ask(&app, "PUT", "/strict", &[origin]).await, alone);
    }
    assert_eq!(ask(&app, "PUT", "/strict", &[OTHER]).await, "403 vary=Origin, Sec-Fetch-Site");
}

#[tokio::test]
async fn two_applications_side_by_side() {
    let one = route!(GET "one" => list).or(route!(GET "both" => list)).finish();
    let two = route!(GET "two" => create).or(route!(PUT "both" => create)).policy::<Other>().finish();
    let app = one.or(two).unify();
    assert_eq!(ask(&app, "GET", "/one", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "OPTIONS", "/one", &[APP, acrm("GET")]).await, PREFLIGHT);
    let created = "201 allow-credentials=true allow-origin=https://app.example vary=Origin";
    assert_eq!(ask(&app, "GET", "/two", &[APP]).await, created);
    assert!(ask(&app, "OPTIONS", "/two", &[APP, acrm("GET")]).await.contains("allow-methods=GET"));
    assert_eq!(ask(&app, "PUT", "/both", &[APP]).await, created);
    // As the documentation says: the first one that has the path answers its preflights.
    assert_eq!(ask(&app, "OPTIONS", "/both", &[APP, acrm("PUT")]).await, NOBODY);
    assert_eq!(
        ask(&app, "GET", "/nowhere", &[OTHER]).await,
        "404 allow-origin=https://other.example expose-headers=x-other vary=Origin"
    );
}

/// GET answers no HEAD here, so a path with GET alone is not in the way of who does.
#[tokio::test]
async fn head_of_a_path_with_get_alone() {
    let head = || warp::path!("orders").and(warp::head()).map(warp::reply);
    let routes = || route!(GET "orders" => list);
    assert_eq!(ask(&routes().finish(), "HEAD", "/orders", &[APP]).await, "405");
    assert_eq!(ask(&routes().finish().or(head()), "HEAD", "/orders", &[APP]).await, "200");
    let other = "allow-origin=https://other.example expose-headers=x-other vary=Origin";
    let covered = routes().policy::<Other>().finish();
    assert_eq!(ask(&covered, "HEAD", "/orders", &[OTHER]).await, format!("405 {other}"));
    let inside = routes().map(|routes| routes.or(head())).policy::<Other>().finish();
    assert_eq!(ask(&inside, "HEAD", "/orders", &[OTHER]).await, format!("200 {other}"));
    let own = routes().or(route!(HEAD "orders" => create)).finish();
    assert!(ask(&own, "HEAD", "/orders", &[APP]).await.starts_with("201 allow-credentials=true"));
}

/// warp's own wrappers stay usable around what is finished.
#[tokio::test]
async fn a_log_around_the_finished_filter() {
    let app = route!(GET "orders" => list).finish().with(warp::log("test")).map(Reply::into_response);
    assert_eq!(ask(&app, "OPTIONS", "/orders", &[APP, acrm("GET")]).await, PREFLIGHT);
}
