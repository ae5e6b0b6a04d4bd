//! A handler that has a policy already, given another.

use cors::{
    CorsPolicy, cors,
    warp::{route, with},
};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example.com"])]
struct Api;

#[cors(Api)]
async fn list_orders() -> &'static str {
    "orders"
}

fn main() {
    let _ = route!(GET "orders" => with::<Api, _>(list_orders));
}
