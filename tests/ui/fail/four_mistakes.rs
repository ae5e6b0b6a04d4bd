//! Four mistakes in one attribute: each is reported at its own literal, once, and nothing follows.

use cors::cors;

#[cors(
    origins = ["https://app.example.com/", "https://Shop.example.com"],
    methods = [put],
    headers = ["content-type", "cookie"],
    credentials,
)]
async fn delete_order(id: u32) -> String {
    id.to_string()
}

fn register<H: Fn(u32) -> F, F: Future>(_: H)
where
    F::Output: cors::HasPolicy,
{
}

fn main() {
    register(delete_order);
    let _ = cors::policy_of(&delete_order);
}
