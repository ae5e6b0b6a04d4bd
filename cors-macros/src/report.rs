//! The messages of one macro call: collected, and given to the compiler all at once.

use cors_core::{Level, Violation};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::{spanned::Extent, syntax::Attribute};

/// The messages of one macro call.
#[must_use = "messages that nobody emits are lost"]
#[derive(Debug, Default)]
pub(crate) struct Report {
    errors: Vec<Message>,
    warnings: Vec<(Extent, String, String)>,
}

/// An error, and what is said about its other parties.
#[derive(Debug)]
struct Message {
    at: Extent,
    text: String,
    others: Vec<(Extent, String)>,
}

/// What goes into the expansion: errors and warnings, both as items.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    pub(crate) errors: TokenStream,
    pub(crate) warnings: TokenStream,
}

impl Report {
    /// An error of grammar, for which the rulebook has no rule.
    pub(crate) fn error(&mut self, at: impl Into<Extent>, what: &str, why: &str, help: &str) {
        self.push(at.into(), format!("{what}\n= note: {why}\n= help: {help}"));
    }

    /// A finding of the rulebook. Notes (level N) are not reported.
    pub(crate) fn finding(&mut self, at: impl Into<Extent>, found: &Violation) {
        let text = three_parts(found);
        match found.level() {
            Level::Hard | Level::Denied => self.push(at.into(), text),
            Level::Warning => self.warnings.push((at.into(), found.rule().id().replace('-', "_"), text)),
            _ => {}
        }
    }

    /// The other party of the message before it.
    pub(crate) fn other(&mut self, at: impl Into<Extent>, text: &str) {
        if let Some(message) = self.errors.last_mut() {
            message.others.push((at.into(), text.to_owned()));
        }
    }

    fn push(&mut self, at: Extent, text: String) {
        self.errors.push(Message { at, text, others: Vec::new() });
    }

    /// Whether the item must not compile.
    pub(crate) fn refuses(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The errors, and beside them what stays of an item that gets no policy, so that no second error follows.
    pub(crate) fn beside(self, item: impl ToTokens) -> TokenStream {
        let Messages { errors, .. } = self.into_messages(&[]);
        quote!(#errors #item)
    }

    /// The messages as items; `cfgs` are the conditions under which the annotated item exists.
    /// They come in the order of the source, each error followed by its other parties.
    pub(crate) fn into_messages(mut self, cfgs: &[Attribute]) -> Messages {
        self.errors.sort_by_key(|message| message.at.order);
        self.warnings.sort_by_key(|(at, ..)| at.order);
        let errors = self.errors.iter().flat_map(|Message { at, text, others }| {
            let others = others.iter().map(|(at, text)| compile_error(*at, text));
            std::iter::once(compile_error(*at, text)).chain(others)
        });
        Messages {
            errors: errors.collect(),
            warnings: self.warnings.iter().map(|(at, id, text)| deprecation(*at, id, text, cfgs)).collect(),
        }
    }
}

/// What, why and how. rustc indents the lines below the first one under its text.
fn three_parts(found: &Violation) -> String {
    format!(
        "{} [cors::{}]\n= note: {}\n= help: {}",
        found.what(),
        found.rule().id(),
        found.why(),
        found.help()
    )
}

/// rustc takes the place of the message from the first and the last token of the call.
fn compile_error(at: Extent, text: &str) -> TokenStream {
    let path = quote_spanned!(at.start=> ::core::compile_error);
    let call = quote_spanned!(at.end=> ! { #text });
    quote!(#path #call)
}

/// Stable Rust lets a macro warn in one way only: it uses something deprecated at the place of the warning.
fn deprecation(at: Extent, id: &str, text: &str, cfgs: &[Attribute]) -> TokenStream {
    let name = Ident::new(&format!("cors_{id}"), at.start);
    let note = format!("not a deprecation: {text}");
    quote! {
        #(#cfgs)*
        const _: () = {
            #[deprecated(note = #note)]
            #[allow(non_upper_case_globals)]
            const #name: () = ();
            #name
        };
    }
}
