//! What `cors::salvo::cors` says, and what it leaves behind.

use proc_macro2::TokenStream;

use super::messages;
use crate::salvo;

const POLICY: &str = r#"origins = ["https://a.example.com"]"#;

fn expand(attr: &str, item: &str) -> TokenStream {
    salvo::expand(attr.parse().unwrap(), &item.parse().unwrap())
}

/// The texts of all errors and warnings in the expansion of `attr` above `item`.
fn messages(attr: &str, item: &str) -> Vec<String> {
    messages::messages(expand(attr, item))
}

#[test]
fn every_way_to_write_the_frameworks_attribute_is_known() {
    for attribute in [
        "handler",
        "salvo::handler",
        "salvo::prelude::handler",
        "endpoint(tags(\"a\"))",
        "::salvo::oapi::endpoint",
    ] {
        assert_eq!(
            messages(POLICY, &format!("#[{attribute}] async fn f() -> u8 {{ 1 }}")),
            [""; 0],
            "{attribute}"
        );
    }
}

#[test]
fn it_must_stand_below() {
    for item in ["async fn f() -> u8 { 1 }", "#[instrument] async fn f() -> u8 { 1 }"] {
        assert_eq!(
            messages(POLICY, item),
            ["`cors::salvo::cors` has no `#[handler]` below it [cors::framework-attribute]\n\
              = note: it stands above what makes a handler of the function; a `#[handler]` above it has done its work already\n\
              = help: write it above `#[handler]`"],
        );
        assert!(
            expand(POLICY, item).to_string().ends_with(&item.parse::<TokenStream>().unwrap().to_string())
        );
    }
}

#[test]
fn an_attribute_of_another_framework_is_refused() {
    assert_eq!(
        messages(POLICY, "#[actix_web::get(\"/\")] async fn f() -> u8 { 1 }"),
        ["`cors::salvo::cors` cannot stand above `#[actix_web::get]` [cors::framework-attribute]\n\
          = note: `#[actix_web::get]` makes a route of another framework\n\
          = help: import that framework's own attribute: `use cors::actix_web::cors;`"],
    );
    assert_eq!(
        messages(POLICY, "#[get(\"/\")] async fn f() -> u8 { 1 }"),
        ["`cors::salvo::cors` cannot stand above `#[get]` [cors::framework-attribute]\n\
          = note: `#[get]` makes a route of another framework\n\
          = help: import that framework's own attribute: `use cors::actix_web::cors;` or `use cors::rocket::cors;`"],
    );
    let poem = messages(POLICY, "#[poem::handler] async fn f() -> u8 { 1 }");
    assert!(poem[0].starts_with("`cors::salvo::cors` cannot stand above `#[poem::handler]`"), "{poem:?}");
}

#[test]
fn a_second_policy_is_refused() {
    assert_eq!(
        messages(POLICY, "#[cors::salvo::cors(off)] #[handler] async fn f() -> u8 { 1 }"),
        [
            "a second policy on the handler `f` [cors::stacked-policies]\n\
             = note: two `Access-Control-Allow-Origin` lines fail in all browsers, even when they are equal\n\
             = help: keep one policy for a response",
            "the first policy is here",
        ],
    );
}

#[test]
fn an_impl_block_has_no_policy() {
    for item in ["#[handler] impl Orders { async fn handle(&self) {} }", "impl<T> Orders<T> {}"] {
        assert_eq!(
            messages(POLICY, item),
            ["`#[cors]` cannot stand on an `impl` block [cors::framework-attribute]\n\
              = note: a handler that is a value gets its policy where it is registered\n\
              = help: remove it, and register the value: `.get(with::<Api, _>(value))`, with `use cors::salvo::with;`"],
        );
        assert!(
            expand(POLICY, item).to_string().ends_with(&item.parse::<TokenStream>().unwrap().to_string())
        );
    }
}

#[test]
fn a_body_of_json_needs_its_header() {
    let texts = messages(POLICY, "#[handler] async fn f(order: JsonBody<Order>) -> u8 { 1 }");
    assert_eq!(messages::ids(&texts), ["content-type-missing"], "{texts:?}");
}

#[test]
fn a_refused_policy_leaves_the_same_items() {
    let item = "#[handler] pub async fn f() -> u8 { 1 }";
    let refused = expand("origins = []", item).to_string();
    let off = expand("off", item).to_string();
    assert!(refused.ends_with(&off), "{refused}");
}
