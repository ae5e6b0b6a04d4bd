//! Messages that need a route attribute of a framework below ours, which the package `ui` does without.

use proc_macro2::TokenStream;

use super::messages;
use crate::actix;

/// The texts of all errors and warnings in the expansion of `attr` above `item`.
fn messages(attr: &str, item: &str) -> Vec<String> {
    messages::messages(actix::expand(attr.parse().unwrap(), &item.parse().unwrap()))
}

const POLICY: &str = r#"origins = ["https://a.example.com"]"#;

#[test]
fn a_route_attribute_must_stand_below() {
    assert_eq!(
        messages(POLICY, "async fn f() -> u8 { 1 }"),
        ["`cors::actix_web::cors` has no route attribute below it [cors::framework-attribute]\n\
          = note: it becomes a part of `#[get(..)]` or its like; one that stands above it has done its work already\n\
          = help: write it above `#[get(..)]`; on a function that is registered with `web::get().to(..)` write \
          `#[cors::cors(..)]`"],
    );
}

#[test]
fn a_route_of_another_framework_is_refused() {
    assert_eq!(
        messages(POLICY, "#[rocket::get(\"/\")] async fn f() -> u8 { 1 }"),
        ["`cors::actix_web::cors` cannot stand above `#[rocket::get]` [cors::framework-attribute]\n\
          = note: `#[rocket::get]` makes a route of another framework\n\
          = help: import that framework's own attribute: `use cors::rocket::cors;`"],
    );
}

#[test]
fn several_routes_need_the_attribute_routes() {
    let item = "#[get(\"/a\")] #[post(\"/b\")] async fn f() -> u8 { 1 }";
    assert_eq!(
        messages(POLICY, item),
        ["a second route attribute `#[post]` without `#[routes]` [cors::framework-attribute]\n\
          = note: the framework takes several route attributes only below `#[routes]`\n\
          = help: write `#[routes]` above them"],
    );
    assert_eq!(messages(POLICY, &format!("#[routes] {item}")), [""; 0]);
}

#[test]
fn a_second_policy_is_refused() {
    assert_eq!(
        messages(POLICY, "#[cors::actix_web::cors(off)] #[get(\"/\")] async fn f() -> u8 { 1 }"),
        [
            "a second policy on the handler `f` [cors::stacked-policies]\n\
             = note: two `Access-Control-Allow-Origin` lines fail in all browsers, even when they are equal\n\
             = help: keep one policy for a response",
            "the first policy is here",
        ],
    );
}

#[test]
fn a_method_that_the_route_does_not_serve_warns() {
    let item = "#[route(\"/\", method = \"GET\", method = \"PUT\")] async fn f() -> u8 { 1 }";
    let policy = |methods: &str| format!("{POLICY}, methods = [{methods}]");
    assert_eq!(
        messages(&policy("GET, HEAD, DELETE"), item),
        ["not a deprecation: method `DELETE` is not served by this handler [cors::method-not-served]\n\
          = note: the browser would pass a request that the route then refuses\n\
          = help: remove it: this handler serves GET, PUT only"],
    );
    assert_eq!(messages(&format!("{}, silence(method_not_served)", policy("DELETE")), item), [""; 0]);
    assert_eq!(messages(&policy("GET, HEAD, PUT"), item), [""; 0]);
}

#[test]
fn a_refused_policy_leaves_the_route_as_it_was() {
    let item: TokenStream = "#[get(\"/\")] async fn f() -> u8 { 1 }".parse().unwrap();
    let output = actix::expand("origins = []".parse().unwrap(), &item).to_string();
    assert!(output.ends_with(&item.to_string()), "{output}");
}
