//! A rejection keeps the headers, and stays the answer that warp makes of it.

use std::convert::Infallible;

use cors::{
    cors,
    warp::{route, with},
};
use warp::{Filter, Rejection, Reply, filters::BoxedFilter, http::StatusCode, reject, ws::ws as upgrade};

use crate::support::{ACTUAL, APP, Api, OTHER, Other, acrm, ask, list, respond, shown};

#[derive(Debug)]
struct Full;

impl reject::Reject for Full {}

#[cors(Api)]
async fn take(_body: Vec<u32>) -> &'static str {
    "taken"
}

async fn take_plainly(_body: Vec<u32>) -> Result<&'static str, Infallible> {
    Ok("taken")
}

#[cors(Api)]
async fn full() -> Result<&'static str, Rejection> {
    Err(reject::custom(Full))
}

type Sent = (&'static [(&'static str, &'static str)], &'static str, u16);

const JSON: (&str, &str) = ("content-type", "application/json");

const REJECTED: [Sent; 5] = [
    (&[APP, JSON, ("x-n", "1")], "{", 400),
    (&[APP, ("content-type", "text/plain"), ("x-n", "1")], "[1]", 415),
    (&[APP, JSON, ("x-n", "1")], "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", 413),
    (&[APP, JSON, ("x-n", "one")], "[1]", 400),
    (&[APP, JSON], "[1]", 400),
];

#[tokio::test]
async fn every_rejection_of_a_filter_is_as_warp_answers_it() {
    let number = || warp::header::header::<u32>("x-n").map(|_| ()).untuple_one();
    let limit = || warp::body::content_length_limit(32);
    let ours = route!(POST "orders" => take, number(), limit(), warp::body::json()).finish();
    let plain = warp::path!("orders")
        .and(warp::post())
        .and(number())
        .and(limit())
        .and(warp::body::json())
        .and_then(take_plainly);
    for (headers, body, status) in REJECTED {
        let by_warp = respond(&plain, "POST", "/orders", headers, body).await;
        let by_us = respond(&ours, "POST", "/orders", headers, body).await;
        assert_eq!(by_warp.status().as_u16(), status, "{headers:?}");
        assert_eq!(shown(&by_us), ACTUAL.replace("200", &status.to_string()));
        assert_eq!(by_us.body(), by_warp.body());
        assert_eq!(by_us.headers().get("content-type"), by_warp.headers().get("content-type"));
    }
    // Without a length at all.
    let by_us = warp::test::request().method("POST").path("/orders").header("x-n", "1").header(APP.0, APP.1);
    let by_us = by_us.reply(&ours).await;
    assert_eq!(shown(&by_us), ACTUAL.replace("200", "411"));
    assert_eq!(by_us.body(), "A content-length header is required");
}

#[tokio::test]
async fn a_custom_rejection_without_recover() {
    let app = route!(GET "full" => full).finish();
    let plain = warp::path!("full").and_then(|| async { Err::<&str, _>(reject::custom(Full)) });
    let (by_us, by_warp) =
        (respond(&app, "GET", "/full", &[APP], "").await, respond(&plain, "GET", "/full", &[], "").await);
    assert_eq!(shown(&by_us), ACTUAL.replace("200", "500"));
    assert_eq!(by_us.body(), by_warp.body());
}

#[derive(Debug)]
struct Empty;

impl reject::Reject for Empty {}

