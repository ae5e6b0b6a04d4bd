//! Middleware around handlers, paths and routers.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use cors::poem::{Route, cors, get, options, post, with};
use poem::{
    Endpoint, EndpointExt, IntoResponse, Middleware, Request, Response, Result, handler,
    http::Method,
    middleware::{CatchPanic, NormalizePath, TrailingSlash, make},
};

use crate::support::{
    ACTUAL, APP, EVIL, FORBIDDEN, KEY, NOBODY, OTHER, OTHERS, Other, PREFLIGHT, REFUSED, acrm, ask, auth,
    create, list, off, plain,
};

/// Authentication as a middleware type, as libraries have it.
struct Auth;

struct AuthEndpoint<E>(Arc<E>);

impl<E: Endpoint> Middleware<E> for Auth {
    type Output = AuthEndpoint<E>;

    fn transform(&self, inner: E) -> AuthEndpoint<E> {
        AuthEndpoint(Arc::new(inner))
    }
}

impl<E: Endpoint> Endpoint for AuthEndpoint<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        auth(Arc::clone(&self.0), request).await
    }
}

#[tokio::test]
async fn middleware_of_a_path_stands_inside() {
    let layered = || get(list).post(create).with(Auth).data("a word");
    let around = || get(list).post(create).around(auth).with(CatchPanic::new());
    let mapped = || get(list).post(create).data(1).map(|endpoint| endpoint.around(auth)).around(auth);
    let bare = poem::Route::new().at("/", layered());
    let table = Route::new().at("/", layered()).finish();
    let apps: [&dyn poem::endpoint::DynEndpoint<Output = Response>; 6] = [
        &poem::endpoint::ToDynEndpoint(bare),
        &poem::endpoint::ToDynEndpoint(table),
        &poem::endpoint::ToDynEndpoint(Route::new().at("/", layered()).data(1).finish()),
        &poem::endpoint::ToDynEndpoint(Route::new().at("/", around()).data(1).finish()),
        &poem::endpoint::ToDynEndpoint(Route::new().nest("/", mapped()).data(1).finish()),
        &poem::endpoint::ToDynEndpoint(poem::Route::new().at("/", mapped())),
    ];
    for app in apps {
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, PREFLIGHT);
        assert_eq!(ask(&app, "GET", "/", &[APP]).await, REFUSED);
        assert_eq!(ask(&app, "GET", "/", &[APP, KEY]).await, ACTUAL);
        assert_eq!(ask(&app, "PATCH", "/", &[APP, KEY]).await, "405");
    }
}

#[tokio::test]
async fn middleware_of_the_router_stands_inside() {
    let routes = || Route::new().at("/", get(list)).at("/off", get(off)).at("/own", options(list).get(list));
    let apps: [&dyn poem::endpoint::DynEndpoint<Output = Response>; 4] = [
        &poem::endpoint::ToDynEndpoint(routes().with(Auth).finish()),
        &poem::endpoint::ToDynEndpoint(routes().around(auth).with(CatchPanic::new()).finish()),
        &poem::endpoint::ToDynEndpoint(routes().data(1).map(|app| app.around(auth)).finish()),
        &poem::endpoint::ToDynEndpoint(Route::new().nest("/", routes().with(Auth)).finish()),
    ];
    for app in apps {
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, PREFLIGHT);
        assert_eq!(ask(&app, "OPTIONS", "/", &[EVIL, acrm("GET")]).await, NOBODY);
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("PUT")]).await, NOBODY);
        assert_eq!(ask(&app, "GET", "/", &[APP]).await, REFUSED);
        assert_eq!(ask(&app, "GET", "/", &[EVIL]).await, "401 vary=Origin");
        assert_eq!(ask(&app, "GET", "/", &[APP, KEY]).await, ACTUAL);
        assert_eq!(ask(&app, "GET", "/off", &[APP]).await, "401");
        assert_eq!(ask(&app, "OPTIONS", "/own", &[APP]).await, REFUSED);
        assert_eq!(ask(&app, "OPTIONS", "/own", &[APP, KEY]).await, ACTUAL);
        assert_eq!(ask(&app, "OPTIONS", "/own", &[acrm("GET")]).await, "401 vary=Origin");
        assert_eq!(ask(&app, "GET", "/nowhere", &[APP]).await, "401");
    }
}

