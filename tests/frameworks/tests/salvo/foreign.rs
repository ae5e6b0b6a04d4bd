//! Routers of salvo's own on paths on which handlers of this library stand.

use cors::salvo::{Router, with};
use salvo::{
    http::Method,
    routing::{Filter, filters},
};

use crate::support::{
    ACTUAL, APP, Api, NOBODY, OTHER, Other, acrm, auth, create, list, named, open, plain, start,
};

#[test]
fn what_is_the_frameworks_does_not_run_for_a_preflight_on_a_path_of_ours() {
    for foreign in [
        salvo::Router::with_path("{**rest}").hoop(auth).goal(open),
        salvo::Router::with_path("{**rest}").hoop(auth).get(open).options(open),
        salvo::Router::with_path("orders").hoop(auth).options(open),
        salvo::Router::with_path("orders").hoop(auth).push(salvo::Router::new().get(open).goal(open)),
        salvo::Router::with_path("orders")
            .hoop(auth)
            .filter(filters::get().or(filters::options()))
            .goal(open),
        salvo::Router::with_path("orders")
            .hoop(auth)
            .filter(filters::options())
            .push(salvo::Router::new().goal(open)),
    ] {
        let shown = format!("{foreign:?}");
        let app = start(Router::new().push(Router::with_path("orders").post(create)).push(foreign));
        for method in ["GET", "HEAD", "PUT", "PURGE", "a list, of methods", ""] {
            assert_eq!(app.preflight("/orders", APP, method), NOBODY, "{method} {shown}");
        }
        assert_eq!(named(&app.preflight("/orders", APP, "POST")), "POST", "{shown}");
    }
}

#[test]
fn where_handlers_of_any_method_are_ours_too() {
    // Nothing is registered by a method's name; the framework's own stands in front.
    let app = start(
        Router::new()
            .push(salvo::Router::with_path("x").get(open).options(open))
            .push(Router::with_path("x").goal(list)),
    );
    assert_eq!(app.preflight("/x", APP, "GET"), NOBODY);
    assert_eq!(named(&app.preflight("/x", APP, "PUT")), "PUT");
    // A filter that looks at methods leads to ours, and only for `OPTIONS`.
    let options = Router::with_filter_fn(|request, _| request.method() == Method::OPTIONS);
    let app = start(
        Router::new()
            .push(salvo::Router::with_path("x").get(open))
            .push(Router::with_path("x").push(options.goal(list))),
    );
    assert_eq!(app.preflight("/x", APP, "GET"), NOBODY);
}

#[test]
fn what_covers_a_router_of_the_frameworks_covers_its_options() {
    for options in [
        salvo::Router::with_path("f").put(plain).options(open),
        salvo::Router::with_path("f")
            .put(plain)
            .push(salvo::Router::with_filter(filters::options()).goal(open)),
        salvo::Router::with_path("f").put(plain).filter_fn(|_, _| true).options(open),
        salvo::Router::with_path("f").put(plain).goal(open),
    ] {
        let shown = format!("{options:?}");
        let is_any = options.goal.is_some();
        let app = start(Router::new().push(Router::with_path("in").policy::<Api>().push(options)));
        if !is_any {
            assert_eq!(app.preflight("/in/f", APP, "PATCH"), NOBODY, "{shown}");
            assert_eq!(app.preflight("/in/f", APP, "!"), NOBODY, "{shown}");
        }
        let covered = NOBODY.replace("204", "204 allow-origin=https://app.example");
        assert_eq!(app.preflight("/in/f", APP, "PUT"), covered, "{shown}");
        assert_eq!(app.preflight("/in/f", APP, "OPTIONS"), covered, "{shown}");
        // Not a preflight: the answer has the headers of the policy, not its own.
        assert_eq!(app.ask("OPTIONS", "/in/f", &[APP]), ACTUAL, "{shown}");
    }
}

#[test]
fn a_method_of_a_covered_router_makes_its_path_known() {
    // The framework's own `OPTIONS` stands in front, under no policy.
    let app = start(
        Router::new()
            .push(salvo::Router::with_path("in/f").options(open))
            .push(Router::with_path("in").policy::<Api>().push(salvo::Router::with_path("f").put(plain))),
    );
    assert_eq!(app.preflight("/in/f", APP, "PATCH"), NOBODY);
}

#[test]
fn what_hides_a_handler_of_ours_is_asked_itself() {
    // No request ever reaches the handlers of this library here.
    let app = start(
        Router::new()
            .push(salvo::Router::with_path("x").get(open).goal(open))
            .push(Router::with_path("x").get(list).put(with::<Other, _>(plain)).goal(create)),
    );
    for method in ["GET", "PUT", "PURGE"] {
        assert_eq!(app.ask("OPTIONS", "/x", &[APP, acrm(method)]), "200 allow-methods=* allow-origin=*");
        assert_eq!(app.ask(method, "/x", &[OTHER]), "200 allow-methods=* allow-origin=*");
    }
}

#[test]
fn paths_of_the_frameworks_alone_stay_as_they_are() {
    let app = start(
        Router::new()
            .push(Router::with_path("orders").post(create))
            .push(salvo::Router::with_path("{**rest}").get(plain).options(open)),
    );
    assert_eq!(app.ask("OPTIONS", "/else", &[APP, acrm("GET")]), "200 allow-methods=* allow-origin=*");
    assert_eq!(app.ask("OPTIONS", "/else", &[APP, acrm("PUT")]), "200 allow-methods=* allow-origin=*");
    assert_eq!(app.ask("GET", "/orders", &[APP]), "200");
    assert_eq!(app.runs(), 3);
}
