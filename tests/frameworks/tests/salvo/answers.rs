use cors::{
    Policy,
    salvo::{Router, cors},
};
use salvo::{
    extract::{JsonBody, PathParam, QueryParam},
    prelude::{Depot, StatusError, Writer, handler},
    routing::filters,
};

use crate::support::{APP, App, NOBODY, create, list, off, plain, ran, start};

#[test]
fn a_405_names_the_methods_as_the_framework_does() {
    let routes = || {
        Router::new()
            .push(Router::with_path("orders").get(list).post(create).delete(off))
            .push(Router::with_path("other").put(list))
            .push(
                salvo::Router::with_path("foreign")
                    .get(plain)
                    .post(plain)
                    .push(salvo::Router::new().filter(filters::delete()).goal(plain)),
            )
    };
    // The framework asks otherwise where a filter is in the way that it does not know.
    let odd = Router::new().push(Router::with_filter_fn(|_, _| false).get(list)).push(routes());
    for router in [routes(), odd] {
        allows_what_the_path_serves(&start(router));
    }
}

fn allows_what_the_path_serves(app: &App) {
    for path in ["/orders", "/foreign"] {
        let answer = app.answer("PATCH", path, &[APP]);
        assert_eq!(answer.status, 405, "{path}");
        let mut allowed: Vec<String> = answer
            .values("allow")
            .flat_map(|line| line.split(',').map(|method| method.trim().to_owned()).collect::<Vec<_>>())
            .collect();
        allowed.sort();
        assert_eq!(allowed, ["DELETE", "GET", "POST"], "{path}");
    }
    assert_eq!(app.answer("GET", "/nowhere", &[APP]).status, 404);
}

#[test]
fn a_path_below_a_known_one_is_unknown() {
    let app = start(Router::new().push(Router::with_path("orders").get(list).goal(create)));
    for path in ["/orders/7", "/orders/7/8", "/"] {
        assert_eq!(app.ask("GET", path, &[APP]), "404", "{path}");
        assert_eq!(app.ask("OPTIONS", path, &[APP, crate::support::acrm("GET")]), "404", "{path}");
    }
}

#[test]
fn the_policy_of_the_application_may_be_made_at_run_time() {
    let policy = Policy::builder().origins(["https://app.example"]).methods(["PUT"]).build().unwrap();
    let app = start(Router::new().push(Router::with_path("off").get(off)).with_policy(policy));
    assert_eq!(app.ask("GET", "/nowhere", &[APP]), "404 allow-origin=https://app.example vary=Origin");
    assert_eq!(
        app.preflight("/nowhere", APP, "PUT"),
        "204 allow-methods=PUT allow-origin=https://app.example vary=Origin, Access-Control-Request-Method"
    );
    assert_eq!(app.preflight("/off", APP, "GET"), NOBODY);
}

#[cors(origins = ["https://app.example"], headers = ["content-type"])]
#[handler]
async fn extract(
    id: PathParam<u32>,
    page: QueryParam<u32, true>,
    body: JsonBody<Vec<u32>>,
    depot: &mut Depot,
) -> Result<String, StatusError> {
    ran(depot);
    if body.is_empty() {
        return Err(StatusError::unprocessable_entity());
    }
    Ok(format!("{id} {} {}", page.into_inner(), body.len()))
}

#[test]
fn whatever_refuses_the_headers_are_there() {
    let app = start(Router::with_path("x/{id}").post(extract).get(plain_of_ours));
    let json = ("content-type", "application/json");
    for (path, body, status) in [
        ("/x/7?page=1", "[1,2]", 200),
        ("/x/7?page=1", "[]", 422),
        ("/x/7?page=1", "{", 400),
        ("/x/7", "[1]", 400),
        ("/x/seven?page=1", "[1]", 400),
    ] {
        let length = body.len().to_string();
        // The body goes behind the last line of the head.
        let before = app.runs();
        let end = format!("{length}\r\n\r\n{body}");
        let answer = app.ask("POST", path, &[APP, json, ("content-length", &end)]);
        assert_eq!(answer, format!("{status} allow-origin=https://app.example vary=Origin"), "{path} {body}");
        assert_eq!(app.runs() - before, usize::from(status == 200 || status == 422), "{path} {body}");
    }
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn plain_of_ours(depot: &mut Depot) -> &'static str {
    ran(depot);
    "plain"
}

#[test]
fn odd_paths_are_matched_as_the_framework_matches_them() {
    let app = start(
        Router::new()
            .push(Router::with_path("orders").get(list))
            .push(Router::with_path("orders/{id}").get(create))
            .push(salvo::Router::with_path("{**rest}").get(plain)),
    );
    let mut seen = std::collections::BTreeSet::new();
    for path in [
        "/orders",
        "/orders/",
        "//orders",
        "/%6frders",
        "/ORDERS",
        "/orders/%2e%2e",
        "/orders/..",
        "/orders;x",
    ] {
        let actual = app.ask("GET", path, &[APP]);
        seen.insert(actual.clone());
        let preflight = app.ask("OPTIONS", path, &[APP, crate::support::acrm("GET")]);
        assert_eq!(
            actual.contains("allow-origin"),
            preflight.contains("allow-origin"),
            "{path}: {actual}; {preflight}"
        );
        assert_eq!(
            actual.contains("credentials"),
            preflight.contains("credentials"),
            "{path}: {actual}; {preflight}"
        );
    }
    // Each of the three handlers was reached.
    assert_eq!(seen.len(), 3, "{seen:?}");
}
