//! Each refused request is one event, however many pieces it passes.

use std::sync::Mutex;

use cors::{cors, warp::route};
use tower::Layer;
use warp::{Filter, Rejection};

use crate::{
    layered::ask_service,
    support::{Other, acrm, ask},
};

#[cors(origins = ["https://events.example:8080"])]
async fn list() -> Result<&'static str, Rejection> {
    Err(warp::reject::not_found())
}

static EVENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

#[tokio::test]
async fn one_event_a_request() {
    // Other tests of this program are refused too.
    cors::on_refusal(|event| {
        let text = event.to_string();
        if text.contains("events") {
            EVENTS.lock().unwrap().push(text);
        }
    })
    .unwrap();
    let origin = ("origin", "https://events.example:3000");
    let routes = || route!(GET / => list);
    let around = || routes().map(|routes| warp::any().and(routes).or(warp::path!("x").map(|| "x")));
    for app in [
        routes().finish().boxed(),
        routes().policy::<Other>().finish().boxed(),
        around().finish().boxed(),
        around().policy::<Other>().finish().boxed(),
    ] {
        let wanted = "refused: origin \"https://events.example:3000\" is not allowed: \
                      it differs only in the port: 3000, allowed is 8080; policy ";
        for (method, requested, kind) in [("GET", None, "request"), ("OPTIONS", Some("GET"), "preflight")] {
            let headers: Vec<_> = [Some(origin), requested.map(acrm)].into_iter().flatten().collect();
            ask(&app, method, "/", &headers).await;
            let events = std::mem::take(&mut *EVENTS.lock().unwrap());
            assert_eq!(events.len(), 1, "{method}: {events:?}");
            assert!(events[0].starts_with(&format!("CORS {kind} {wanted}")), "{events:?}");
            assert!(events[0].contains("; handler warp::events::list ("), "{events:?}");
        }
    }
    // A layer outside takes its decision along.
    let (cors, app) = around().policy::<Other>().layered();
    let app = cors.layer(warp::service(app));
    for headers in [&[origin][..], &[origin, acrm("GET")]] {
        ask_service(&app, if headers.len() == 1 { "GET" } else { "OPTIONS" }, "/", headers).await;
        let events = std::mem::take(&mut *EVENTS.lock().unwrap());
        assert!(events.len() == 1 && events[0].contains("; handler warp::events::list ("), "{events:?}");
    }
}
