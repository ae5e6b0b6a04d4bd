//! `routes!` and what it takes.

use axum::body::Body;
use cors::{
    HandlerInfo, Policy, PolicyError, PolicySource, RoutePolicy, cors,
    tower::{CorsLayer, PathParams, RouteError, Table, routes, with, with_policy, without},
};
use http::{Request, Response, StatusCode};
use tower::{Layer, Service, ServiceExt};

use crate::support::{ACTUAL, APP, Api, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, ask, request};

#[cors(Api)]
async fn list(_: Request<Body>) -> Response<Body> {
    Response::new("list".into())
}

#[cors(origins = ["https://other.example"])]
async fn create(_: Request<Body>) -> Response<Body> {
    Response::new("create".into())
}

#[cors(off)]
async fn off(_: Request<Body>) -> Response<Body> {
    Response::new("off".into())
}

async fn plain(_: Request<Body>) -> Response<Body> {
    Response::new("plain".into())
}

#[tokio::test]
async fn each_method_has_its_own_policy() -> Result<(), RouteError> {
    let app = routes! { GET "/" => list, POST "/" => create, PURGE "/" => list }?;
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "PURGE", "/", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "POST", "/", &[APP]).await, "200 vary=Origin");
    let shared = PREFLIGHT.replace("GET", "GET,PURGE");
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, shared);
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("HEAD")]).await, shared);
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("POST")]).await, NOBODY);
    let post = PREFLIGHT.replace("GET", "POST").replace("app", "other");
    assert_eq!(ask(&app, "OPTIONS", "/", &[OTHER, acrm("POST")]).await, post);
    Ok(())
}

#[tokio::test]
async fn what_has_no_attribute_is_stated() -> Result<(), Box<dyn std::error::Error>> {
    let policy: Result<Policy, PolicyError> = Policy::builder().origins(["https://run-time.example"]).build();
    let greeting = "hello".to_owned();
    let closure = move |_: Request<Body>| {
        let greeting = greeting.clone();
        async move { Response::new(Body::from(greeting)) }
    };
    let app = routes! {
        GET "/with" => with::<Api, _>(closure),
        GET "/run-time" => with_policy(policy?, plain),
        GET "/without" => without(plain),
        GET "/off" => off,
    }?;
    assert_eq!(ask(&app, "GET", "/with", &[APP]).await, ACTUAL);
    assert_eq!(
        ask(&app, "GET", "/run-time", &[("origin", "https://run-time.example")]).await,
        ACTUAL.replace("app", "run-time")
    );
    for path in ["/without", "/off"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, "200");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, NOBODY);
    }
    Ok(())
}

#[tokio::test]
async fn unknown_paths_and_methods() -> Result<(), RouteError> {
    let app = routes! { GET "/" => list, DELETE "/" => list }?;
    assert_eq!(ask(&app, "GET", "/nowhere", &[APP]).await, "404");
    assert_eq!(ask(&app, "OPTIONS", "/nowhere", &[APP, acrm("GET")]).await, "404");
    let response = app.clone().oneshot(request("PATCH", "/", &[APP])).await.unwrap();
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(response.headers()["allow"], "GET,DELETE,HEAD");
    let app = routes! { GET "/" => list, _ => plain }?.policy::<Other>();
    let rest = "allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(ask(&app, "GET", "/nowhere", &[OTHER]).await, format!("200 {rest}"), "the fallback");
    assert_eq!(ask(&app, "PATCH", "/", &[OTHER]).await, format!("405 {rest}"));
    assert_eq!(ask(&app, "GET", "/", &[OTHER]).await, "200 vary=Origin", "its own policy replaces it whole");
    Ok(())
}

#[cors(origins = ["https://admin.example"], on_refused = forbid)]
async fn strict(_: Request<Body>) -> Response<Body> {
    Response::new("strict".into())
}

/// The policy of the rest is for what has none of its own.
#[tokio::test]
async fn routes_behind_the_fallback_of_others_keep_their_policy() -> Result<(), RouteError> {
    let inner = routes! { GET "/list" => list, GET "/off" => off, PUT "/strict" => strict }?;
    let behind = inner.clone();
    let outer = routes! {
        GET "/" => list,
        _ => move |request: Request<Body>| {
            let behind = behind.clone();
            async move { behind.oneshot(request).await.unwrap_or_else(|never| match never {}).map(Body::new) }
        },
    }?
    .policy::<Other>();
    let layered = outer.cors().layer(outer.clone());
    for (method, path) in [("GET", "/list"), ("GET", "/off"), ("PUT", "/strict")] {
        for origin in [APP, OTHER, EVIL, ("origin", "https://admin.example")] {
            let alone = ask(&inner, method, path, &[origin]).await;
            assert_eq!(ask(&outer, method, path, &[origin]).await, alone, "{path}");
            assert_eq!(ask(&layered, method, path, &[origin]).await, alone, "{path} with the layer");
        }
    }
    let rest = "404 allow-origin=https://other.example expose-headers=x-other vary=Origin";
    assert_eq!(ask(&outer, "GET", "/nowhere", &[OTHER]).await, rest);
    assert_eq!(ask(&layered, "GET", "/nowhere", &[OTHER]).await, rest);
    // As the documentation says: its preflights are those of the rest.
    let preflight = ask(&outer, "OPTIONS", "/list", &[APP, acrm("GET")]).await;
    assert_eq!(preflight, NOBODY);
    Ok(())
}

