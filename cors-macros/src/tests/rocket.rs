//! Rocket's attribute: messages that need a route attribute below it, and what the framework's macros look for.

use proc_macro2::TokenStream;

use super::messages;
use crate::rocket;

const POLICY: &str = r#"origins = ["https://a.example.com"]"#;

fn expand(attr: &str, item: &str) -> TokenStream {
    rocket::expand(attr.parse().unwrap(), &item.parse().unwrap())
}

/// The texts of all errors and warnings in the expansion of `attr` above `item`.
fn messages(attr: &str, item: &str) -> Vec<String> {
    messages::messages(expand(attr, item))
}

#[test]
fn a_route_attribute_must_stand_below() {
    assert_eq!(
        messages(POLICY, "fn f() -> u8 { 1 }"),
        ["`cors::rocket::cors` has no route attribute below it [cors::framework-attribute]\n\
          = note: it becomes a part of `#[get(..)]` or its like; one that stands above it has done its work already\n\
          = help: write `#[get(\"/path\")]` or its like below it"],
    );
}

#[test]
fn a_route_of_another_framework_is_refused() {
    assert_eq!(
        messages(POLICY, "#[actix_web::get(\"/\")] async fn f() -> u8 { 1 }"),
        ["`cors::rocket::cors` cannot stand above `#[actix_web::get]` [cors::framework-attribute]\n\
          = note: `#[actix_web::get]` makes a route of another framework\n\
          = help: import that framework's own attribute: `use cors::actix_web::cors;`"],
    );
}

#[test]
fn a_second_route_is_refused() {
    assert_eq!(
        messages(POLICY, "#[get(\"/a\")] #[rocket::post(\"/b\")] fn f() -> u8 { 1 }"),
        ["a second route attribute `#[rocket::post]` [cors::framework-attribute]\n\
          = note: the framework makes one route of a function\n\
          = help: write a function for each route, and let them call a third one"],
    );
}

#[test]
fn a_second_policy_is_refused() {
    let found = messages(POLICY, "#[cors(off)] #[get(\"/\")] fn f() -> u8 { 1 }");
    assert!(
        found.first().is_some_and(|text| text.starts_with("a second policy on the handler `f`")),
        "{found:?}"
    );
}

#[test]
fn a_method_that_the_route_does_not_serve_warns() {
    for route in [
        "#[put(\"/\")]",
        "#[route(PUT, uri = \"/\")]",
        "#[rocket::route(put, rank = 2, uri = \"/\")]",
        "#[route(Method::Put, uri = \"/\")]",
    ] {
        let item = format!("{route} fn f() -> u8 {{ 1 }}");
        assert_eq!(
            messages(&format!("{POLICY}, methods = [PUT, DELETE]"), &item),
            ["not a deprecation: method `DELETE` is not served by this handler [cors::method-not-served]\n\
              = note: the browser would pass a request that the route then refuses\n\
              = help: remove it: this handler serves PUT only"],
            "{route}"
        );
        assert_eq!(messages(&format!("{POLICY}, methods = [PUT]"), &item), [""; 0]);
    }
}

#[test]
fn a_refused_policy_leaves_the_route_as_it_was() {
    let item = "#[get(\"/\")] fn f() -> u8 { 1 }";
    let output = expand("origins = []", item).to_string();
    assert!(output.ends_with(&item.parse::<TokenStream>().unwrap().to_string()), "{output}");
}

#[test]
fn what_cannot_be_read_keeps_its_policy_and_is_left_to_the_framework() {
    for attr in
        ["#[get]", "#[get(path)]", "#[get(concat!())]", "#[route(GET)]", "#[route(\"/\", method = GET)]"]
    {
        let output = expand(POLICY, &format!("{attr} fn f() {{}}")).to_string();
        let attr = attr.parse::<TokenStream>().unwrap().to_string();
        assert!(output.contains(&format!("{attr} fn __cors_route_f ()")), "{output}");
        assert!(output.contains(":: route :: < __Cors_f > (__cors_route_f { } . into_route ()"), "{output}");
        assert_eq!(output.matches(&attr).count(), 1, "{output}");
    }
}

/// The rule of the macro that `uri!` looks for: its text and its arguments.
fn uri_rule(item: &str) -> String {
    let output = expand(POLICY, item).to_string();
    let (_, rule) = output.split_once("rocket_internal_uri ! (").unwrap();
    rule.split_once(", $").unwrap().0.trim_end().to_owned()
}

#[test]
fn uri_gets_the_parameters_in_the_order_of_the_path() {
    let item = "#[get(\"/<b>/x/<_>/<rest..>?<a>&k=v&<q..>\", data = \"<body>\")]
        fn f<'r>(a: Option<&'r str>, guard: User, rest: Segments<'r, Path>, q: Q, mut b: u8, body: Vec<u8>) {}";
    assert_eq!(
        uri_rule(item),
        "\"/<b>/x/<_>/<rest..>?<a>&k=v&<q..>\" , \
         (b : u8 , rest : Segments <'_ , Path >, a : Option <&'_ str >, q : Q)"
    );
    assert_eq!(uri_rule("#[get(\"/<type>\")] fn f(r#type: u8) {}"), "\"/<type>\" , (r#type : u8)");
    assert_eq!(uri_rule("#[route(GET, uri = \"/\")] fn f(guard: User) {}"), "\"/\" , ()");
}

#[test]
fn the_function_keeps_all_but_its_route() {
    let item = "/// Lists.\n#[cfg(unix)] #[instrument] #[get(\"/\")] #[deprecated] pub async fn f(mut a: u8) -> u8 { a }";
    let output = expand(&format!("{POLICY}, crate = ::renamed"), item).to_string();
    let function = item.replace("#[get(\"/\")] ", "").parse::<TokenStream>().unwrap().to_string();
    assert!(output.starts_with(&function), "{output}");
    assert!(!output.contains(":: cors"), "another name of the library: {output}");
    // Function, struct, `impl`, the hidden type and its `impl`, the module of the macro and its import.
    assert_eq!(output.matches("# [cfg (unix)]").count(), 7, "{output}");
    assert!(output.contains("async fn __cors_route_f (a : u8)"), "no `mut` twice: {output}");
}

#[test]
fn an_argument_may_have_the_name_of_the_function() {
    let output = expand(POLICY, "#[get(\"/<id>\")] async fn id(id: u8) -> u8 { id }").to_string();
    assert!(output.contains("__cors_call_id (id) . await"), "{output}");
    assert!(output.contains("async fn __cors_call_id (__a0 : u8) -> u8 { id (__a0) . await }"), "{output}");
}
