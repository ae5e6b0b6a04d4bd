//! The recipes of `docs/recipes.md`.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]
#![expect(clippy::exhaustive_structs, reason = "utoipa makes one")]

use std::{convert::Infallible, fs, path::Path};

use axum::{
    body::{Body, Bytes},
    extract::WebSocketUpgrade,
    http::{HeaderMap, StatusCode},
    response::{
        IntoResponse, Response,
        sse::{Event, Sse},
    },
};
use cors::{
    CorsPolicy,
    axum::{Router, get, head, post},
    cors,
};
use frameworks::client;
use futures_util::stream::{self, Stream};
use http::Request;
use tower::ServiceExt;
use utoipa::OpenApi;

const APP: (&str, &str) = ("origin", "https://app.example.com");
const EVIL: (&str, &str) = ("origin", "https://evil.example");

async fn ask(
    app: &axum::Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> (u16, HeaderMap, Bytes) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (head, body) = answer.into_parts();
    (head.status.as_u16(), head.headers, axum::body::to_bytes(body, 4096).await.unwrap())
}

fn allows(headers: &HeaderMap) -> Option<&str> {
    headers.get("access-control-allow-origin").map(|value| value.to_str().unwrap())
}

#[cors(origins = ["https://app.example.com"], on_refused = forbid)]
async fn chat(upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(async |_| ())
}

#[test]
fn web_sockets() {
    let app = Router::new().route("/chat", get(chat)).finish();
    let address = frameworks::axum_app::serve(app).unwrap();
    let shake = |origin: &str| {
        let request = format!(
            "GET /chat HTTP/1.1\r\nHost: api.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: {origin}\r\n\r\n"
        );
        client::send(address, request.as_bytes()).unwrap().status
    };
    assert_eq!(shake("https://app.example.com"), 101);
    assert_eq!(shake("https://evil.example"), 403);
}

#[cors(origins = ["https://app.example.com"], credentials)]
async fn events() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(stream::iter([Ok(Event::default().data("first")), Ok(Event::default().data("second"))]))
}

#[tokio::test]
async fn server_sent_events() {
    let app = Router::new().route("/events", get(events)).finish();
    let (status, headers, body) = ask(&app, "GET", "/events", &[APP]).await;
    assert_eq!((status, allows(&headers)), (200, Some("https://app.example.com")));
    assert_eq!(headers["access-control-allow-credentials"], "true");
    assert_eq!(body, "data: first\n\ndata: second\n\n");
    let (_, headers, _) = ask(&app, "GET", "/events", &[EVIL]).await;
    assert_eq!(allows(&headers), None);
}

#[derive(CorsPolicy)]
#[policy(
    origins = ["https://app.example.com"],
    headers = [
        "authorization", "content-type", "tus-resumable", "upload-concat", "upload-defer-length", "upload-length",
        "upload-metadata", "upload-offset", "x-requested-with",
    ],
    expose_headers = [
        "location", "tus-checksum-algorithm", "tus-extension", "tus-max-size", "tus-resumable", "tus-version",
        "upload-concat", "upload-defer-length", "upload-length", "upload-metadata", "upload-offset",
    ],
    max_age = "2h",
)]
struct Uploads;

#[cors(Uploads)]
async fn create_upload() -> impl IntoResponse {
    (StatusCode::CREATED, [("location", "/files/1"), ("tus-resumable", "1.0.0")])
}

#[cors(Uploads)]
async fn upload_offset() -> impl IntoResponse {
    [("upload-offset", "70"), ("tus-resumable", "1.0.0")]
}

#[cors(Uploads)]
async fn upload_part() -> impl IntoResponse {
    (StatusCode::NO_CONTENT, [("upload-offset", "100")])
}

#[cors(Uploads)]
async fn end_upload() -> StatusCode {
    StatusCode::NO_CONTENT
}

#[tokio::test]
async fn resumable_uploads() {
    let app = Router::new()
        .route("/files", post(create_upload))
        .route("/files/{id}", head(upload_offset).patch(upload_part).delete(end_upload))
        .finish();
    let asked_names = "content-type,tus-resumable,upload-offset";
    for (path, method, methods) in [
        ("/files", "POST", "POST"),
        ("/files/1", "PATCH", "HEAD,PATCH,DELETE"),
        ("/files/1", "HEAD", "HEAD,PATCH,DELETE"),
    ] {
        let asked =
            [APP, ("access-control-request-method", method), ("access-control-request-headers", asked_names)];
        let (status, headers, _) = ask(&app, "OPTIONS", path, &asked).await;
        assert_eq!((status, allows(&headers)), (204, Some("https://app.example.com")), "{path}");
        let mut named: Vec<_> =
            headers["access-control-allow-methods"].to_str().unwrap().split(',').collect();
        let mut expected: Vec<_> = methods.split(',').collect();
        named.sort_unstable();
        expected.sort_unstable();
        assert_eq!(named, expected, "{path}");
        let listed = headers["access-control-allow-headers"].to_str().unwrap();
        assert!(
            asked_names.split(',').all(|name| listed.split(',').any(|listed| listed == name)),
            "{listed}"
        );
    }
    let (_, headers, _) = ask(&app, "PATCH", "/files/1", &[APP]).await;
    assert!(headers["access-control-expose-headers"].to_str().unwrap().contains("upload-offset"));
}

#[utoipa::path(get, path = "/orders", responses((status = 200)))]
#[cors(origins = ["https://app.example.com"])]
async fn list_orders() -> &'static str {
    "tea"
}

#[derive(OpenApi)]
#[openapi(paths(list_orders))]
struct Docs;

#[tokio::test]
async fn open_api() {
    assert!(Docs::openapi().paths.paths.contains_key("/orders"));
    let app = Router::new().route("/orders", get(list_orders)).finish();
    let (status, headers, _) = ask(&app, "GET", "/orders", &[APP]).await;
    assert_eq!((status, allows(&headers)), (200, Some("https://app.example.com")));
}

/// What stands in the page stands here, word for word but for white space.
#[test]
fn the_page_shows_these_recipes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("../../docs/recipes.md")).unwrap();
    let here = fs::read_to_string(root.join("tests/recipes.rs")).unwrap();
    let plain = |text: &str| text.split_whitespace().collect::<String>();
    let here = plain(&here);
    let mut checked = 0;
    for block in page.split("```rust\n").skip(1) {
        let block = block.split("```").next().unwrap();
        let attributes =
            block.split("\n\n").filter(|item| item.contains("#[cors(") || item.contains("#[policy("));
        for item in attributes.filter(|item| !item.contains("origins = runtime")) {
            // Bodies are left out there.
            let shown = plain(item.split(" { /*").next().unwrap().split(" { \"").next().unwrap());
            assert!(here.contains(&shown), "{item}");
            checked += 1;
        }
    }
    assert_eq!(checked, 4);
}
