//! Two handlers with answers of different types.

use cors::{cors, tower::routes};
use http::{Request, Response};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders(_: Request<String>) -> Response<String> {
    Response::new("orders".to_owned())
}

#[cors(origins = ["https://app.example.com"])]
async fn health(_: Request<String>) -> Response<&'static str> {
    Response::new("up")
}

fn main() {
    let _ = routes! { GET "/orders" => list_orders, GET "/health" => health };
}
