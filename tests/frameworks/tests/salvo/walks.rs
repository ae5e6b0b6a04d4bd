//! How often a preflight asks the router, and what its filters see.

use std::{
    any::TypeId,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use cors::{
    CorsPolicy,
    salvo::{Router, cors},
};
use salvo::{
    async_trait,
    prelude::{Depot, Request, handler},
    routing::{Filter, PathFilter, PathState},
};

use crate::support::{APP, NOBODY, PREFLIGHT, acrm, change, create, list, named, open, ran, start};

/// Lets everything through and counts how often it is asked.
#[derive(Debug, Clone, Default)]
struct Count(Arc<AtomicUsize>);

impl Count {
    fn taken(&self) -> usize {
        self.0.swap(0, Ordering::SeqCst)
    }
}

#[async_trait]
impl Filter for Count {
    // One of those that do not look at methods.
    fn type_id(&self) -> TypeId {
        TypeId::of::<PathFilter>()
    }

    async fn filter_for_method(
        &self,
        _request: &mut Request,
        _path: &mut PathState<'_>,
        _method: &salvo::http::Method,
    ) -> Option<bool> {
        Some(true)
    }

    async fn filter(&self, _request: &mut Request, _path: &mut PathState<'_>) -> bool {
        self.0.fetch_add(1, Ordering::SeqCst);
        true
    }
}

fn routes() -> Router {
    Router::new()
        .push(Router::with_path("orders").get(list).put(change).post(create))
        .push(Router::with_path("orders").delete(list).patch(change))
        .push(Router::with_path("other").query(list).head(change))
        .push(salvo::Router::with_path("orders").hoop(open).options(open))
}

#[test]
fn a_preflight_walks_the_router_once_more() {
    let count = Count::default();
    let app = start(Router::with_filter(count.clone()).push(routes()));
    for (path, method) in [
        ("/orders", "GET"),
        ("/orders", "HEAD"),
        ("/orders", "PURGE"),
        ("/orders", "a list, of methods"),
        ("/nowhere", "GET"),
    ] {
        app.ask("OPTIONS", path, &[APP, acrm(method)]);
        assert_eq!(count.taken(), 2, "{path} {method}");
    }
    assert_eq!(app.preflight("/orders", APP, "DELETE"), PREFLIGHT.replace("GET", "DELETE,GET,PUT,PATCH"));
    app.ask("GET", "/orders", &[APP]);
    count.taken();
    app.ask("GET", "/orders", &[APP]);
    assert_eq!(count.taken(), 1);

    let app = start(Router::with_filter(count.clone()).push(routes()).policy::<Listing>());
    for path in ["/orders", "/nowhere"] {
        app.preflight(path, APP, "PURGE");
        assert_eq!(count.taken(), 2, "{path}");
    }
}

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"], methods = [GET, PUT, PURGE])]
struct Listing;

#[test]
fn the_answers_are_the_same_where_a_filter_may_look_at_methods() {
    let count = Count::default();
    let odd = Router::with_filter_fn(|_, _| true).push(routes());
    let (app, odd) = (start(routes()), start(Router::with_filter(count.clone()).push(odd)));
    for path in ["/orders", "/other", "/nowhere"] {
        for method in ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "QUERY", "PURGE", "?"] {
            let preflight = [APP, acrm(method)];
            assert_eq!(
                app.ask("OPTIONS", path, &preflight),
                odd.ask("OPTIONS", path, &preflight),
                "{method} {path}"
            );
        }
    }
    // Whatever the requested method is, nobody makes it work without an end.
    count.taken();
    odd.preflight("/orders", APP, "GET");
    assert!(count.taken() <= 9);
}

#[test]
fn one_answer_for_each_set_of_methods() {
    // More sets than are kept.
    let paths = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"];
    let mut router = Router::with_path("{name}").get(list);
    for (n, path) in paths.iter().enumerate() {
        let method = |n: usize| salvo::http::Method::from_bytes(format!("M{n}").as_bytes()).unwrap();
        router = Router::new().push(Router::with_path(*path).on(method(n), list)).push(router);
    }
    let app = start(router);
    for _ in 0..2 {
        for (n, path) in paths.iter().enumerate() {
            assert_eq!(named(&app.preflight(&format!("/{path}"), APP, "GET")), format!("GET,M{n}"));
        }
        assert_eq!(named(&app.preflight("/z", APP, "GET")), "GET");
    }
}

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"], headers = ["x-v2"])]
struct Versions;

