//! Errors: what middleware sees of them, and what the browser gets.

use std::{fmt, sync::Arc};

use cors::poem::{Route, cors, get, without};
use poem::{
    Endpoint, EndpointExt, Error, IntoResponse, Request, Response, Result,
    endpoint::make_sync,
    error::{NotFoundError, ResponseError},
    handler,
    http::StatusCode,
    middleware::CatchPanic,
};

use crate::support::{ACTUAL, APP, Api, EVIL, OTHER, OTHERS, Other, ask, respond};

#[derive(Debug)]
struct Teapot;

impl fmt::Display for Teapot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("short and stout")
    }
}

impl std::error::Error for Teapot {}

impl ResponseError for Teapot {
    fn status(&self) -> StatusCode {
        StatusCode::IM_A_TEAPOT
    }

    fn as_response(&self) -> Response {
        "a pot".with_header("x-pot", "tea").with_status(self.status()).into_response()
    }
}

#[cors(Api)]
#[handler]
fn fails() -> Result<&'static str, Teapot> {
    Err(Teapot)
}

#[cors(Api)]
#[handler]
fn responds() -> Result<&'static str> {
    Err(Error::from_response("ready-made".with_status(StatusCode::CONFLICT).into_response()))
}

#[cors(Api)]
#[handler]
fn number(poem::web::Path(n): poem::web::Path<u8>) -> String {
    n.to_string()
}

#[cors(Api)]
#[handler]
fn panics() {
    std::panic::resume_unwind(Box::new("a fault"))
}

async fn brew<E: Endpoint>(_inner: Arc<E>, _request: Request) -> Result<Response> {
    Err(Teapot.into())
}

#[tokio::test]
async fn status_headers_and_body_are_those_of_the_error() {
    let app =
        poem::Route::new().at("/fails", get(fails)).at("/responds", get(responds)).at("/:n", get(number));
    let table = Route::new().at("/fails", get(fails)).at("/responds", get(responds)).at("/:n", get(number));
    let table = table.data(1).finish();
    let apps: [&dyn poem::endpoint::DynEndpoint<Output = Response>; 2] =
        [&poem::endpoint::ToDynEndpoint(app), &poem::endpoint::ToDynEndpoint(table)];
    for app in apps {
        assert_eq!(ask(&app, "GET", "/fails", &[APP]).await, ACTUAL.replace("200", "418"));
        assert_eq!(ask(&app, "GET", "/fails", &[EVIL]).await, "418 vary=Origin");
        let response = respond(&app, "GET", "/fails", &[APP]).await;
        assert_eq!(response.header("x-pot"), Some("tea"));
        assert_eq!(response.into_body().into_string().await.unwrap(), "a pot");
        assert_eq!(ask(&app, "GET", "/responds", &[APP]).await, ACTUAL.replace("200", "409"));
        let response = respond(&app, "GET", "/responds", &[APP]).await;
        assert_eq!(response.into_body().into_string().await.unwrap(), "ready-made");
        assert_eq!(ask(&app, "GET", "/word", &[APP]).await, ACTUAL.replace("200", "400"));
    }
}

#[tokio::test]
async fn middleware_inside_of_the_table_sees_the_typed_error() {
    let caught = |_: Teapot| async { "caught".with_status(StatusCode::ACCEPTED) };
    let app = Route::new().at("/", get(fails)).map(|app| app.catch_error(caught)).finish();
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, ACTUAL.replace("200", "202"));
    let missing = |_: NotFoundError| async { "nothing".with_status(StatusCode::NOT_FOUND) };
    let app = Route::new().at("/", get(fails)).map(|app| app.catch_error(missing)).policy::<Other>().finish();
    assert_eq!(ask(&app, "GET", "/nowhere", &[OTHER]).await, OTHERS.replace("200", "404"));
    assert_eq!(
        respond(&app, "GET", "/nowhere", &[]).await.into_body().into_string().await.unwrap(),
        "nothing"
    );
}

/// Outside there is an answer and no error any more, as of poem's own `Cors`: only an answer can carry headers.
#[tokio::test]
async fn middleware_outside_sees_the_answer() {
    let caught = |_: Error| async { "caught".with_status(StatusCode::ACCEPTED) };
    let app = poem::Route::new().at("/", get(fails)).catch_all_error(caught);
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, ACTUAL.replace("200", "418"));
    assert_eq!(ask(&app, "GET", "/nowhere", &[APP]).await, "202");
    assert_eq!(ask(&app, "PUT", "/", &[APP]).await, "202");
    let app = poem::Route::new().at("/", get(without(make_sync(|_| Err::<(), _>(Error::from(Teapot))))));
    assert_eq!(ask(&app.catch_all_error(caught), "GET", "/", &[APP]).await, "202");
}

#[tokio::test]
async fn the_error_of_middleware_gets_the_headers() {
    let app = Route::new().at("/", get(fails)).around(brew).finish();
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, ACTUAL.replace("200", "418"));
}

#[tokio::test]
async fn a_caught_panic_gets_the_headers() {
    let app = Route::new().at("/", get(panics)).with(CatchPanic::new()).finish();
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, ACTUAL.replace("200", "500"));
    // Where it is caught outside, there is nobody left to set them.
    let app = poem::Route::new().at("/", get(panics)).with(CatchPanic::new());
    assert_eq!(ask(&app, "GET", "/", &[APP]).await, "500");
}
