//! A router of ours under a layer of its own, still without `.finish()`.

use cors::poem::{Route, cors, get};
use poem::{EndpointExt, Server, handler, listener::TcpListener};

#[cors(origins = ["https://app.example.com"])]
#[handler]
fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let app = Route::new().at("/orders", get(list_orders)).data(1);
    let _ = Server::new(TcpListener::bind("127.0.0.1:0")).run(app);
    let _ = Route::new().at("/orders", get(list_orders)).catch_all_error(|_| async { "error" });
}
