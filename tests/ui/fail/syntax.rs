//! Slips of the pen: each is reported, and what follows is read.

use cors::{cors, policy};

#[cors(origins = ["https://a.example.com" "https://b.example.com"], max_age = 600)]
async fn comma_in_list() {}

#[cors(origins = ["https://a.example.com"] credentials max_age = 600)]
async fn commas_between_keys() {}

#[cors(origins: ["https://a.example.com"], credentials)]
async fn colon() {}

#[cors(origins = , credentials)]
async fn no_value() {}

#[cors(origins = ["https://a.example.com"], max_age =)]
async fn no_value_at_the_end() {}

#[cors(origins = ["https://a.example.com",, "https://b.example.com"],, credentials)]
async fn too_many_commas() {}

#[cors("https://a.example.com", 7, credentials)]
async fn no_keys() {}

#[cors(origins = ["https://a.example.com"], danger(null-origin = "ours"))]
async fn hyphens() {}

#[cors(origins["https://a.example.com"], credentials)]
async fn brackets() {}

#[cors(origins("https://a.example.com"), credentials)]
async fn call() {}

#[cors(origins, max_age)]
async fn flags() {}

fn main() {
    let _ = policy! { origins ["https://a.example.com"] };
    let _ = (
        cors::policy_of(&comma_in_list),
        cors::policy_of(&commas_between_keys),
        cors::policy_of(&colon),
        cors::policy_of(&no_value),
        cors::policy_of(&no_value_at_the_end),
        cors::policy_of(&too_many_commas),
        cors::policy_of(&no_keys),
        cors::policy_of(&hyphens),
        cors::policy_of(&brackets),
        cors::policy_of(&call),
        cors::policy_of(&flags),
    );
}
