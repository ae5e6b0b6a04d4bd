//! Policies of several handlers on one path, however their routers stand.

use cors::salvo::{Router, with, without};

use crate::support::{
    ACTUAL, APP, Api, EVIL, NOBODY, OTHER, Other, PREFLIGHT, auth, change, create, list, named, off, plain,
    start,
};

#[test]
fn one_path_in_several_routers() {
    let app = start(
        Router::with_path("orders")
            .get(list)
            .push(Router::with_hoop(auth).put(change).post(create))
            .push(Router::new().delete(without(plain))),
    );
    // Both share one policy, and nothing else on the path serves their methods.
    assert_eq!(named(&app.preflight("/orders", APP, "GET")), "GET,PUT");
    assert_eq!(named(&app.preflight("/orders", APP, "PUT")), "PUT,GET");
    assert_eq!(named(&app.preflight("/orders", APP, "POST")), "POST");
    assert_eq!(app.preflight("/orders", APP, "DELETE"), NOBODY);
    assert_eq!(app.preflight("/orders", APP, "PATCH"), NOBODY);
}

#[test]
fn a_neighbour_that_serves_the_method_is_not_named() {
    // `PUT /orders` is served by the first router, with another policy.
    let app = start(
        Router::new()
            .push(Router::with_path("{name}").put(create))
            .push(Router::with_path("orders").get(list).put(change)),
    );
    assert_eq!(named(&app.preflight("/orders", APP, "GET")), "GET");
    let answer = app.preflight("/orders", APP, "PUT");
    assert_eq!(named(&answer), "PUT");
    assert!(answer.contains("allow-credentials=true"), "{answer}");
}

#[test]
fn what_the_framework_serves_is_not_named() {
    let app = start(
        Router::new()
            .push(salvo::Router::with_path("{name}").put(plain))
            .push(Router::with_path("orders").get(list).put(change)),
    );
    assert_eq!(named(&app.preflight("/orders", APP, "GET")), "GET");
}

#[test]
fn a_handler_of_options_beside_what_the_framework_serves() {
    for options in [Router::with_path("x").options(list), Router::with_path("x").goal(list)] {
        let app = start(Router::new().push(salvo::Router::with_path("x").get(plain)).push(options));
        assert_eq!(app.preflight("/x", APP, "GET"), NOBODY);
        assert_eq!(app.ask("GET", "/x", &[APP]), "200");
        assert_eq!(app.ask("OPTIONS", "/x", &[APP]), ACTUAL);
    }
}

#[test]
fn any_method_beside_others() {
    let app = start(Router::with_path("x").goal(off).get(list).put(with::<Other, _>(plain)));
    assert_eq!(app.preflight("/x", APP, "GET"), PREFLIGHT);
    assert_eq!(app.preflight("/x", APP, "DELETE"), NOBODY);
    assert_eq!(app.preflight("/x", APP, "a list, of methods"), NOBODY);
    assert_eq!(named(&app.preflight("/x", OTHER, "PUT")), "PUT");
    // The framework leads HEAD to the handler of any method: the policy of GET does not speak for it.
    assert_eq!(app.ask("HEAD", "/x", &[APP]), "200");
    assert_eq!(app.preflight("/x", APP, "HEAD"), NOBODY);

    let app = start(Router::with_path("x").get(create).goal(list));
    assert_eq!(named(&app.preflight("/x", APP, "PURGE")), "PURGE");
    assert_eq!(app.ask("PURGE", "/x", &[APP]), ACTUAL);
    assert_eq!(app.ask("HEAD", "/x", &[APP]), ACTUAL);
}

#[test]
fn the_first_of_two_handlers_of_a_method_counts() {
    let app = start(Router::with_path("x").get(list).get(create));
    assert_eq!(app.ask("GET", "/x", &[APP]), ACTUAL);
    assert_eq!(app.preflight("/x", APP, "GET"), PREFLIGHT);
}

#[test]
fn the_policy_of_the_application() {
    let app = start(
        Router::new()
            .push(Router::with_path("orders").get(list))
            .push(Router::with_path("off").get(off))
            .push(
                salvo::Router::with_path("foreign")
                    .get(plain)
                    .push(salvo::Router::with_path("any").goal(plain)),
            )
            .policy::<Other>(),
    );
    let covered = "200 allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(app.ask("GET", "/foreign", &[OTHER]), covered);
    assert_eq!(app.ask("DELETE", "/foreign/any", &[OTHER]), covered);
    assert_eq!(app.ask("GET", "/orders", &[APP]), ACTUAL);
    assert_eq!(app.ask("GET", "/orders", &[OTHER]), "200 vary=Origin");
    assert_eq!(app.ask("GET", "/off", &[OTHER]), "200");
    for (method, path, status) in
        [("GET", "/nowhere", 404), ("PATCH", "/orders", 405), ("PUT", "/foreign", 405)]
    {
        let answer = app.ask(method, path, &[OTHER]);
        assert_eq!(answer, covered.replace("200", &status.to_string()), "{method} {path}");
    }
    assert_eq!(named(&app.preflight("/foreign", OTHER, "GET")), "GET,PUT");
    assert_eq!(named(&app.preflight("/nowhere", OTHER, "PUT")), "GET,PUT");
    // GET is served by another policy, or by none.
    assert_eq!(named(&app.preflight("/orders", OTHER, "PUT")), "PUT");
    assert_eq!(named(&app.preflight("/off", OTHER, "PUT")), "PUT");
    assert_eq!(app.preflight("/off", OTHER, "GET"), NOBODY);
    assert_eq!(app.preflight("/orders", EVIL, "PUT"), NOBODY);
}

