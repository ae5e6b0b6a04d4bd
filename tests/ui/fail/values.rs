//! Values of the wrong form.

use cors::cors;

const ORIGINS: &[&str] = &["https://a.example.com"];

#[cors(origins = ORIGINS)]
async fn constant() {}

#[cors(origins = [ORIGINS, crate::ORIGINS, null, concat!("https://", "a"), "https://a.example.com".trim()])]
async fn items() {}

#[cors(origins = "https://a.example.com")]
async fn one_string() {}

#[cors(origins = "*")]
async fn one_star() {}

#[cors(origins = *)]
async fn bare_star() {}

#[cors(origins = vec!["https://a.example.com"])]
async fn macro_call() {}

#[cors(origins = [b"https://a.example.com", c"https://a.example.com", 'a', b'a', 1, 1.5, true, "x"y, ["z"]])]
async fn literals() {}

#[cors(origins = "https://a" + "https://b")]
async fn sum() {}

#[cors(origins = anny)]
async fn near_any() {}

#[cors(origins = any, methods = GET, headers = authorization, expose_headers = "x-request-id")]
async fn lists() {}

#[cors(origins = any, headers = [authorization, content-type])]
async fn names() {}

#[cors(origins = any, dev_origins = any)]
async fn any_developer() {}

#[cors(origins = any, credentials = "true", preflight_status = "200", on_refused = "forbid")]
async fn texts() {}

#[cors(origins = any, credentials = no, preflight_status = OK, on_refused = block, public_origin = API)]
async fn words() {}

#[cors(origins = any, credentials("include"), max_age = Duration::from_secs(60))]
async fn calls() {}

#[cors(origins = any, danger = "null_origin", silence = wildcard_header)]
async fn opt_outs() {}

#[cors(origins = any, danger(null_origin = 1), silence(wildcard_header = "ours"))]
async fn reasons() {}

#[cors(origins = any, crate = cors)]
async fn relative() {}

#[cors(origins = any, crate = "::cors")]
async fn crate_text() {}

#[cors(origins = runtime)]
async fn runtime() {}

fn main() {}
