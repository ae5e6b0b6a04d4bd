//! Lines that are none.

use cors::{cors, tower::routes};
use http::{Request, Response};

#[cors(origins = ["https://app.example.com"])]
async fn list_orders(_: Request<String>) -> Response<String> {
    Response::new("orders".to_owned())
}

fn main() {
    let _ = routes! { "/orders" => list_orders };
    let _ = routes! { GET "/orders" -> list_orders };
    let _ = routes! { _ => list_orders, GET "/orders" => list_orders };
    let _ = routes! {};
}