#[cors(Versions)]
#[handler]
async fn first_version(depot: &mut Depot) -> &'static str {
    ran(depot);
    "first"
}

#[cors(origins = ["https://admin.example"])]
#[handler]
async fn second_version(depot: &mut Depot) -> &'static str {
    ran(depot);
    "second"
}

#[cors(origins = ["https://admin.example"], on_refused = forbid)]
#[handler]
async fn strict_version(depot: &mut Depot) -> &'static str {
    ran(depot);
    "strict"
}

#[test]
fn a_filter_sees_the_headers_of_the_preflight() {
    let is_second = |request: &mut Request, _: &mut PathState<'_>| request.headers().contains_key("x-v2");
    let v2 = ("x-v2", "1");
    let routes =
        |second: Router| Router::with_path("orders").push(second).push(Router::new().delete(first_version));
    let app = start(routes(Router::with_filter_fn(is_second).delete(second_version)));
    // As browsers ask: with the header's name, without the header. The policy of the other version answers.
    let preflight = [APP, acrm("DELETE"), ("access-control-request-headers", "x-v2")];
    let answer = "204 allow-headers=x-v2 allow-methods=DELETE allow-origin=https://app.example \
                  vary=Origin, Access-Control-Request-Method";
    assert_eq!(app.ask("OPTIONS", "/orders", &preflight), answer);
    assert_eq!(app.runs(), 0);
    // So the handler runs, and the page does not read what it says.
    assert_eq!(app.ask("DELETE", "/orders", &[APP, v2]), "200 vary=Origin");
    assert_eq!(app.runs(), 1);
    // This one does not run.
    let app = start(routes(Router::with_filter_fn(is_second).delete(strict_version)));
    assert_eq!(app.ask("OPTIONS", "/orders", &preflight), answer);
    assert!(app.ask("DELETE", "/orders", &[APP, v2]).starts_with("403 "));
    assert_eq!(app.runs(), 0);
}

#[test]
fn a_preflight_is_for_one_path_whatever_filters_do_to_the_uri() {
    let lengthen = |request: &mut Request, _: &mut PathState<'_>| {
        *request.uri_mut() = format!("{}/x", request.uri().path()).parse().unwrap();
        true
    };
    let app = start(
        Router::with_filter_fn(lengthen)
            .push(Router::with_path("orders").get(create))
            .push(Router::with_path("orders/x").get(list).put(change))
            .push(Router::with_path("orders/x/x").get(create).put(create)),
    );
    // The framework's own match has lengthened it once.
    assert_eq!(named(&app.preflight("/orders", APP, "GET")), "GET,PUT");
}

#[test]
fn a_policy_names_head_only_where_it_serves_it() {
    #[derive(CorsPolicy)]
    #[policy(origins = ["https://app.example"], methods = [GET, HEAD])]
    struct Reads;

    #[cors(Reads)]
    #[handler]
    async fn read(depot: &mut Depot) {
        ran(depot);
    }

    let app = start(
        Router::new()
            .push(Router::with_path("both").get(read))
            .push(Router::with_path("split").get(read).head(create))
            .push(Router::with_path("own").head(read).get(create)),
    );
    assert_eq!(named(&app.preflight("/both", APP, "GET")), "GET,HEAD");
    assert_eq!(named(&app.preflight("/both", APP, "HEAD")), "GET,HEAD");
    assert_eq!(named(&app.preflight("/split", APP, "GET")), "GET");
    assert_eq!(named(&app.preflight("/split", APP, "HEAD")), "HEAD");
    assert_eq!(named(&app.preflight("/own", APP, "HEAD")), "HEAD");
    let app = start(Router::with_path("x").get(list).policy::<Reads>());
    assert_eq!(
        app.preflight("/x", APP, "PUT"),
        NOBODY.replace("204", "204 allow-origin=https://app.example")
    );
}
