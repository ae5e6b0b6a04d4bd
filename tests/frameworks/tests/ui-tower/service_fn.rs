//! An annotated function in tower's own `service_fn`: its policy would be lost.

use axum::body::Body;
use cors::cors;
use http::{Request, Response};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders(_: Request<Body>) -> Response<Body> {
    Response::new("orders".into())
}

fn main() {
    let _: axum::Router = axum::Router::new().route_service("/orders", tower::service_fn(list_orders));
}