/// A rejection of every kind that warp knows, but for those of other people's files and bodies that break off.
#[tokio::test]
async fn every_other_rejection_of_a_filter_is_as_warp_answers_it() {
    async fn plain() -> Result<&'static str, Infallible> {
        Ok("plain")
    }
    type Gate = BoxedFilter<()>;
    let gates: [(&str, u16, Gate); 7] = [
        ("/extension", 500, warp::ext::get::<u32>().map(|_| ()).untuple_one().boxed()),
        ("/body", 500, warp::body::bytes().and(warp::body::bytes()).map(|_, _| ()).untuple_one().boxed()),
        ("/query?x=1", 400, warp::query::<Vec<u8>>().map(|_| ()).untuple_one().boxed()),
        ("/cookie", 400, warp::cookie::<u8>("x").map(|_| ()).untuple_one().boxed()),
        ("/socket", 400, upgrade().map(|_| ()).untuple_one().boxed()),
        ("/file", 500, warp::fs::file("\0").map(|_| ()).untuple_one().boxed()),
        (
            "/cors",
            403,
            warp::any()
                .map(warp::reply)
                .with(warp::cors().allow_origin("https://x.example"))
                .map(|_| ())
                .untuple_one()
                .boxed(),
        ),
    ];
    for (path, status, gate) in gates {
        let ours = route!(GET String => with::<Api, _>(|_: String| async { "" }), gate.clone()).finish();
        let theirs = warp::path!(String).and(warp::get()).and(gate).and_then(|_| plain());
        let lines = [
            APP,
            ("connection", "close"),
            ("upgrade", "websocket"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        let by_us = respond(&ours, "GET", path, &lines, "").await;
        let by_warp = respond(&theirs, "GET", path, &lines, "").await;
        assert_eq!(by_warp.status().as_u16(), status, "{path} {:?}", by_warp.body());
        assert_eq!(shown(&by_us), ACTUAL.replace("200", &status.to_string()), "{path}");
        assert_eq!(by_us.body(), by_warp.body(), "{path}");
        assert_eq!(by_us.headers().get("content-type"), by_warp.headers().get("content-type"), "{path}");
    }
}

/// warp shows one of them. Which one it is cannot be known, so none is shown.
#[tokio::test]
async fn combined_rejections_of_the_program_show_nothing() {
    let one = || warp::any().and_then(|| async { Err::<u8, _>(reject::custom(Full)) });
    let other = || warp::any().and_then(|| async { Err::<u8, _>(reject::custom(Empty)) });
    let both = one().or(other()).unify().map(|_| ()).untuple_one();
    let app = route!(GET "list" => list, both).finish();
    let by_us = respond(&app, "GET", "/list", &[APP], "").await;
    assert_eq!(shown(&by_us), ACTUAL.replace("200", "500"));
    assert_eq!(by_us.body(), "Internal Server Error");
}

async fn recover(rejection: Rejection) -> Result<impl Reply, Rejection> {
    if rejection.find::<Full>().is_some() { Ok(StatusCode::INSUFFICIENT_STORAGE) } else { Err(rejection) }
}

async fn recover_all(_rejection: Rejection) -> Result<impl Reply, Infallible> {
    Ok(StatusCode::IM_A_TEAPOT)
}

#[tokio::test]
async fn recover_inside_around_and_behind() {
    // Among the filters of a route: its own affair.
    let page = warp::header::header::<u32>("x-n").or(warp::any().map(|| 1_u32)).unify();
    let inside = route!(GET "page" => with::<Api, _>(|n: u32| async move { n.to_string() }), page);
    assert_eq!(ask(&inside.finish(), "GET", "/page", &[APP]).await, ACTUAL);

    // Around the routes: it sees what warp made, and the headers come after it.
    let around = route!(GET "full" => full).or(route!(GET "list" => list));
    let around = around.map(|routes| routes.recover(recover)).finish();
    assert_eq!(ask(&around, "GET", "/full", &[APP]).await, ACTUAL.replace("200", "507"));
    assert_eq!(ask(&around, "GET", "/nowhere", &[APP]).await, "404");
    assert_eq!(ask(&around, "POST", "/list", &[APP]).await, "405");
    let all = route!(GET "full" => full).map(|routes| routes.recover(recover_all)).policy::<Other>().finish();
    assert_eq!(ask(&all, "GET", "/full", &[APP]).await, ACTUAL.replace("200", "418"));
    let other = "418 allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(ask(&all, "GET", "/nowhere", &[OTHER]).await, other);
    assert_eq!(ask(&all, "POST", "/full", &[OTHER]).await, other);

    // Behind the finished filter: what the table does not know.
    let behind = route!(GET "full" => full).finish().recover(recover_all);
    let behind = behind.and_then(|reply| async { Ok::<_, Rejection>(reply) });
    assert_eq!(ask(&behind, "GET", "/full", &[APP]).await, ACTUAL.replace("200", "500"));
    assert_eq!(ask(&behind, "GET", "/nowhere", &[APP]).await, "418");
}

#[tokio::test]
async fn unknown_paths_and_methods_have_the_policy_of_the_application() {
    let app = route!(GET "list" => list).policy::<Other>().finish();
    let other = |status: u16| {
        format!("{status} allow-origin=https://other.example expose-headers=x-other vary=Origin")
    };
    assert_eq!(ask(&app, "GET", "/nowhere", &[OTHER]).await, other(404));
    assert_eq!(ask(&app, "POST", "/list", &[OTHER]).await, other(405));
    assert_eq!(ask(&app, "POST", "/list", &[APP]).await, "405 vary=Origin");
    let by_us = respond(&app, "POST", "/list", &[], "").await;
    assert_eq!(by_us.body(), "HTTP method not allowed");
}

/// A preflight runs no filter of the route.
#[tokio::test]
async fn the_filters_of_a_route_do_not_see_preflights() {
    static SEEN: crate::support::Asked = crate::support::Asked::new();
    let counted = warp::any().map(|| SEEN.count()).untuple_one();
    let app = route!(GET "list" => list, counted).finish();
    for origin in [APP, OTHER] {
        ask(&app, "OPTIONS", "/list", &[origin, acrm("GET")]).await;
    }
    assert_eq!(SEEN.times(), 0);
    assert_eq!(ask(&app, "GET", "/list", &[APP]).await, ACTUAL);
    assert_eq!(SEEN.times(), 1);
}
