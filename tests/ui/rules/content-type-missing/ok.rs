//! Beside `content-type-missing`: the name is listed, covered, or no JSON is read.

#![deny(deprecated)]

use cors::cors;

struct Json<T>(T);

#[cors(origins = ["https://a.example.com"], headers = ["Content-Type"])]
async fn first(Json(_): Json<u8>) {}

#[cors(origins = ["https://a.example.com"], headers = any, silence(wildcard_header))]
async fn second(_: Json<u8>) {}

#[cors(origins = ["https://a.example.com"], danger(mirror_request_headers = "old clients"), credentials)]
async fn third(_: Json<u8>) {}

#[cors(origins = ["https://a.example.com"])]
async fn fourth() -> Json<u8> {
    Json(1)
}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third), cors::policy_of(&fourth));
}
