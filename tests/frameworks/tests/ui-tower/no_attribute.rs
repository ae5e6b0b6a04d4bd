//! A function without an attribute in `routes!`.

use cors::tower::routes;
use http::{Request, Response};

async fn list_orders(_: Request<String>) -> Response<String> {
    Response::new("orders".to_owned())
}

fn main() {
    let _ = routes! { GET "/orders" => list_orders };
}