#[tokio::test]
async fn parts_of_paths() -> Result<(), RouteError> {
    async fn parts(request: Request<Body>) -> Result<Response<Body>, &'static str> {
        let params = request.extensions().get::<PathParams>().ok_or("none")?;
        let [a, rest] = ["a", "rest"].map(|name| params.get(name).unwrap_or("-"));
        Ok(Response::new(format!("{a} {rest}").into()))
    }
    let app = routes! { GET "/x/{a}/{*rest}" => without(parts) }?;
    let mut service = app.clone();
    let response = service.ready().await.unwrap().call(request("GET", "/x/1%20/b/c", &[])).await.unwrap();
    let body = axum::body::to_bytes(Body::new(response.into_body()), 100).await.unwrap();
    assert_eq!(body, "1%20 b/c");
    Ok(())
}

#[test]
fn a_path_that_cannot_be_routed_is_an_error() {
    let error = routes! { GET "/a/{x}" => list, GET "/a/{y}" => list }.unwrap_err().to_string();
    assert!(error.starts_with("the path `/a/{y}` cannot be routed: ") && error.contains("/a/{x}"), "{error}");
    let table = Table::new().with::<Api>("GET", "/a/{");
    assert!(CorsLayer::table(&table).unwrap_err().to_string().contains("`/a/{`"));
}

/// What would be dropped, never match or end in a fault is an error when the program starts, all of it at once.
#[test]
fn mistakes_in_a_table_are_errors() {
    let mistakes =
        |table: &Table| CorsLayer::table(table).map_or_else(|error| error.to_string(), |_| String::new());
    let said =
        |mistake: Result<_, RouteError>| mistake.map_or_else(|error| error.to_string(), |()| String::new());
    let twice = said(routes! { GET "/a" => list, GET "/a" => create }.map(drop));
    assert_eq!(twice, "the route `GET /a` is there already");
    let twice = said(routes! { any "/a" => list, any "/a" => create }.map(drop));
    assert_eq!(twice, "the route `any /a` is there already");
    assert_eq!(
        mistakes(&Table::new().with::<Api>("GET", "/a").without("GET", "/a")),
        "the route `GET /a` is there already"
    );
    let lower = said(routes! { get "/a" => list }.map(drop));
    assert_eq!(lower, "the route `get /a` cannot be served: methods are told apart by case, write `GET`");
    let any = said(routes! { ANY "/a" => list }.map(drop));
    assert_eq!(any, "the route `ANY /a` cannot be served: any method is written `any`");
    let parameters = "/{a}".repeat(26);
    for (method, path, why) in [
        ("", "/a", "a method consists of letters, digits and !#$%&'*+-.^_`|~"),
        ("P UT", "/a", "a method consists of letters, digits and !#$%&'*+-.^_`|~"),
        ("GET", "a", "a path begins with `/`"),
        ("GET", "", "a path begins with `/`"),
        ("GET", "/a/:id", "a parameter is written `{id}`"),
        ("GET", "/a/*rest", "the rest of a path is written `{*rest}`"),
        ("GET", "/a?b", "a path has no query, no fragment and no space"),
        ("GET", "/a b", "a path has no query, no fragment and no space"),
        ("GET", &parameters, "a path has at most 25 parameters"),
    ] {
        let text = mistakes(&Table::new().with::<Api>(method, path));
        assert!(text.contains(why) && text.contains(path), "{method} {path}: {text}");
    }
    let all =
        mistakes(&Table::new().with::<Api>("get", "a").with::<Api>("GET", "/a/{").with::<Api>("GET", "/b"));
    assert_eq!(all.lines().count(), 3, "{all}");
    // Names of parameters may differ, literal braces and colons inside of segments are fine.
    let right = Table::new()
        .with::<Api>("GET", "/a/{{x}}")
        .with::<Api>("M-SEARCH", "/a:b")
        .with::<Api>("any", "/a:b");
    assert_eq!(mistakes(&right), "");
}

#[test]
fn the_list() -> Result<(), RouteError> {
    let app = routes! { GET "/b" => list, any "/a" => with::<Other, _>(plain), GET "/c" => off }?;
    let policies = app.policy::<Api>().policies();
    let routes: Vec<_> =
        policies.iter().map(|route| (route.method(), route.path(), route.source())).collect();
    assert_eq!(
        routes,
        [
            (None, Some("/a"), PolicySource::Handler),
            (Some("GET"), Some("/b"), PolicySource::Handler),
            (Some("GET"), Some("/c"), PolicySource::OptOut),
            (None, None, PolicySource::Application),
        ]
    );
    let named: Vec<_> = policies.iter().filter_map(RoutePolicy::handler).map(HandlerInfo::name).collect();
    assert!(named[1].ends_with("::list") && named[2].ends_with("::off"), "{named:?}");
    Ok(())
}

/// However a path is written, it never gets the policy of another handler.
#[tokio::test]
async fn spellings_of_a_path() -> Result<(), RouteError> {
    let app = routes! { GET "/list" => list, GET "/create" => create }?;
    for path in ["/List", "/list/", "//list", "/./list", "/create/../list", "/%6cist", "/list;x", "/list%2f"]
    {
        let answer = ask(&app, "GET", path, &[APP]).await;
        assert_eq!(answer, "404", "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, "404", "{path}");
    }
    assert_eq!(ask(&app, "GET", "/list?x=/create", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/list", &[EVIL]).await, "200 vary=Origin");
    Ok(())
}
