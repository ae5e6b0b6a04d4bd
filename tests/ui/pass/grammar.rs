//! Every key in every form, and what it comes to.

use cors::{Policy, policy};

#[derive(cors::CorsPolicy)]
#[policy(
    origins = ["https://a.example.com", "https://*.b.example.com", "http://localhost:*"],
    methods = [GET, PUT, "PURGE"],
    headers = ["content-type", "Authorization"],
    expose_headers = ["X-Request-Id"],
    credentials = true,
    max_age = 600,
    preflight_status = 200,
    on_refused = forbid,
    public_origin = "https://api.example.com",
    silence(subdomain_wildcard_with_credentials, wildcard_port),
    crate = ::cors,
)]
enum All {}

#[derive(cors::CorsPolicy)]
#[policy(origins = any, credentials = false)]
pub(crate) struct WithFields {
    _field: u8,
}

#[derive(cors::CorsPolicy)]
#[policy(dev_origins = ["http://localhost:*"])]
struct DevelopmentOnly(u8, String);

#[cors::cors(origins = ["https://a.example.com"], crate = ::cors)]
async fn renamed() {}

#[cors::cors(All, crate = ::cors)]
async fn named() {}

#[cors::cors(::cors::__ui::NoSuch)]
#[cfg(any())]
async fn absolute() {}

#[cors::cors(off, crate = ::cors)]
async fn off() {}

fn assert_policy(policy: &Policy, text: &str) {
    assert_eq!(policy.to_string(), text);
}

fn main() {
    assert_policy(
        cors::policy_of(&named).expect("a policy"),
        "origins=[http://localhost:*,https://*.b.example.com,https://a.example.com] methods=[GET,PURGE,PUT] \
         headers=[authorization,content-type] expose_headers=[x-request-id] credentials max_age=600 \
         preflight_status=200 on_refused=forbid public_origin=https://api.example.com",
    );
    assert_policy(<WithFields as cors::CorsPolicy>::policy(), "origins=any");
    let development = <DevelopmentOnly as cors::CorsPolicy>::policy();
    let debug = if cfg!(debug_assertions) { "origins=[http://localhost:*]" } else { "origins=[]" };
    assert_policy(development, debug);
    assert_policy(cors::policy_of(&renamed).expect("a policy"), "origins=[https://a.example.com]");
    assert!(cors::policy_of(&off).is_none());

    assert_policy(policy! { origins = ["*"] }, "origins=any");
    assert_policy(policy! { origins = [any], methods = [], headers = [], expose_headers = [] }, "origins=any methods=[]");
    assert_policy(policy! { origins = [r"https://a.example.com"], max_age = "2h" }, "origins=[https://a.example.com] max_age=7200");
    assert_policy(policy! { origins = ["\x68ttps://a.example.com"], max_age = 1_0 }, "origins=[https://a.example.com] max_age=10");
    assert_policy(policy! { origins = any, max_age = 0x10, on_refused = pass }, "origins=any max_age=16");
    assert_policy(
        policy! { origins = any, headers = [any, "authorization"], silence(wildcard_header, wildcard_header_mixed) },
        "origins=any headers=[*,authorization]",
    );
    assert_policy(
        policy! { origins = ["null"], danger(null_origin = "a sandboxed frame of ours") },
        "origins=[null] danger(null-origin=\"a sandboxed frame of ours\")",
    );
    let here = policy! { origins = any };
    assert!(here.file().ends_with("grammar.rs"));
    assert!(here.line() > 60);
}
