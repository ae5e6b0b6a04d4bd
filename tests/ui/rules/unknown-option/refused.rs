//! `unknown-option` refuses the policy.

use cors::cors;

#[cors(origins = ["https://a.example.com"], alow_headers = ["x"])]
async fn first() {}

#[cors(origins = ["https://a.example.com"], maxAge = 600)]
async fn second() {}

#[cors(allow_origin = "https://a.example.com")]
async fn third() {}

#[cors(origins = ["https://a.example.com"], supports_credentials = true)]
async fn fourth() {}

#[cors(permissive)]
async fn fifth() {}

#[cors(origins = ["https://a.example.com"], timeout = 3)]
async fn sixth() {}

#[cors(origins = mirror)]
async fn seventh() {}

#[cors(origins = ORIGINS)]
async fn eighth() {}

#[cors(origins = ["https://a.example.com"], danger(wildcard_with_credentials = "ours"))]
async fn ninth() {}

#[cors(origins = ["https://a.example.com"], silence(null_origin))]
async fn tenth() {}

#[cors(origins = ["https://a.example.com"], danger(wildcard_port = "ours"))]
async fn eleventh() {}

#[cors(origins = ["https://a.example.com"], silence(wildcard_prot))]
async fn twelfth() {}

#[cors(origins = ["https://a.example.com"], danger(nul_origin = "ours"))]
async fn thirteenth() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third), cors::policy_of(&fourth), cors::policy_of(&fifth), cors::policy_of(&sixth), cors::policy_of(&seventh), cors::policy_of(&eighth), cors::policy_of(&ninth), cors::policy_of(&tenth), cors::policy_of(&eleventh), cors::policy_of(&twelfth), cors::policy_of(&thirteenth),);
}
