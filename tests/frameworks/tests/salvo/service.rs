//! The service around the router: what stands in front of this library's hoop, and what happens without it.

use std::sync::Arc;

use cors::salvo::{Router, without};
use salvo::{
    http::{HeaderValue, Mime},
    prelude::{Depot, FlowCtrl, Request, Response, Service, handler},
};

use crate::support::{ACTUAL, APP, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, create, list, plain, start};

/// Sets headers before everything else, as a hoop in front of all others may.
#[handler]
async fn early(request: &mut Request, depot: &mut Depot, response: &mut Response, flow: &mut FlowCtrl) {
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "*"),
        ("access-control-allow-headers", "*"),
        ("access-control-expose-headers", "*"),
        ("access-control-max-age", "86400"),
        ("access-control-allow-private-network", "true"),
        ("vary", "Accept-Encoding"),
        ("x-early", "1"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    flow.call_next(request, depot, response).await;
}

#[test]
fn a_hoop_in_front_opens_nothing() {
    let mut service = Router::new()
        .push(Router::with_path("orders").get(list))
        .push(Router::with_path("off").get(without(plain)))
        .push(Router::with_path("strict").get(crate::hoops::strict))
        .finish();
    service.hoops.insert(0, Arc::new(early));
    let app = start(service);
    let with_vary = |answer: &str| answer.replace("vary=", "vary=Accept-Encoding, ");
    assert_eq!(app.preflight("/orders", APP, "GET"), with_vary(PREFLIGHT));
    assert_eq!(app.preflight("/orders", EVIL, "GET"), with_vary(NOBODY));
    assert_eq!(app.preflight("/orders", APP, "PUT"), with_vary(NOBODY));
    assert_eq!(app.preflight("/off", APP, "GET"), with_vary(NOBODY));
    assert_eq!(app.ask("GET", "/orders", &[APP]), with_vary(ACTUAL));
    assert_eq!(app.ask("GET", "/orders", &[EVIL]), "200 vary=Accept-Encoding, Origin");
    assert_eq!(app.ask("GET", "/strict", &[EVIL]), "403 vary=Accept-Encoding, Origin, Sec-Fetch-Site");
    let answer = app.answer("OPTIONS", "/orders", &[APP, acrm("GET")]);
    assert_eq!(answer.values("x-early").collect::<Vec<_>>(), ["1"]);
}

#[test]
fn a_hoop_in_front_may_have_said_that_all_varies() {
    #[handler]
    async fn star(response: &mut Response) {
        response.headers_mut().insert("vary", HeaderValue::from_static("*"));
    }
    let mut service = Router::with_path("orders").get(list).finish();
    service.hoops.insert(0, Arc::new(star));
    let app = start(service);
    assert_eq!(
        app.preflight("/orders", APP, "GET"),
        "204 allow-methods=GET allow-origin=https://app.example vary=*"
    );
    assert_eq!(app.preflight("/orders", EVIL, "GET"), "204 vary=*");
}

/// Loses what other code keeps in the request.
#[handler]
async fn forget(request: &mut Request) {
    request.extensions_mut().clear();
}

#[test]
fn no_handler_runs_without_its_policy() {
    let routes = || {
        Router::new()
            .push(Router::with_path("orders").get(list))
            .push(Router::with_path("strict").get(crate::hoops::strict))
            .push(Router::with_path("off").get(without(plain)))
            .push(salvo::Router::with_path("foreign").get(plain).options(plain))
    };
    let forgetful = || {
        let mut service = routes().finish();
        service.hoops.insert(0, Arc::new(forget));
        service
    };
    let nested = Router::new().push(take(routes())).finish();
    for service in [Service::new(routes().finish().router()), forgetful(), nested] {
        let app = start(service);
        for path in ["/orders", "/strict", "/off", "/foreign"] {
            let answer = app.answer("GET", path, &[APP]);
            assert_eq!(answer.status, 500, "{path}");
            let text = String::from_utf8_lossy(&answer.body);
            assert!(text.contains("cors::salvo"), "{text}");
        }
        assert_eq!(app.answer("OPTIONS", "/foreign", &[APP, acrm("PUT")]).status, 500);
        assert_eq!(app.answer("GET", "/nowhere", &[APP]).status, 404);
        assert_eq!(app.runs(), 0);
    }
}

/// The finished router by itself.
fn take(router: Router) -> salvo::Router {
    let Service { router, hoops, .. } = router.finish();
    drop(hoops);
    Arc::into_inner(router).expect("only the hoop shares it")
}

/// A service in a service: the request that it is given comes from another of this library's.
struct Inner(Service);

#[handler]
impl Inner {
    async fn handle(&self, request: &mut Request, response: &mut Response) {
        let inner = std::mem::take(request);
        let handler = self.0.hyper_handler(
            inner.local_addr().clone(),
            inner.remote_addr().clone(),
            inner.scheme().clone(),
            None,
            salvo::ConnCtrl::default(),
            None,
        );
        *response = handler.handle(inner).await;
    }
}

#[test]
fn a_service_in_a_service_knows_nothing_of_the_outer_match() {
    let inner = Router::with_path("inner/orders").get(create).policy::<Other>().finish();
    let app = start(Router::with_path("{**rest}").get(without(Inner(inner))));
    // The outer match has no policy. The inner one finds nothing, and the policy of its application answers.
    assert_eq!(
        app.ask("GET", "/inner/nowhere", &[OTHER]),
        "404 allow-origin=https://other.example expose-headers=x-other vary=Origin"
    );
}

#[test]
fn a_media_type_that_is_not_allowed() {
    let service = Router::with_path("orders").get(list).finish();
    let app = start(service.allowed_media_types(vec!["application/json".parse::<Mime>().unwrap()]));
    assert_eq!(app.ask("GET", "/orders", &[APP]), ACTUAL.replace("200", "415"));
    assert_eq!(app.ask("GET", "/orders", &[EVIL]), "415 vary=Origin");
    assert_eq!(app.preflight("/orders", APP, "GET"), PREFLIGHT);
}
