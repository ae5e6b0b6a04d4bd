//! Beside `websocket-handshake-open`: the upgrade is refused to other origins.

#![deny(deprecated)]

use cors::cors;

struct WebSocketUpgrade;

#[cors(origins = ["https://a.example.com"], on_refused = forbid)]
async fn first(_: WebSocketUpgrade) {}

#[cors(origins = ["https://a.example.com"], on_refused = forbid)]
async fn second(_: WebSocketUpgrade) {}

struct Ws;

#[cors(origins = ["https://a.example.com"])]
async fn third(_: Option<Ws>) {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third));
}
