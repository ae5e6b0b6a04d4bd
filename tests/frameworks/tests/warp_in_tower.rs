//! warp under a layer of tower's, in a program that has finished one application only.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "handlers are `async`, whether they wait for anything or not")]

use axum::body::Bytes;
use cors::{CorsPolicy, cors, tower::CorsLayer, warp::route};
use http::Request;
use http_body_util::Empty;
use tower::{Layer, ServiceExt};

#[derive(CorsPolicy)]
#[policy(origins = any)]
struct Public;

#[cors(origins = ["https://admin.example"])]
async fn list() -> &'static str {
    "list"
}

#[cors(off)]
async fn off() -> &'static str {
    "off"
}

#[tokio::test]
async fn the_innermost_policy_wins_whole() {
    let app = route!(GET "list" => list).or(route!(GET "off" => off)).finish();
    let app = CorsLayer::policy::<Public>().layer(warp::service(app));
    for (path, origin, allowed) in [
        ("/list", "https://admin.example", Some("https://admin.example")),
        ("/list", "https://evil.example", None),
        ("/off", "https://evil.example", None),
        ("/nowhere", "https://evil.example", Some("*")),
    ] {
        let request = Request::get(path).header("origin", origin).body(Empty::<Bytes>::new()).unwrap();
        let answer = app.clone().oneshot(request).await.unwrap();
        let got = answer.headers().get("access-control-allow-origin").map(|value| value.to_str().unwrap());
        assert_eq!(got, allowed, "{path} {origin}");
    }
}
