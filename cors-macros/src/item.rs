//! The function below the attribute. Its body stays a group of tokens: nobody here needs to know what it says.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{
    Attribute, Safety, Signature, Visibility,
    parse::{Parse, ParseStream},
};

use crate::{report::Report, spanned::Extent};

/// A function with its attributes.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: Visibility,
    pub(crate) sig: Signature,
    pub(crate) body: Group,
}

impl Parse for Function {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        let sig = input.parse()?;
        let tree: TokenTree = input.parse()?;
        let place = tree.span();
        match braces(tree) {
            Some(body) => Ok(Self { attrs, vis, sig, body }),
            None => Err(syn::Error::new(place, "expected a body")),
        }
    }
}

/// A group in braces; also one that `macro_rules!` has put in for a `$body:block`.
fn braces(tree: TokenTree) -> Option<Group> {
    let TokenTree::Group(group) = tree else { return None };
    match group.delimiter() {
        Delimiter::Brace => Some(group),
        Delimiter::None => {
            let mut inside = group.stream().into_iter();
            let only = inside.next().filter(|_| inside.next().is_none())?;
            braces(only)
        }
        _ => None,
    }
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, vis, sig, body } = self;
        quote!(#(#attrs)* #vis #sig #body).to_tokens(tokens);
    }
}

impl Function {
    /// The function, or `None` after a message that says why it cannot be a handler.
    pub(crate) fn from_tokens(item: &TokenStream, report: &mut Report) -> Option<Self> {
        let Ok(function) = syn::parse2::<Self>(item.clone()) else {
            report.error(
                Extent::of_stream(item.clone()),
                "`#[cors]` stands on something that is not a function with a body",
                "a policy hangs on one handler",
                "put it on a free function; a policy for several handlers is a type: \
                 `#[derive(CorsPolicy)] #[policy(..)] struct Api;`",
            );
            return None;
        };
        let sig = &function.sig;
        if let Some(receiver) = sig.receiver() {
            refuse_method(receiver.to_token_stream(), report);
        } else if mentions_self(sig.to_token_stream()) {
            refuse_method(sig.ident.to_token_stream(), report);
        } else if let Safety::Unsafe(token) = &sig.safety {
            report.error(
                token.span,
                "a handler cannot be `unsafe`",
                "a framework calls it with whatever a request holds",
                "make it a safe function",
            );
        } else if let Some(abi) = &sig.abi {
            report.error(
                Extent::of_stream(abi.to_token_stream()),
                "a handler cannot have a foreign calling convention",
                "a framework calls it as a Rust function",
                "remove the `extern`",
            );
        } else {
            return Some(function);
        }
        None
    }
}

fn refuse_method(at: TokenStream, report: &mut Report) {
    report.error(
        Extent::of_stream(at),
        "`#[cors]` cannot stand on a method",
        "the policy is a type of its own beside the function, and an `impl` block has no room for one",
        "move it to a free function",
    );
}

fn mentions_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "Self",
        TokenTree::Group(group) => mentions_self(group.stream()),
        _ => false,
    })
}
