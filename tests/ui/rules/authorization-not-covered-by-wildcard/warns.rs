//! `authorization-not-covered-by-wildcard` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

struct TypedHeader<T>(T);
struct Authorization<T>(T);
struct Bearer;
struct BearerAuth;

#[cors(origins = ["https://a.example.com"], headers = any, silence(wildcard_header))]
async fn first(_: TypedHeader<Authorization<Bearer>>) {}

#[cors(origins = ["https://a.example.com"], headers = any, silence(wildcard_header))]
async fn second(_: BearerAuth) {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second));
}
