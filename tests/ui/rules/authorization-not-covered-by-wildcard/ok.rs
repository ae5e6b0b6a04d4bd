//! Beside `authorization-not-covered-by-wildcard`: the name is listed.

#![deny(deprecated)]

use cors::cors;

struct TypedHeader<T>(T);
struct Authorization<T>(T);
struct Bearer;
struct BearerAuth;

#[cors(origins = ["https://a.example.com"], headers = [any, "authorization"], silence(wildcard_header))]
async fn first(_: TypedHeader<Authorization<Bearer>>) {}

#[cors(origins = ["https://a.example.com"], headers = [any, "authorization"], silence(wildcard_header))]
async fn second(_: BearerAuth) {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second));
}
