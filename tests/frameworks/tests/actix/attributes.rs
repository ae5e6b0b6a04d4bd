//! Handlers below actix-web's route attributes.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{
    App, Error, HttpRequest,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    get,
    guard::GuardContext,
    middleware::{Next, from_fn},
    route, routes,
    test::init_service,
    web,
};
use cors::actix_web::cors;

use crate::support::{ACTUAL, APP, EVIL, NOBODY, PREFLIGHT, acrm, ask, plain};

mod one {
    use actix_web::{connect, delete, get, head, options, patch, post, put, trace};
    use cors::actix_web::cors;

    macro_rules! one_method {
        ($($attribute:ident as $name:ident)*) => {
            $(
                #[cors(origins = ["https://app.example"])]
                #[$attribute("/one")]
                pub(super) async fn $name() -> &'static str {
                    stringify!($name)
                }
            )*
        };
    }

    one_method! {
        head as on_head get as on_get post as on_post put as on_put delete as on_delete options as on_options
        patch as on_patch connect as on_connect trace as on_trace
    }
}

#[actix_web::test]
async fn every_attribute() {
    let app = App::new()
        // In front of GET, which would answer its preflights else.
        .service(one::on_head)
        .service(one::on_get)
        .service(one::on_post)
        .service(one::on_put)
        .service(one::on_delete)
        .service(one::on_options)
        .service(one::on_patch)
        .service(one::on_connect)
        .service(one::on_trace);
    let app = init_service(app).await;
    for method in ["HEAD", "GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "CONNECT", "TRACE"] {
        assert_eq!(ask(&app, method, "/one", &[APP]).await, ACTUAL, "{method}");
        let expected = PREFLIGHT.replace("GET", method);
        assert_eq!(ask(&app, "OPTIONS", "/one", &[APP, acrm(method)]).await, expected, "{method}");
    }
}

#[cors(origins = ["https://app.example"])]
#[route("/several", method = "GET", method = "PUT", method = "PURGE")]
async fn several() -> &'static str {
    "several"
}

#[cors(origins = ["https://app.example"])]
#[routes]
#[get("/old")]
#[get("/new")]
#[post("/new")]
async fn two_paths() -> &'static str {
    "two paths"
}

#[actix_web::test]
async fn several_methods_and_paths() {
    let app = init_service(App::new().service(several).service(two_paths)).await;
    for method in ["GET", "PUT", "PURGE"] {
        assert_eq!(ask(&app, method, "/several", &[APP]).await, ACTUAL, "{method}");
        let expected = PREFLIGHT.replace("GET", "GET,PUT,PURGE");
        assert_eq!(ask(&app, "OPTIONS", "/several", &[APP, acrm(method)]).await, expected, "{method}");
    }
    for (method, path) in [("GET", "/old"), ("GET", "/new"), ("POST", "/new")] {
        assert_eq!(ask(&app, method, path, &[APP]).await, ACTUAL, "{method} {path}");
        let expected = PREFLIGHT.replace("GET", method);
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm(method)]).await, expected, "{method} {path}");
    }
    assert_eq!(ask(&app, "OPTIONS", "/old", &[APP, acrm("POST")]).await, "404");
}

#[cors(off)]
#[get("/off")]
async fn off() -> &'static str {
    "off"
}

#[cors(crate::support::Api)]
#[get("/named")]
async fn named() -> &'static str {
    "named"
}

#[actix_web::test]
async fn off_and_named() {
    let app = init_service(App::new().service(off).service(named)).await;
    assert_eq!(ask(&app, "GET", "/off", &[APP]).await, "200");
    assert_eq!(ask(&app, "OPTIONS", "/off", &[APP, acrm("GET")]).await, NOBODY);
    assert_eq!(ask(&app, "GET", "/named", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "OPTIONS", "/named", &[APP, acrm("GET")]).await, PREFLIGHT);
}

static WRAPPED: AtomicUsize = AtomicUsize::new(0);

/// Refuses what has no `authorization`, and sets a CORS header of its own.
async fn wrap(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    WRAPPED.fetch_add(1, Ordering::SeqCst);
    if !request.headers().contains_key("authorization") {
        return Err(actix_web::error::ErrorUnauthorized("who are you?"));
    }
    let mut response = next.call(request).await?;
    let value = actix_web::http::header::HeaderValue::from_static("*");
    response.headers_mut().insert(actix_web::http::header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
    Ok(response)
}

fn version(context: &GuardContext<'_>) -> bool {
    !context.head().uri.path().ends_with("/old")
}

#[cors(origins = ["https://app.example"])]
#[get("/options/{id}", name = "with-options", guard = "version", wrap = "from_fn(wrap)")]
async fn with_options(request: HttpRequest) -> String {
    request.url_for("with-options", ["7"]).map_or_else(|error| error.to_string(), |url| url.to_string())
}

#[actix_web::test]
async fn options_of_the_route_are_kept_and_ours_is_outermost() {
    let app = init_service(App::new().service(with_options)).await;
    assert_eq!(ask(&app, "OPTIONS", "/options/7", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(WRAPPED.load(Ordering::SeqCst), 0);
    assert_eq!(
        ask(&app, "GET", "/options/7", &[APP]).await,
        ACTUAL.replace("200", "401"),
        "an inner wrap's own answer has the headers"
    );
    assert_eq!(ask(&app, "GET", "/options/7", &[EVIL, ("authorization", "ok")]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "GET", "/options/7", &[APP, ("authorization", "ok")]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/options/old", &[APP, ("authorization", "ok")]).await, "404");
    assert_eq!(ask(&app, "OPTIONS", "/options/old", &[APP, acrm("GET")]).await, "404");
    let request = actix_web::test::TestRequest::with_uri("/options/7").insert_header(("authorization", "ok"));
    let body = actix_web::test::call_and_read_body(&app, request.to_request()).await;
    assert_eq!(body, "http://localhost:8080/options/7");
}

#[actix_web::test]
async fn below_scopes_beside_an_unannotated_neighbour() {
    let app = App::new()
        .service(web::scope("/a").service(web::scope("/{b}").service(named)))
        .service(web::resource("/a/x/named").route(web::delete().to(plain)));
    let app = init_service(app).await;
    assert_eq!(ask(&app, "GET", "/a/x/named", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "OPTIONS", "/a/x/named", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&app, "OPTIONS", "/a/x/named", &[APP, acrm("DELETE")]).await, "404");
    assert_eq!(ask(&app, "GET", "/named", &[APP]).await, "404");
}

#[actix_web::test]
async fn the_probe_method_is_no_way_in() {
    let app = init_service(App::new().service(with_options).service(named)).await;
    for headers in [vec![APP], vec![APP, acrm("GET")]] {
        assert_eq!(ask(&app, "CORSPROBE", "/named", &headers).await, "404");
    }
}
