//! `websocket-handshake-open` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

struct WebSocketUpgrade;

#[cors(origins = ["https://a.example.com"])]
async fn first(_: WebSocketUpgrade) {}

#[cors(origins = ["https://a.example.com"], on_refused = pass)]
async fn second(_: WebSocketUpgrade) {}

mod ws {
    pub struct Ws;
}

#[cors(origins = ["https://a.example.com"])]
async fn third(_: ws::Ws) {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third));
}
