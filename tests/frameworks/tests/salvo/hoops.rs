//! Hoops and catchers around handlers.

use cors::salvo::Router;
use salvo::{
    catch_panic::CatchPanic,
    catcher::Catcher,
    prelude::{Depot, FlowCtrl, Request, Response, StatusCode, handler},
};

use crate::support::{ACTUAL, APP, EVIL, NOBODY, PREFLIGHT, acrm, auth, create, list, plain, ran, start};

const UNAUTHORIZED: &str = "401 allow-origin=https://app.example vary=Origin";

#[test]
fn authentication_stops_no_preflight_wherever_it_stands() {
    let inside = Router::new().hoop(auth).push(Router::with_path("orders").get(list)).finish();
    let below = Router::new().push(Router::with_hoop(auth).path("orders").get(list)).finish();
    let around = Router::new().push(Router::with_path("orders").get(list)).finish().hoop(auth);
    for service in [inside, below, around] {
        let app = start(service);
        assert_eq!(app.preflight("/orders", APP, "GET"), PREFLIGHT);
        assert_eq!(app.preflight("/orders", EVIL, "GET"), NOBODY);
        assert_eq!(app.runs(), 0);
        assert_eq!(app.ask("GET", "/orders", &[APP]), UNAUTHORIZED);
        assert_eq!(app.ask("GET", "/orders", &[EVIL]), "401 vary=Origin");
        assert_eq!(app.ask("GET", "/orders", &[APP, ("authorization", "x")]), ACTUAL);
        // Authentication twice refused and once let through, and the handler.
        assert_eq!(app.runs(), 4);
    }
}

#[test]
fn a_preflight_opens_nothing_of_the_framework() {
    let app = start(
        Router::new()
            .hoop(auth)
            .push(salvo::Router::with_path("foreign").options(plain).get(plain))
            .push(Router::with_path("orders").get(list)),
    );
    assert_eq!(app.ask("OPTIONS", "/foreign", &[APP, acrm("GET")]), "401");
    assert_eq!(app.ask("OPTIONS", "/foreign", &[APP, acrm("PUT")]), "401");
    assert_eq!(app.runs(), 2);
    // Not a preflight.
    assert_eq!(app.ask("OPTIONS", "/foreign", &[acrm("GET")]), "401");
    assert_eq!(app.ask("OPTIONS", "/orders", &[APP]), "405");
}

/// Says its own words about an error.
#[handler]
async fn explain(response: &mut Response, flow: &mut FlowCtrl) {
    response.render("{\"error\":\"none of your business\"}");
    flow.skip_rest();
}

#[test]
fn catchers_write_bodies_and_the_headers_stay() {
    let service = || Router::new().hoop(auth).push(Router::with_path("orders").get(list)).finish();
    let own = service().catcher(Catcher::default().hoop(explain));
    for (service, body) in [(service(), "401"), (own, "none of your business")] {
        let app = start(service);
        let answer = app.answer("GET", "/orders", &[APP]);
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(text.contains(body), "{text}");
        assert_eq!(app.ask("GET", "/orders", &[APP]), UNAUTHORIZED);
    }
}

#[cors::salvo::cors(origins = ["https://app.example"], on_refused = forbid)]
#[handler]
pub(crate) async fn strict(depot: &mut Depot) -> &'static str {
    ran(depot);
    "strict"
}

/// Counts what it is asked for.
#[handler]
async fn count(depot: &mut Depot) {
    ran(depot);
}

#[test]
fn nothing_runs_for_a_forbidden_request() {
    let service = Router::new().hoop(auth).push(Router::with_path("strict").get(strict)).finish();
    let app = start(service.catcher(Catcher::default().hoop(count)));
    let answer = app.answer("GET", "/strict", &[EVIL]);
    assert_eq!((answer.status, answer.body.len(), app.runs()), (403, 0, 0));
    assert_eq!(answer.values("cache-control").collect::<Vec<_>>(), ["no-store"]);
    // Authentication refuses, and the catcher is asked for a body.
    assert_eq!(app.answer("GET", "/strict", &[APP]).status, 401);
    assert_eq!(app.runs(), 2);
}

/// Answers itself, and wants nobody else to add anything.
#[handler]
async fn cease(response: &mut Response, flow: &mut FlowCtrl) {
    response.render("enough");
    flow.cease();
}

/// Replaces the whole answer when the handler is done.
#[handler]
async fn replace(request: &mut Request, depot: &mut Depot, response: &mut Response, flow: &mut FlowCtrl) {
    flow.call_next(request, depot, response).await;
    *response = Response::new();
    response.status_code(StatusCode::OK).render("replaced");
}

#[test]
fn whatever_a_hoop_does_the_headers_are_there() {
    for router in [Router::new().hoop(cease), Router::new().hoop(replace)] {
        let app = start(router.push(Router::with_path("orders").get(list)));
        assert_eq!(app.ask("GET", "/orders", &[APP]), ACTUAL);
    }
}

#[cors::salvo::cors(origins = ["https://app.example"])]
#[handler]
async fn fault(depot: &mut Depot) -> &'static str {
    ran(depot);
    std::panic::resume_unwind(Box::new("a fault"))
}

#[test]
fn a_panic_that_a_hoop_catches() {
    let router = Router::new().hoop(CatchPanic::new()).push(Router::with_path("fault").get(fault));
    let app = start(router);
    assert_eq!(app.ask("GET", "/fault", &[APP]), "500 allow-origin=https://app.example vary=Origin");
}

#[test]
fn hoops_with_a_condition() {
    let is_strict = |request: &Request, _: &Depot| request.headers().contains_key("x-strict");
    let app = start(
        Router::new()
            .push(Router::with_path("a").hoop_when(auth, is_strict).get(list))
            .push(Router::with_hoop_when(auth, is_strict).path("b").post(create)),
    );
    assert_eq!(app.ask("GET", "/a", &[APP, ("x-strict", "1")]), UNAUTHORIZED);
    assert_eq!(app.ask("GET", "/a", &[APP]), ACTUAL);
    let answer = app.ask("POST", "/b", &[APP, ("x-strict", "1")]);
    assert_eq!(answer, "401 allow-credentials=true allow-origin=https://app.example vary=Origin");
}
