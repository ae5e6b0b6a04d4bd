//! Expansions, side by side with what they are made of.
//!
//! `BLESS=1 cargo test -p cors-macros` writes the files anew; read the difference before it is committed.

use std::{fmt::Write as _, fs, path::Path};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use crate::{actix, derive, plain, poem, salvo};

fn assert_expands_to(name: &str, output: TokenStream) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/expansions").join(format!("{name}.txt"));
    let mut text = String::new();
    print(output, 0, &mut text);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap();
    assert_eq!(text, expected, "{name}");
}

/// One statement or item a line: enough to read, and stable.
fn print(tokens: TokenStream, depth: usize, text: &mut String) {
    let mut line = TokenStream::new();
    let indent = "    ".repeat(depth);
    let flush = |line: &mut TokenStream, text: &mut String, end: &str| {
        writeln!(text, "{indent}{}{end}", std::mem::take(line)).unwrap();
    };
    for token in tokens {
        match &token {
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Brace && !group.stream().is_empty() =>
            {
                flush(&mut line, text, " {");
                print(group.stream(), depth + 1, text);
                writeln!(text, "{}}}", "    ".repeat(depth)).unwrap();
            }
            TokenTree::Punct(punct) if punct.as_char() == ';' => flush(&mut line, text, ";"),
            _ => line.extend([token]),
        }
    }
    if !line.is_empty() {
        flush(&mut line, text, "");
    }
}

#[test]
fn a_handler_is_wrapped_and_names_its_policy() {
    let attr =
        quote!(origins = ["https://app.example.com", "https://*.b.example.com"], credentials, max_age = "2h");
    let item = quote! {
        /// Lists orders.
        #[tracing::instrument(skip_all)]
        #[allow(clippy::unused_async)]
        #[cfg_attr(test, must_use, inline)]
        #[cfg(unix)]
        pub(crate) async fn list_orders<'a, T: Send, const N: usize>(Path((a, b)): Path<(u8, u8)>, mut q: &'a T) -> Result<impl Sized, E>
        where
            T: Copy,
        {
            todo()
        }
    };
    assert_expands_to("handler", plain::expand(attr, &item));
}

#[test]
fn a_named_policy_is_only_referred_to() {
    let item = quote!(
        fn health() -> Pin<Box<dyn Future<Output = ()>>> {
            ready()
        }
    );
    assert_expands_to(
        "handler_named",
        plain::expand(quote!(policies::Api, crate = ::framework::cors), &item),
    );
    assert_expands_to("handler_off", plain::expand(quote!(off), &item));
}

#[test]
fn an_error_leaves_the_same_items_behind() {
    let item = quote!(
        async fn list_orders(a: u8) -> u8 {
            a
        }
    );
    assert_expands_to("handler_refused", plain::expand(quote!(origins = ORIGINS), &item));
    assert_expands_to(
        "derive_refused",
        derive::expand(quote!(
            #[policy(origins = runtime, max_age = x)]
            pub struct Api;
        )),
    );
    assert_expands_to("expression_refused", derive::expand_expression(quote!(origins = ORIGINS)));
}

#[test]
fn a_derive_adds_an_implementation() {
    let item = quote! {
        #[policy(origins = runtime, dev_origins = ["http://localhost:*"], methods = [PUT], danger(null_origin = "ours"))]
        pub struct Tenants;
    };
    assert_expands_to("derive", derive::expand(item));
}

#[test]
fn an_expression_is_a_block() {
    assert_expands_to("expression", derive::expand_expression(quote!(origins = any, preflight_status = 200)));
}

#[test]
fn a_route_of_actix_web_takes_preflights_too() {
    let attr = quote!(origins = ["https://app.example.com"]);
    let item = quote! {
        /// Lists orders.
        #[get("/orders", name = "list", guard = "g", wrap = "Outer")]
        async fn list_orders() -> impl Responder {
            "ok"
        }
    };
    assert_expands_to("actix_web_get", actix::expand(attr.clone(), &item));
    let item = quote! {
        #[actix_web::route("/orders", method = "GET", wrap = "Outer", method = "OPTIONS")]
        async fn list_orders() -> impl Responder {
            "ok"
        }
    };
    assert_expands_to("actix_web_route", actix::expand(attr.clone(), &item));
    let item = quote! {
        #[routes]
        #[get("/a", name = "a")]
        #[post("/b", guard = "g", wrap = "Outer")]
        async fn list_orders() -> impl Responder {
            "ok"
        }
    };
    assert_expands_to("actix_web_routes", actix::expand(attr, &item));
}

#[test]
fn a_handler_of_salvo_is_a_constant_that_leads_to_it() {
    let item = quote! {
        /// Lists orders.
        #[handler]
        #[allow(clippy::unused_async)]
        #[deprecated]
        #[cfg(unix)]
        pub(crate) async fn list_orders(page: QueryParam<u32>, response: &mut Response) -> Result<(), Error> {
            Ok(())
        }
    };
    let attr = quote!(origins = ["https://app.example.com"], crate = ::framework::cors);
    assert_expands_to("salvo_handler", salvo::expand(attr, &item));
    assert_expands_to("salvo_handler_refused", salvo::expand(quote!(origins = ORIGINS), &item));
}

/// `macro_rules!` substitutes a `$body:block` as a group without delimiters.
#[test]
fn a_body_may_come_out_of_a_macro() {
    let body = TokenTree::Group(Group::new(Delimiter::None, quote!({ 1 })));
    let output = plain::expand(quote!(off), &quote!(async fn f() -> u8 #body)).to_string();
    assert!(!output.contains("compile_error"), "{output}");
    let two = TokenTree::Group(Group::new(Delimiter::None, quote!({ 1 } { 2 })));
    let output = plain::expand(quote!(off), &quote!(async fn f() -> u8 #two)).to_string();
    assert!(output.contains("not a function with a body"), "{output}");
}

#[test]
fn a_handler_of_poem_is_hidden_behind_its_name() {
    let item = quote! {
        /// Lists orders.
        #[allow(clippy::unused_async)]
        #[cfg(unix)]
        #[handler]
        pub(crate) async fn list_orders(page: Query<u8>) -> impl IntoResponse {
            "ok"
        }
    };
    assert_expands_to("poem_handler", poem::expand(quote!(origins = any, crate = ::framework::cors), &item));
    let item = quote! {
        #[poem::handler]
        pub fn show<T: Id, U>(id: Path<T>, other: U) -> String
        where
            U: Other,
        {
            id.to_string()
        }
    };
    assert_expands_to("poem_generic", poem::expand(quote!(Api), &item));
}
