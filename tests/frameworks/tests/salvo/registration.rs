use cors::{
    Policy,
    salvo::{Router, with, with_policy, without},
};
use salvo::{
    http::Method,
    prelude::{Depot, Service, handler},
};

use crate::support::{
    ACTUAL, APP, Api, EVIL, NOBODY, PREFLIGHT, acrm, change, create, list, off, plain, ran, start,
};

struct Greeting(&'static str);

#[handler]
impl Greeting {
    fn handle(&self, depot: &mut Depot) -> &'static str {
        ran(depot);
        self.0
    }
}

#[test]
fn every_method_has_its_function() {
    let app = start(
        Router::with_path("all")
            .get(list)
            .post(create)
            .put(list)
            .patch(create)
            .delete(off)
            .head(list)
            .options(list)
            .query(list)
            .on(Method::from_bytes(b"PURGE").unwrap(), list),
    );
    for method in ["GET", "PUT", "HEAD", "OPTIONS", "QUERY", "PURGE"] {
        assert_eq!(app.ask(method, "/all", &[APP]), ACTUAL, "{method}");
    }
    for method in ["POST", "PATCH"] {
        let answer = app.ask(method, "/all", &[APP]);
        assert_eq!(
            answer, "201 allow-credentials=true allow-origin=https://app.example vary=Origin",
            "{method}"
        );
    }
    assert_eq!(app.ask("DELETE", "/all", &[APP]), "200");
    assert_eq!(app.runs(), 9);
    assert!(app.preflight("/all", APP, "PURGE").contains("allow-methods=PURGE,GET,PUT,HEAD,OPTIONS,QUERY "));
    assert_eq!(app.preflight("/all", APP, "DELETE"), NOBODY);
}

#[test]
fn what_has_no_attribute_is_stated_at_the_route() {
    let policy = Policy::builder().origins(["https://app.example"]).build().unwrap();
    let app = start(
        Router::new()
            .push(Router::with_path("with").get(with::<Api, _>(plain)))
            .push(Router::with_path("struct").get(with::<Api, _>(Greeting("hello"))))
            .push(Router::with_path("policy").get(with_policy(policy, plain)))
            .push(Router::with_path("without").get(without(plain))),
    );
    for path in ["/with", "/struct", "/policy"] {
        assert_eq!(app.ask("GET", path, &[APP]), ACTUAL, "{path}");
        assert_eq!(app.ask("GET", path, &[EVIL]), "200 vary=Origin", "{path}");
        assert_eq!(app.preflight(path, APP, "GET"), PREFLIGHT, "{path}");
    }
    assert_eq!(app.ask("GET", "/without", &[APP]), "200");
    assert_eq!(app.preflight("/without", APP, "GET"), NOBODY);
    assert_eq!(app.answer("GET", "/struct", &[APP]).body, b"hello");
}

#[test]
fn the_server_takes_a_router_as_it_is() {
    let service: Service = Router::with_path("orders").get(list).into();
    let app = start(service);
    assert_eq!(app.preflight("/orders", APP, "GET"), PREFLIGHT);
}

#[test]
fn routers_stand_in_each_other() {
    let inner = || Router::with_path("items/{id}").get(list);
    let app = start(
        Router::with_path("api")
            .push(Router::with_path("v1").path("deep").push(inner()))
            .unshift(Router::with_path("v2").then(|router| router.push(inner())))
            .append(&mut vec![Router::with_path("v3").push(Router::with_path("{**rest}").goal(list))])
            .insert(99, Router::with_path("v4/").get(list)),
    );
    for path in ["/api/v1/deep/items/7", "/api/v2/items/7", "/api/v4", "/api/v4/", "//api//v4"] {
        assert_eq!(app.ask("GET", path, &[APP]), ACTUAL, "{path}");
        assert_eq!(app.preflight(path, APP, "GET"), PREFLIGHT, "{path}");
    }
    assert!(app.preflight("/api/v3/a/b/c", APP, "PUT").contains("allow-methods=PUT "));
    // A router with a handler below it is no path of its own.
    assert_eq!(app.ask("OPTIONS", "/api", &[APP, acrm("GET")]), "404");
    assert_eq!(app.ask("GET", "/api/v1", &[APP]), "404");
}

#[test]
fn filters_choose_the_policy_too() {
    let app = start(
        Router::with_path("orders")
            .push(Router::with_filter_fn(|request, _| request.headers().contains_key("x-beta")).get(create))
            .push(Router::with_host("admin.example").get(off))
            .push(Router::new().get(list).put(change)),
    );
    let beta = ("x-beta", "1");
    assert_eq!(app.preflight("/orders", APP, "GET"), PREFLIGHT.replace("=GET", "=GET,PUT"));
    let answer = app.ask("OPTIONS", "/orders", &[APP, acrm("GET"), beta]);
    assert!(answer.starts_with("204 allow-credentials=true allow-methods=GET "), "{answer}");
    // GET leads elsewhere for this request, so PUT does not name it.
    let answer = app.ask("OPTIONS", "/orders", &[APP, acrm("PUT"), beta]);
    assert!(answer.starts_with("204 allow-methods=PUT "), "{answer}");
    assert_eq!(app.runs(), 0);
    assert!(app.ask("GET", "/orders", &[APP, beta]).contains("allow-credentials=true"));
    assert_eq!(app.ask("GET", "/orders", &[APP]), ACTUAL);
}
