//! Errors that pass through our pieces stay what they are.

use std::fmt;

use actix_web::{
    App, Error, HttpResponse, ResponseError,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware::{Next, from_fn},
    test::{TestRequest, init_service},
    web as theirs,
};
use cors::{
    actix_web::{policy, web},
    cors,
};

use crate::support::{ACTUAL, APP, Api, ask, list, shown};

#[derive(Debug)]
struct Teapot;

impl fmt::Display for Teapot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("short and stout")
    }
}

impl ResponseError for Teapot {
    fn status_code(&self) -> StatusCode {
        StatusCode::IM_A_TEAPOT
    }
}

#[cors(Api)]
async fn fails() -> Result<&'static str, Teapot> {
    Err(Teapot)
}

async fn brew(
    _request: ServiceRequest,
    _next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    Err::<ServiceResponse, _>(Teapot.into())
}

#[actix_web::test]
async fn a_handlers_error_is_attached_to_its_response() {
    let app = init_service(App::new().route("/", web::get().to(fails))).await;
    let response = app.call(TestRequest::default().insert_header(APP).to_request()).await.unwrap();
    assert_eq!(shown(response.status().as_u16(), response.headers()), ACTUAL.replace("200", "418"));
    let error = response.response().error().unwrap();
    assert!(error.as_error::<Teapot>().is_some());
}

#[actix_web::test]
async fn the_error_of_inner_middleware_keeps_its_type_and_gets_the_headers() {
    let inside = theirs::scope("/x").wrap(from_fn(brew)).route("", theirs::get().to(HttpResponse::Ok));
    let app = init_service(App::new().service(inside).wrap(policy::<Api>())).await;
    let error = app.call(TestRequest::with_uri("/x").insert_header(APP).to_request()).await.unwrap_err();
    assert!(error.as_error::<Teapot>().is_some());
    assert_eq!(error.to_string(), "short and stout");
    for _ in 0..2 {
        let response = error.error_response();
        assert_eq!(shown(response.status().as_u16(), response.headers()), ACTUAL.replace("200", "418"));
    }
}

#[actix_web::test]
async fn extractors_refuse_with_the_headers() {
    #[cors(Api)]
    async fn number(n: theirs::Path<u8>, _body: theirs::Json<u8>) -> String {
        n.to_string()
    }
    let app =
        init_service(App::new().route("/{n}", web::get().to(number)).route("/", web::get().to(list))).await;
    assert_eq!(ask(&app, "GET", "/x", &[APP]).await, ACTUAL.replace("200", "404"));
    let json = ("content-type", "text/plain");
    assert_eq!(ask(&app, "GET", "/7", &[APP, json]).await, ACTUAL.replace("200", "400"));
}
