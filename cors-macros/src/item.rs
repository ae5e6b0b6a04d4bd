//! The function below the attribute. Its body stays a group of tokens: nobody here needs to know what it says.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::{
    report::Report,
    spanned::Extent,
    syntax::{Attribute, Signature, Tokens, braces, outer_attributes, visibility},
};

/// A function with its attributes.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) attrs: Vec<Attribute>,
    pub(crate) vis: TokenStream,
    pub(crate) sig: Signature,
    pub(crate) body: Group,
}

impl ToTokens for Function {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { attrs, vis, sig, body } = self;
        quote!(#(#attrs)* #vis #sig #body).to_tokens(tokens);
    }
}

impl Function {
    /// A function with a body; `None` for anything else.
    pub(crate) fn parse(item: TokenStream) -> Option<Self> {
        let mut tokens = Tokens::new(item);
        let attrs = outer_attributes(&mut tokens)?;
        let vis = visibility(&mut tokens);
        let sig = Signature::take(&mut tokens)?;
        let body = braces(&tokens.next()?)?;
        tokens.is_empty().then_some(Self { attrs, vis, sig, body })
    }

    /// The function, or `None` after a message that says why it cannot be a handler.
    pub(crate) fn from_tokens(item: &TokenStream, report: &mut Report) -> Option<Self> {
        let Some(function) = Self::parse(item.clone()) else {
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
        if let Some(receiver) = &sig.receiver {
            refuse_method(receiver.clone(), report);
        } else if mentions_self(sig.to_token_stream()) {
            refuse_method(sig.name.to_token_stream(), report);
        } else if let Some(word) = &sig.unsafety {
            report.error(
                word.span(),
                "a handler cannot be `unsafe`",
                "a framework calls it with whatever a request holds",
                "make it a safe function",
            );
        } else if !sig.abi.is_empty() {
            report.error(
                Extent::of_stream(sig.abi.clone()),
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
