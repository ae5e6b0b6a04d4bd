//! What must not change in an answer because of us.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use axum::http::header::{ALLOW, CONTENT_LENGTH};
use cors::axum::{any, get};
use frameworks::{
    axum_app, client,
    exchange::{Form, Request},
};

use crate::support::{APP, acrm, create, list, respond};

#[tokio::test]
async fn lengths_and_allow_are_those_of_axum() {
    let bare = axum::Router::new().route("/", axum::routing::get(crate::support::plain));
    for app in [
        axum::Router::new().route("/", get(list).cors()),
        cors::axum::Router::new().route("/", get(list)).finish(),
    ] {
        for method in ["GET", "HEAD"] {
            let (ours, axums) =
                (respond(&app, method, "/", &[APP]).await, respond(&bare, method, "/", &[APP]).await);
            let length = |response: &http::Response<_>| {
                response.headers()[CONTENT_LENGTH].to_str().unwrap().parse::<usize>().unwrap()
            };
            assert_eq!((length(&ours), length(&axums)), ("list".len(), "plain".len()), "{method}");
        }
        let refused = respond(&app, "PATCH", "/", &[]).await;
        assert!(refused.headers()[ALLOW].to_str().unwrap().starts_with("GET,HEAD"), "{refused:?}");
    }
    let app: axum::Router = axum::Router::new().route("/", get(list).post(create).cors());
    assert_eq!(respond(&app, "OPTIONS", "/", &[]).await.headers()[ALLOW], "GET,HEAD,POST");
}

#[tokio::test]
async fn a_preflight_has_no_body_and_no_odd_length() {
    let app: axum::Router = axum::Router::new().route("/", get(list).cors());
    let response = respond(&app, "OPTIONS", "/", &[APP, acrm("GET")]).await;
    let body = axum::body::to_bytes(response.into_body(), 1024).await.unwrap();
    assert!(body.is_empty());
}

#[test]
fn a_stream_stays_a_stream() {
    for form in [Form::Routes, Form::Table] {
        let server = axum_app::start(form).unwrap();
        let request = Request::new("GET", "/stream", &[("Origin", b"https://app.example")]);
        let answer = client::send(server.address, &client::bytes(&request)).unwrap();
        assert_eq!(answer.values("transfer-encoding").collect::<Vec<_>>(), ["chunked"]);
        let body = String::from_utf8(answer.body).unwrap();
        assert_eq!(body, "6\r\nfirst,\r\n6\r\nsecond\r\n0\r\n\r\n");
    }
}

#[test]
fn a_web_socket_works_behind_the_policy() {
    for form in [Form::Routes, Form::Table] {
        let server = axum_app::start(form).unwrap();
        let mut stream = TcpStream::connect(server.address).unwrap();
        let head = "GET /socket HTTP/1.1\r\nHost: api.example\r\nOrigin: https://app.example\r\n\
                    Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut byte = [0];
        while !answer.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            answer.push(byte[0]);
        }
        assert!(answer.starts_with(b"HTTP/1.1 101 "), "{}", String::from_utf8_lossy(&answer));
        // A masked text frame "hi" with the mask 0, and the same from the server, unmasked.
        stream.write_all(&[0x81, 0x82, 0, 0, 0, 0, b'h', b'i']).unwrap();
        let mut frame = [0; 4];
        stream.read_exact(&mut frame).unwrap();
        assert_eq!(frame, [0x81, 2, b'h', b'i']);
    }
}

#[tokio::test]
async fn any_does_not_get_an_allow_header() {
    let app: axum::Router = axum::Router::new().route("/", any(list).cors());
    let response = respond(&app, "PATCH", "/", &[APP]).await;
    assert_eq!(response.status(), 200);
    assert!(!response.headers().contains_key(ALLOW));
}
