//! Messages that need `#[handler]` below ours, which the package `ui` does without.

use proc_macro2::TokenStream;

use super::messages;
use crate::poem;

/// The texts of all errors and warnings in the expansion of `attr` above `item`.
fn messages(attr: &str, item: &str) -> Vec<String> {
    messages::messages(poem::expand(attr.parse().unwrap(), &item.parse().unwrap()))
}

const POLICY: &str = r#"origins = ["https://a.example.com"]"#;

#[test]
fn a_handler_attribute_must_stand_below() {
    assert_eq!(
        messages(POLICY, "async fn f() -> u8 { 1 }"),
        ["`cors::poem::cors` has no `#[handler]` below it [cors::framework-attribute]\n\
          = note: it hides what `#[handler]` makes; one that stands above it has done its work already\n\
          = help: write it above `#[handler]`"],
    );
    for handler in ["#[handler]", "#[poem::handler]", "#[inline] #[::poem::handler]"] {
        assert_eq!(messages(POLICY, &format!("{handler} async fn f() -> u8 {{ 1 }}")), [""; 0], "{handler}");
    }
}

#[test]
fn a_route_of_another_framework_is_refused() {
    assert_eq!(
        messages(POLICY, "#[rocket::get(\"/\")] async fn f() -> u8 { 1 }"),
        ["`cors::poem::cors` cannot stand above `#[rocket::get]` [cors::framework-attribute]\n\
          = note: `#[rocket::get]` makes a route of another framework\n\
          = help: import that framework's own attribute: `use cors::rocket::cors;`"],
    );
    assert_eq!(
        messages(POLICY, "#[actix_web::get(\"/\")] async fn f() -> u8 { 1 }"),
        ["`cors::poem::cors` cannot stand above `#[actix_web::get]` [cors::framework-attribute]\n\
          = note: `#[actix_web::get]` makes a route of another framework\n\
          = help: import that framework's own attribute: `use cors::actix_web::cors;`"],
    );
    assert_eq!(
        messages(POLICY, "#[get(\"/\")] async fn f() -> u8 { 1 }"),
        ["`cors::poem::cors` cannot stand above `#[get]` [cors::framework-attribute]\n\
          = note: `#[get]` makes a route of another framework\n\
          = help: a handler of poem has `#[handler]` there"],
    );
}

#[test]
fn a_web_socket_warns() {
    let item = "#[handler] fn f(upgrade: WebSocket) -> u8 { 1 }";
    let warnings = messages(POLICY, item);
    assert!(warnings[0].contains("[cors::websocket-handshake-open]"), "{warnings:?}");
    assert_eq!(messages(&format!("{POLICY}, on_refused = forbid"), item), [""; 0]);
}

#[test]
fn a_second_policy_is_refused() {
    assert_eq!(
        messages(POLICY, "#[cors::poem::cors(off)] #[handler] async fn f() -> u8 { 1 }"),
        [
            "a second policy on the handler `f` [cors::stacked-policies]\n\
             = note: two `Access-Control-Allow-Origin` lines fail in all browsers, even when they are equal\n\
             = help: keep one policy for a response",
            "the first policy is here",
        ],
    );
}

#[test]
fn a_refused_policy_leaves_the_items_of_an_accepted_one() {
    let item: TokenStream = "#[handler] pub fn f() -> u8 { 1 }".parse().unwrap();
    let items = |attr: &str| {
        let file = syn::parse2::<syn::File>(poem::expand(attr.parse().unwrap(), &item)).unwrap();
        let kinds = file.items.iter().filter_map(|item| match item {
            syn::Item::Const(item) => Some(format!("const {}", item.ident)),
            syn::Item::Enum(item) => Some(format!("enum {}", item.ident)),
            syn::Item::Impl(_) => Some("impl".to_owned()),
            // The error.
            _ => None,
        });
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(items(POLICY), ["const f", "enum __Cors_f", "impl", "const _"]);
    assert_eq!(items("origins = []"), items(POLICY));
}
