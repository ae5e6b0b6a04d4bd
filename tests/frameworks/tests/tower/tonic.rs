//! gRPC-Web: a service of tonic behind a policy.

use std::net::SocketAddr;

use axum::body::Body;
use cors::{CorsPolicy, tower::CorsLayer};
use http::{Request, Version};
use tokio::net::TcpListener;
use tonic::{service::Routes, transport::server::TcpIncoming};
use tonic_web::GrpcWebLayer;
use tower::{Layer, ServiceExt};

use crate::support::{acrm, ask, shown};

/// What browsers' gRPC-Web clients send and must be able to read.
#[derive(CorsPolicy)]
#[policy(
    origins = ["https://app.example"],
    methods = [POST],
    headers = ["content-type", "x-grpc-web", "x-user-agent", "grpc-timeout", "authorization"],
    expose_headers = ["grpc-status", "grpc-message", "grpc-status-details-bin"],
    max_age = "2h",
)]
struct GrpcWeb;

const APP: (&str, &str) = ("origin", "https://app.example");
const CHECK: &str = "/grpc.health.v1.Health/Check";
const LISTS: &str = "204 allow-headers=content-type,x-grpc-web,x-user-agent,grpc-timeout,authorization allow-methods=POST \
                     allow-origin=https://app.example max-age=7200 vary=Origin, Access-Control-Request-Method";

/// An empty message in the framing of gRPC.
const EMPTY: &[u8] = &[0, 0, 0, 0, 0];

#[tokio::test]
async fn a_service_behind_the_layer() {
    let (_reporter, health) = tonic_health::server::health_reporter();
    let routes = Routes::new(health).prepare();
    let app = CorsLayer::policy::<GrpcWeb>().layer(GrpcWebLayer::new().layer(routes));
    let asked = ("access-control-request-headers", "content-type,grpc-timeout,x-grpc-web");
    assert_eq!(ask(&app, "OPTIONS", CHECK, &[APP, acrm("POST"), asked]).await, LISTS);
    let call = Request::builder()
        .method("POST")
        .version(Version::HTTP_11)
        .uri(format!("http://api.example{CHECK}"))
        .header("content-type", "application/grpc-web+proto")
        .header("x-grpc-web", "1")
        .header(APP.0, APP.1)
        .body(Body::from(EMPTY))
        .unwrap();
    let answer = app.oneshot(call).await.unwrap();
    assert_eq!(
        shown(answer.status().as_u16(), answer.headers()),
        "200 allow-origin=https://app.example expose-headers=grpc-status,grpc-message,grpc-status-details-bin vary=Origin"
    );
    assert_eq!(answer.headers()["content-type"], "application/grpc-web+proto");
    let body = axum::body::to_bytes(Body::new(answer.into_body()), 1024).await.unwrap();
    let text = String::from_utf8_lossy(&body);
    // The trailers of gRPC travel in the body of gRPC-Web.
    assert!(text.contains("grpc-status:0"), "{text:?}");
}

#[tokio::test]
async fn on_tonics_own_server() {
    let (_reporter, health) = tonic_health::server::health_reporter();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address: SocketAddr = listener.local_addr().unwrap();
    let server = tonic::transport::Server::builder()
        .accept_http1(true)
        .layer(CorsLayer::policy::<GrpcWeb>())
        .layer(GrpcWebLayer::new())
        .add_service(health)
        .serve_with_incoming(TcpIncoming::from(listener));
    let server = tokio::spawn(server);
    let request = format!(
        "OPTIONS {CHECK} HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\nOrigin: https://app.example\r\n\
         Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-grpc-web\r\n\r\n"
    );
    let answer = tokio::task::spawn_blocking(move || frameworks::client::send(address, request.as_bytes()));
    let answer = answer.await.unwrap().unwrap();
    assert_eq!(answer.status, 204);
    assert_eq!(answer.values("access-control-allow-origin").collect::<Vec<_>>(), ["https://app.example"]);
    server.abort();
}