#[test]
fn a_policy_of_an_inner_router_covers_what_stands_in_it() {
    let inner = Router::with_path("inner")
        .policy::<Api>()
        .push(Router::with_path("own").put(with::<Other, _>(plain)))
        .push(
            salvo::Router::with_path("foreign").get(plain).push(salvo::Router::with_path("put").put(plain)),
        );
    let outer = |policy: bool| {
        let router = Router::new()
            .push(salvo::Router::with_path("inner/foreign").put(plain))
            .push(salvo::Router::with_path("outer").get(plain));
        if policy { router.policy::<Other>() } else { router }
    };
    let app = start(outer(false).push(inner));
    assert_eq!(app.ask("GET", "/inner/foreign", &[APP]), ACTUAL);
    assert_eq!(
        app.preflight("/inner/foreign", APP, "GET"),
        NOBODY.replace("204", "204 allow-origin=https://app.example")
    );
    // No policy covers these.
    assert_eq!(app.ask("GET", "/outer", &[APP]), "200");
    assert_eq!(app.ask("PUT", "/inner/foreign", &[APP]), "200");
    assert_eq!(app.ask("PATCH", "/inner/own", &[APP]), "405");
    assert_eq!(app.ask("GET", "/inner/nowhere", &[APP]), "404");

    // The outer policy lists GET and PUT; GET on this path is the inner one's.
    let inner =
        Router::with_path("inner").policy::<Api>().push(salvo::Router::with_path("foreign").get(plain));
    let app = start(outer(true).push(inner));
    assert_eq!(named(&app.preflight("/inner/foreign", OTHER, "PUT")), "PUT");
    assert_eq!(app.ask("GET", "/inner/foreign", &[OTHER]), "200 vary=Origin");
    assert_eq!(app.preflight("/inner/foreign", OTHER, "GET"), NOBODY);
}

#[test]
fn a_policy_of_an_inner_router_does_not_name_what_no_policy_covers() {
    let inner = Router::with_path("x").policy::<Other>().push(salvo::Router::new().put(plain));
    let app = start(Router::new().push(salvo::Router::with_path("x").get(plain)).push(inner));
    assert_eq!(named(&app.preflight("/x", OTHER, "PUT")), "PUT");
    assert_eq!(app.ask("GET", "/x", &[OTHER]), "200");
}

#[test]
fn what_is_added_to_the_router_inside_is_the_frameworks() {
    let routes = || {
        let inside =
            |router: salvo::Router| router.get(plain).push(salvo::Router::with_path("y").goal(plain));
        Router::with_path("x").put(list).map(inside).post(create)
    };
    let app = start(routes());
    assert_eq!(app.ask("GET", "/x", &[APP]), "200");
    assert_eq!(app.ask("PUT", "/x", &[APP]), ACTUAL);
    assert_eq!(named(&app.preflight("/x", APP, "PUT")), "PUT");
    let app = start(routes().policy::<Other>());
    for (method, path) in [("GET", "/x"), ("PATCH", "/x/y")] {
        let answer = app.ask(method, path, &[OTHER]);
        assert_eq!(
            answer, "200 allow-origin=https://other.example expose-headers=x-other vary=Origin",
            "{path}"
        );
    }
    // PUT is served by another policy.
    assert_eq!(named(&app.preflight("/x", OTHER, "GET")), "GET");
    assert_eq!(named(&app.preflight("/x/y", OTHER, "GET")), "GET,PUT");
    let app = start(Router::with_path("x").map(|router| router.goal(plain)).policy::<Other>());
    assert_eq!(named(&app.preflight("/x", OTHER, "PUT")), "GET,PUT");
    assert!(Router::try_with_path("{").is_err() && Router::new().try_path("{").is_err());
}

#[test]
fn a_router_of_the_frameworks_with_a_handler_and_routers_below() {
    let foreign = salvo::Router::with_path("x").goal(plain).push(salvo::Router::new().put(plain));
    let app = start(Router::new().push(foreign).push(Router::with_path("x/y").get(list)).policy::<Other>());
    for method in ["GET", "PUT", "PURGE"] {
        let answer = app.ask(method, "/x", &[OTHER]);
        assert_eq!(
            answer, "200 allow-origin=https://other.example expose-headers=x-other vary=Origin",
            "{method}"
        );
        assert_eq!(named(&app.preflight("/x", OTHER, method)), "GET,PUT", "{method}");
    }
    assert_eq!(app.ask("GET", "/x/y", &[APP]), ACTUAL);
    assert_eq!(app.ask("GET", "/x/z", &[APP]), "404 vary=Origin");
}
