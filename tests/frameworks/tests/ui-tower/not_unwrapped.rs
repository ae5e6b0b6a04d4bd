//! The `Result` of `routes!` is not looked at.

use axum::body::Body;
use cors::{cors, tower::routes};
use http::{Request, Response};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders(_: Request<Body>) -> Response<Body> {
    Response::new("orders".into())
}

fn main() {
    let app = routes! { GET "/orders" => list_orders };
    let _: axum::Router = axum::Router::new().fallback_service(app);
}
