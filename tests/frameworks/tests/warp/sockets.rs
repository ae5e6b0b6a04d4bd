//! What only a real connection shows.

use std::net::SocketAddr;

use cors::{cors, warp::route};
use frameworks::{client, warp_app::serve};
use warp::{Filter, Reply, filters::BoxedFilter, path::Tail, reply::Response, ws::Ws};

#[cors(origins = ["https://app.example"])]
async fn panics() -> &'static str {
    std::panic::resume_unwind(Box::new("a fault"))
}

#[cors(origins = ["https://app.example"])]
async fn root() -> &'static str {
    "root"
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

fn send_to(address: SocketAddr, request: &str) -> std::io::Result<client::Answer> {
    let request =
        format!("{request}\r\nHost: api.example\r\nConnection: close\r\nOrigin: https://app.example\r\n\r\n");
    client::send(address, request.as_bytes())
}

fn send(request: &str) -> std::io::Result<client::Answer> {
    send_to(serve(app())?, request)
}

fn is_open(answer: &client::Answer) -> bool {
    answer.values("access-control-allow-origin").next().is_some()
}

/// warp catches none, so there is nothing to set headers on.
#[test]
fn a_panic_closes_the_connection() {
    let address = serve(app()).unwrap();
    assert!(send_to(address, "GET /panic HTTP/1.1").is_err());
    assert_eq!(send_to(address, "GET /files/x HTTP/1.1").unwrap().status, 200, "the server runs on");
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

/// What a preflight opens is what the router then serves. `OPTIONS *` is no path, and the target of a proxy is one of
/// ours by its path.
#[test]
fn odd_targets() {
    for (target, opens) in [
        ("*", false),
        ("http://api.example/files/x", true),
        ("/files", true),
        ("//files/x", false),
        ("/files/../files/x", true),
        ("files", false),
        ("api.example:80", false),
    ] {
        let preflight =
            send(&format!("OPTIONS {target} HTTP/1.1\r\nAccess-Control-Request-Method: PUT")).unwrap();
        let actual = send(&format!("PUT {target} HTTP/1.1")).unwrap();
        assert_eq!((is_open(&preflight), is_open(&actual)), (opens, opens), "{target}");
    }
}

/// A target without a path is the root, as it is for `warp::path!()`; it is no fault.
#[test]
fn targets_without_a_path() {
    let root = || route!(GET / => root).finish().boxed();
    for (request, at_files, at_root) in [
        ("GET foo", 404, 200),
        ("OPTIONS a:1", 404, 405),
        ("CONNECT example.com:443", 404, 405),
        ("OPTIONS a:1 HTTP/1.1\r\nAccess-Control-Request-Method: GET", 404, 204),
    ] {
        let request =
            if request.contains("HTTP") { request.to_owned() } else { format!("{request} HTTP/1.1") };
        assert_eq!(send(&request).unwrap().status, at_files, "{request}");
        let answer = send_to(serve(root()).unwrap(), &request).unwrap();
        assert_eq!((answer.status, is_open(&answer)), (at_root, at_root < 300), "{request}");
    }
}

/// A WebSocket client of warp's own.
#[tokio::test]
async fn a_handshake_passes_the_finished_filter() {
    let handshake = |origin| warp::test::ws().path("/socket").header("origin", origin).handshake(app());
    handshake("https://app.example").await.unwrap();
    assert!(handshake("https://evil.example").await.is_err());
}
