//! What only a real connection shows.

use cors::{cors, warp::route};
use frameworks::{client, warp_app::serve};
use warp::{Filter, Reply, filters::BoxedFilter, path::Tail, reply::Response, ws::Ws};

#[cors(origins = ["https://app.example"])]
async fn panics() -> &'static str {
    std::panic::resume_unwind(Box::new("a fault"))
}

#[cors(origins = ["https://app.example"])]
async fn tail(tail: Tail) -> String {
    tail.as_str().to_owned()
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
async fn echo(ws: Ws) -> impl Reply {
    ws.on_upgrade(|_| async {})
}

fn app() -> BoxedFilter<(Response,)> {
    route!(GET "panic" => panics)
        .or(route!(ANY "files" / .. => tail, warp::path::tail()))
        .or(route!(GET "socket" => echo, warp::ws()))
        .finish()
        .boxed()
}

fn send(request: &str) -> std::io::Result<client::Answer> {
    let request =
        format!("{request}\r\nHost: api.example\r\nConnection: close\r\nOrigin: https://app.example\r\n\r\n");
    client::send(serve(app())?, request.as_bytes())
}

/// warp catches none, so there is nothing to set headers on.
#[test]
fn a_panic_closes_the_connection() {
    assert!(send("GET /panic HTTP/1.1").is_err());
}

#[test]
fn the_rest_of_a_path() {
    let answer = send("GET /files/a/b%20c?d HTTP/1.1").unwrap();
    assert_eq!(answer.cors(), [("access-control-allow-origin".to_owned(), "https://app.example".to_owned())]);
    assert_eq!(answer.body, b"a/b%20c");
    let preflight = send("OPTIONS /files/a/b HTTP/1.1\r\nAccess-Control-Request-Method: PUT").unwrap();
    assert_eq!(preflight.status, 204);
    assert_eq!(preflight.values("access-control-allow-methods").collect::<Vec<_>>(), ["PUT"]);
    assert_eq!(preflight.values("content-length").count(), 0);
    assert_eq!(preflight.body, b"");
}

/// `OPTIONS *` is no path, and the target of a proxy is not one of ours.
#[test]
fn odd_targets() {
    for target in ["*", "http://api.example/files/x", "/files", "//files/x", "/files/../files/x"] {
        let preflight = send(&format!("OPTIONS {target} HTTP/1.1\r\nAccess-Control-Request-Method: PUT"));
        let actual = send(&format!("PUT {target} HTTP/1.1"));
        // What a preflight opens is what the router then serves.
        let is_open = |answer: std::io::Result<client::Answer>| {
            answer.is_ok_and(|answer| answer.values("access-control-allow-origin").next().is_some())
        };
        assert_eq!(is_open(preflight), is_open(actual), "{target}");
    }
}

/// A WebSocket client of warp's own.
#[tokio::test]
async fn a_handshake_passes_the_finished_filter() {
    let handshake = |origin| warp::test::ws().path("/socket").header("origin", origin).handshake(app());
    handshake("https://app.example").await.unwrap();
    assert!(handshake("https://evil.example").await.is_err());
}
