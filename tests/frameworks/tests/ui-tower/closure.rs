//! A closure in `routes!`.

use cors::tower::routes;
use http::{Request, Response};

fn main() {
    let _ = routes! { GET "/orders" => async |_: Request<String>| Response::new("orders".to_owned()) };
}
