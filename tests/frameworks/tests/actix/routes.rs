//! Annotated functions in routes.

use std::{future::Future, pin::Pin};

use actix_web::{App, HttpResponse, guard, http::Method, test::init_service, web as theirs};
use cors::{
    Policy, PolicyError,
    actix_web::{web, with, with_policy, without},
    cors,
};

use crate::support::{
    ACTUAL, APP, Api, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, ask, create, list, off, plain,
};

#[actix_web::test]
async fn in_applications_scopes_and_resources() {
    let app = App::new()
        .route("/app", web::get().to(list))
        .route("/app", web::post().to(create))
        .service(theirs::scope("/scope").route("/x", web::get().to(list)))
        .service(theirs::resource("/resource").route(web::get().to(list)).route(web::post().to(create)));
    let app = init_service(app).await;
    for path in ["/app", "/scope/x", "/resource"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, ACTUAL, "{path}");
        assert_eq!(ask(&app, "GET", path, &[EVIL]).await, "200 vary=Origin", "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, PREFLIGHT, "{path}");
    }
    let post = "204 allow-credentials=true allow-methods=POST allow-origin=https://app.example \
                vary=Origin, Access-Control-Request-Method";
    for path in ["/app", "/resource"] {
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("POST")]).await, post, "{path}");
    }
}

#[actix_web::test]
async fn every_method() {
    let app = App::new()
        .route("/", web::head().to(list))
        .route("/", web::get().to(list))
        .route("/", web::post().to(list))
        .route("/", web::put().to(list))
        .route("/", web::patch().to(list))
        .route("/", web::delete().to(list))
        .route("/", web::trace().to(list))
        .route("/", web::method(Method::from_bytes(b"PURGE").unwrap()).to(list));
    let app = init_service(app).await;
    for method in ["HEAD", "GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "PURGE"] {
        assert_eq!(ask(&app, method, "/", &[APP]).await, ACTUAL, "{method}");
        let expected = PREFLIGHT.replace("GET", method);
        assert_eq!(ask(&app, "OPTIONS", "/", &[APP, acrm(method)]).await, expected, "{method}");
    }
}

#[actix_web::test]
async fn head_beside_get_and_any() {
    let app = App::new()
        .route("/both", web::get().or(Method::HEAD).to(list))
        .route("/any", web::any().to(list))
        .route("/other", web::any().to(with::<Other, _>(plain)));
    let app = init_service(app).await;
    assert_eq!(ask(&app, "HEAD", "/both", &[APP]).await, ACTUAL);
    assert_eq!(
        ask(&app, "OPTIONS", "/both", &[APP, acrm("HEAD")]).await,
        PREFLIGHT.replace("GET", "GET,HEAD")
    );
    assert_eq!(ask(&app, "OPTIONS", "/any", &[APP]).await, ACTUAL, "no preflight");
    assert_eq!(ask(&app, "OPTIONS", "/any", &[APP, acrm("PUT")]).await, PREFLIGHT.replace("GET", "PUT"));
    let other = "204 allow-methods=PUT allow-origin=https://other.example \
                 vary=Origin, Access-Control-Request-Method";
    assert_eq!(ask(&app, "OPTIONS", "/other", &[OTHER, acrm("PUT")]).await, other);
    assert_eq!(
        ask(&app, "OPTIONS", "/other", &[OTHER, acrm("DELETE")]).await,
        other.replace("allow-methods=PUT ", ""),
        "not in the policy's list"
    );
}

#[actix_web::test]
async fn stated_at_the_route() -> Result<(), PolicyError> {
    let policy = Policy::builder().origins(["https://run-time.example"]).build()?;
    let app = App::new()
        .route("/with", web::get().to(with::<Api, _>(plain)))
        .route(
            "/closure",
            web::get().to(with::<Api, _>(|path: theirs::Path<()>| async move {
                let () = path.into_inner();
                "closure"
            })),
        )
        .route("/run-time", web::get().to(with_policy(policy, async || "run time")))
        .route("/without", web::get().to(without(plain)))
        .route("/off", web::get().to(off));
    let app = init_service(app).await;
    for path in ["/with", "/closure"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, ACTUAL, "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, PREFLIGHT, "{path}");
    }
    let run_time = ("origin", "https://run-time.example");
    assert_eq!(ask(&app, "GET", "/run-time", &[run_time]).await, ACTUAL.replace("app", "run-time"));
    for path in ["/without", "/off"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, "200", "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, NOBODY, "{path}");
    }
    Ok(())
}

#[cors(Api)]
fn not_async() -> Pin<Box<dyn Future<Output = HttpResponse>>> {
    Box::pin(async { HttpResponse::Ok().finish() })
}

#[cors(Api)]
async fn sixteen(
    (_a, _b, _c, _d): (theirs::Bytes, theirs::Bytes, theirs::Bytes, theirs::Bytes),
    _e: theirs::Bytes,
) -> impl actix_web::Responder {
    "sixteen"
}

#[cors(Api)]
async fn generic<T: Default + ToString + 'static>() -> String {
    T::default().to_string()
}

#[actix_web::test]
async fn forms_of_functions() {
    let app = App::new()
        .route("/not-async", web::get().to(not_async))
        .route("/tuple", web::get().to(sixteen))
        .route("/generic", web::get().to(generic::<u8>));
    let app = init_service(app).await;
    for path in ["/not-async", "/tuple", "/generic"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, ACTUAL, "{path}");
    }
}

#[actix_web::test]
async fn guards_select_between_routes() {
    let host = |name| guard::Host(name);
    let app = App::new()
        .route("/", web::get().guard(host("a.example")).to(list))
        .route("/", web::get().guard(host("b.example")).to(with::<Other, _>(plain)));
    let app = init_service(app).await;
    let asks = async |origin, host| ask(&app, "OPTIONS", "/", &[origin, ("host", host), acrm("GET")]).await;
    assert_eq!(asks(APP, "a.example").await, PREFLIGHT);
    assert_eq!(asks(APP, "b.example").await, NOBODY);
    assert_eq!(asks(OTHER, "b.example").await, PREFLIGHT.replace("app", "other"));
}
