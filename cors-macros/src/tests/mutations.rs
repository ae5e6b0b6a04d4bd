//! Whatever stands in the brackets, the macros answer with tokens.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{actix, derive, plain, poem};

/// Texts that between them use the whole grammar.
const SEEDS: &[&str] = &[
    r#"origins = ["https://a.example.com", "https://*.b.example.com", "http://localhost:*"], credentials"#,
    r#"origins = any, headers = [any, "authorization"], expose_headers = ["x-request-id"], max_age = "10m""#,
    r#"origins = runtime, methods = [GET, PUT, "PURGE"], max_age = 600, preflight_status = 200, on_refused = forbid"#,
    r#"dev_origins = ["http://localhost:*"], public_origin = "https://api.example.com", crate = ::a::b"#,
    r#"origins = ["null"], danger(null_origin = "ours", mirror_request_headers = "old"), silence(wildcard_port)"#,
    r#"alow_headers = ["x"], origin_regex = "x", vary = false, private_network, credentials = -1.5, max_age = 10m"#,
    "policies::Api, crate = ::cors",
    "off",
    "Tenant<Gold, 3>",
];

/// Pieces that are put into the seeds: what tempts a parser.
const PIECES: &[&str] = &[
    "",
    ",",
    ",,",
    "=",
    "==",
    "::",
    ":",
    "-",
    "<",
    ">",
    "!",
    "*",
    "&",
    "()",
    "[]",
    "{}",
    "(,)",
    "[,]",
    "\"\"",
    "'a'",
    "'life",
    "b\"x\"",
    "1e9",
    "-1",
    "99999999999999999999",
    "10m",
    "any",
    "off",
    "crate",
    "self",
    "Self",
    "true",
    "r#fn",
    "\"\\u{10ffff}\"",
    "\"https://ü\"",
    "origins",
    "danger",
    "silence(",
    "]",
    "danger(x)",
    "#",
    "$",
    ";",
];

/// Deterministic, so that a failure can be repeated.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }

    pub(super) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// A seed with a few pieces put in, left out or doubled at the boundaries of characters.
    fn text(&mut self) -> String {
        let mut text = self.pick(SEEDS).to_owned();
        for _ in 0..=self.below(4) {
            let mut ends = [self.boundary(&text), self.boundary(&text)];
            ends.sort_unstable();
            let [from, to] = ends;
            match self.below(4) {
                0 => text.replace_range(from..to, ""),
                1 => text.insert_str(from, self.pick(PIECES)),
                2 => text.insert_str(from, &format!(", {} ", self.pick(SEEDS))),
                _ => {
                    let doubled = text[from..to].to_owned();
                    text.insert_str(to, &doubled);
                }
            }
        }
        text
    }

    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

#[test]
fn any_text_in_the_brackets_gives_tokens() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mut tried = 0;
    let (mut refused, mut accepted) = (0, 0);
    while tried < 10_000 {
        // What does not even lex never reaches a macro.
        let Ok(tokens) = random.text().parse::<TokenStream>() else { continue };
        tried += 1;
        let output = match tried % 5 {
            0 => plain::expand(
                tokens.clone(),
                &quote!(
                    async fn handler(a: u8) -> u8 {
                        a
                    }
                ),
            ),
            1 => actix::expand(
                tokens.clone(),
                &quote!(
                    #[get("/x")]
                    async fn handler(a: u8) -> u8 {
                        a
                    }
                ),
            ),
            2 => poem::expand(
                tokens.clone(),
                &quote!(
                    #[handler]
                    async fn handler(a: u8) -> u8 {
                        a
                    }
                ),
            ),
            3 => derive::expand(quote!(
                #[policy(#tokens)]
                struct Api;
            )),
            _ => derive::expand_expression(tokens.clone()),
        };
        let text = output.to_string();
        if text.contains("compile_error") {
            refused += 1;
        } else {
            accepted += 1;
        }
        // What a macro makes must be items or a block, or rustc's own errors would follow ours.
        assert!(
            syn::parse2::<syn::File>(output.clone()).is_ok() || syn::parse2::<syn::Block>(output).is_ok(),
            "{tokens}\n{text}"
        );
    }
    assert!(
        refused > 1_000 && accepted > 100,
        "{refused} refused, {accepted} accepted: the mutations are one-sided"
    );
}

#[test]
fn any_item_gives_tokens() {
    let attr = quote!(origins = ["https://a.example.com"]);
    for item in [
        "",
        "fn",
        "fn f()",
        "fn f();",
        "fn f() { } fn g() { }",
        "struct S { a: u8 }",
        "async fn f(self) {}",
        "fn f(&self, x: u8) -> Self {}",
        "const X: u8 = 1;",
        "#[get] fn f() {}",
        "#[get(\"/x\" method)] fn f() {}",
        "#[route(\"/x\")] fn f() {}",
        "#[routes] fn f() {}",
        "#[routes] #[get(\"/a\")] #[post(\"/b\", name = \"x\", guard = \"g\", wrap = \"w()\")] async fn f() -> u8 { 1 }",
        "#[cors(off)] #[cors(off)] fn f() {}",
        "enum E<T> where T: Copy { A(T) }",
        "union U { a: u8 }",
        "let x = 1;",
    ] {
        let item: TokenStream = item.parse().unwrap();
        assert!(!plain::expand(attr.clone(), &item).is_empty(), "{item}");
        assert!(!actix::expand(attr.clone(), &item).is_empty(), "{item}");
        assert!(!poem::expand(attr.clone(), &item).is_empty(), "{item}");
        assert!(!derive::expand(item.clone()).is_empty(), "{item}");
    }
}
