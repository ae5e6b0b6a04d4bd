//! `silence(..)` silences `authorization-not-covered-by-wildcard`.

#![deny(deprecated)]

use cors::cors;

struct TypedHeader<T>(T);
struct Authorization<T>(T);
struct Bearer;
struct BearerAuth;

#[cors(origins = ["https://a.example.com"], headers = any, silence(wildcard_header, authorization_not_covered_by_wildcard))]
async fn first(_: TypedHeader<Authorization<Bearer>>) {}

#[cors(origins = ["https://a.example.com"], headers = any, silence(wildcard_header, authorization_not_covered_by_wildcard))]
async fn second(_: BearerAuth) {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second));
}
