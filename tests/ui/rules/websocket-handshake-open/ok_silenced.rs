//! `silence(websocket_handshake_open)` silences `websocket-handshake-open`.

#![deny(deprecated)]

use cors::cors;

struct WebSocketUpgrade;

#[cors(origins = ["https://a.example.com"], silence(websocket_handshake_open))]
async fn first(_: WebSocketUpgrade) {}

#[cors(origins = ["https://a.example.com"], silence(websocket_handshake_open), on_refused = pass)]
async fn second(_: WebSocketUpgrade) {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second));
}
