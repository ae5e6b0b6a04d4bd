//! What an expansion says, for tests that compare texts.

use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

/// The texts of all errors and warnings in `expansion`, in its order.
pub(super) fn messages(expansion: TokenStream) -> Vec<String> {
    let mut texts = Vec::new();
    collect(expansion, &mut texts);
    texts
}

/// The ids of the rules that the texts name. The other party of a message has none.
pub(super) fn ids(texts: &[String]) -> Vec<&str> {
    texts.iter().filter_map(|text| text.split_once("[cors::")?.1.split(']').next()).collect()
}

fn collect(tokens: TokenStream, texts: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for window in tokens.windows(3) {
        match window {
            [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Group(text)]
                if name == "compile_error" =>
            {
                texts.push(syn::parse2::<LitStr>(text.stream()).unwrap().value());
            }
            [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)] if name == "note" => {
                texts.push(syn::parse_str::<LitStr>(&text.to_string()).unwrap().value());
            }
            _ => {}
        }
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            collect(group.stream(), texts);
        }
    }
}
