//! `mirror-request-headers` has no other spelling than the danger word, and not without a reason.

use cors::cors;

#[cors(origins = ["https://a.example.com"], credentials, headers = mirror)]
async fn first() {}

#[cors(origins = ["https://a.example.com"], credentials, mirror_request_headers)]
async fn second() {}

#[cors(origins = ["https://a.example.com"], credentials, danger(mirror_request_headers = ""))]
async fn third() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third));
}