/// Directories of files and the like want the prefix taken off, so they are nested and not put at a path.
#[tokio::test]
async fn handlers_straight_below_a_prefix() {
    let app = Route::new()
        .nest("/files", get(list))
        .nest_no_strip("/kept", get(list).data(1))
        .nest("/deep", Route::new().nest("/er", get(list)))
        .around(auth)
        .finish();
    for path in ["/files", "/files/", "/files/a", "/files/a/b", "/kept", "/kept/a", "/deep/er/a"] {
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, PREFLIGHT, "{path}");
        assert_eq!(ask(&app, "GET", path, &[APP]).await, REFUSED, "{path}");
        assert_eq!(ask(&app, "GET", path, &[APP, KEY]).await, ACTUAL, "{path}");
    }
}

#[tokio::test]
async fn what_stands_around_the_finished_router_is_not_covered() {
    let app = Route::new().at("/", get(list)).finish().around(auth);
    assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await, "401");
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, "401");
    assert_eq!(ask(&app, "GET", "/", &[APP, KEY]).await, ACTUAL);
}

/// Nothing of anybody's runs before authentication, whatever the request looks like.
#[tokio::test]
async fn nothing_passes_authentication() {
    let runs = Arc::new(AtomicUsize::new(0));
    let count = || {
        let runs = Arc::clone(&runs);
        poem::endpoint::make_sync(move |_| {
            runs.fetch_add(1, Ordering::SeqCst);
            "ran"
        })
    };
    let without = || cors::poem::without(count());
    let app = Route::new()
        .at("/ours", get(without()).options(without()))
        .at("/any", cors::poem::any(without()))
        .at("/foreign", poem::get(count()).options(count()).post(count()))
        .at("/foreign-any", count())
        .nest("/nested", poem::Route::new().at("/", count()).at("/x", count()))
        .nest_no_strip("/kept", count())
        .around(auth)
        .finish();
    let paths = [
        "/ours",
        "/any",
        "/foreign",
        "/foreign-any",
        "/nested",
        "/nested/x",
        "/kept",
        "/kept/x",
        "/nowhere",
        "*",
        "host.example:443",
    ];
    for path in paths {
        for method in ["OPTIONS", "GET", "POST", "DELETE", "HEAD", "CONNECT", "CORSPROBE"] {
            for requested in [None, Some("GET"), Some("OPTIONS"), Some("POST"), Some("DELETE"), Some("")] {
                let mut headers = vec![APP];
                headers.extend(requested.map(acrm));
                let answer = ask(&app, method, path, &headers).await;
                let is_ours = method == "OPTIONS" && requested.is_some() && ["/ours", "/any"].contains(&path);
                assert_eq!(answer, if is_ours { NOBODY } else { "401" }, "{method} {path} {requested:?}");
            }
        }
    }
    assert_eq!(runs.load(Ordering::SeqCst), 0);
    // The test can fail: with credentials they do run.
    assert_eq!(ask(&app, "OPTIONS", "/foreign-any", &[APP, acrm("GET"), KEY]).await, "200");
    assert_eq!(runs.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn plain_routes_without_a_policy_for_the_application_are_left_as_they_are() {
    let app = Route::new().at("/", get(list)).at("/plain", poem::get(plain).options(plain)).data(1).finish();
    assert_eq!(ask(&app, "GET", "/plain", &[APP]).await, "200");
    // Its own OPTIONS handler ran.
    assert_eq!(ask(&app, "OPTIONS", "/plain", &[APP, acrm("GET")]).await, "200");
}

/// CORS headers of middleware between the handlers and the table are replaced.
#[tokio::test]
async fn one_place_sets_the_headers() {
    async fn careless<E: Endpoint>(inner: Arc<E>, request: Request) -> Result<Response> {
        let mut response = inner.call(request).await?.into_response();
        for value in ["*", "https://evil.example"] {
            response.headers_mut().append("access-control-allow-origin", value.parse().unwrap());
        }
        response.headers_mut().append("vary", "Accept".parse().unwrap());
        Ok(response)
    }
    let app = Route::new().at("/", get(list)).around(careless).finish();
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, ACTUAL.replace("vary=", "vary=Accept, "));
    assert_eq!(ask(&app, "GET", "/", &[EVIL]).await, "200 vary=Accept, Origin");
}

/// The table goes by the path as it comes; what middleware makes of it afterwards cannot lend anybody a policy.
#[tokio::test]
async fn a_path_that_middleware_rewrites() {
    let swap = |request: Request| async move {
        let mut request = request;
        if request.uri().path() == "/list" {
            *request.uri_mut() = "/create".parse().unwrap();
        }
        Ok::<_, poem::Error>(request)
    };
    let routes = || Route::new().at("/list", get(list)).at("/create", get(create).put(off));
    let app = routes().map(|app| app.before(swap)).finish();
    // The handler's own policy stands.
    let created = "201 allow-credentials=true allow-origin=https://app.example vary=Origin";
    assert_eq!(ask(&app, "GET", "/list", &[APP]).await, created);
    assert_eq!(ask(&app, "GET", "/list", &[EVIL]).await, FORBIDDEN);
    assert_eq!(ask(&app, "GET", "/list", &[]).await, "201 vary=Origin");
    let app = routes().with(NormalizePath::new(TrailingSlash::Trim)).finish();
    assert_eq!(ask(&app, "GET", "/list/", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "OPTIONS", "/list/", &[APP, acrm("GET")]).await, PREFLIGHT);
}

/// A table and a path decide by the method that came; the handler of another method answers for itself.
#[tokio::test]
async fn a_method_that_middleware_overrides() {
    #[cors(origins = ["https://app.example"], on_refused = forbid)]
    #[handler]
    fn strict() -> &'static str {
        "strict"
    }
    async fn method_override(mut request: Request) -> Result<Request> {
        if let Some(method) = request.header("x-http-method-override").map(str::to_owned) {
            request.set_method(Method::from_bytes(method.as_bytes()).unwrap());
        }
        Ok(request)
    }
    let routes = || post(with::<Other, _>(plain)).put(list).delete(strict);
    let in_a_path = make(|endpoint: poem::endpoint::BoxEndpoint<'static>| endpoint.before(method_override));
    let apps: [&dyn poem::endpoint::DynEndpoint<Output = Response>; 4] = [
        &poem::endpoint::ToDynEndpoint(
            Route::new().at("/:id", routes()).map(|app| app.before(method_override)).finish(),
        ),
        &poem::endpoint::ToDynEndpoint(Route::new().at("/:id", routes().with(&in_a_path)).data(1).finish()),
        &poem::endpoint::ToDynEndpoint(poem::Route::new().at("/:id", routes().with(&in_a_path))),
        &poem::endpoint::ToDynEndpoint(poem::Route::new().at("/:id", routes().with(&in_a_path).data(1))),
    ];
    for app in apps {
        let to = |method| ("x-http-method-override", method);
        assert_eq!(ask(&app, "POST", "/1", &[OTHER]).await, OTHERS);
        assert_eq!(ask(&app, "POST", "/1", &[OTHER, to("POST")]).await, OTHERS);
        assert_eq!(ask(&app, "POST", "/1", &[OTHER, to("DELETE")]).await, FORBIDDEN);
        assert_eq!(ask(&app, "POST", "/1", &[OTHER, to("PUT")]).await, FORBIDDEN);
        assert_eq!(ask(&app, "POST", "/1", &[APP, to("DELETE")]).await, format!("{ACTUAL}, Sec-Fetch-Site"));
        assert_eq!(ask(&app, "POST", "/1", &[APP, to("PUT")]).await, ACTUAL);
        assert_eq!(ask(&app, "POST", "/1", &[to("PUT")]).await, "200 vary=Origin");
        assert_eq!(ask(&app, "POST", "/1", &[OTHER, to("PATCH")]).await, OTHERS.replace("200", "405"));
    }
}
