//! A handler that wants more than the request.

use cors::{cors, tower::routes};
use http::{Request, Response};

#[cors(origins = ["https://app.example.com"])]
async fn show_order(_: Request<String>, _id: u32) -> Response<String> {
    Response::new("order".to_owned())
}

fn main() {
    let _ = routes! { GET "/orders/{id}" => show_order };
}
