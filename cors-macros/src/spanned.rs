//! Where something stands in the source.

use proc_macro2::{Span, TokenStream, TokenTree};

/// A value and the tokens it was read from.
#[derive(Debug, Clone)]
pub(crate) struct Spanned<T> {
    pub(crate) value: T,
    pub(crate) extent: Extent,
}

impl<T> Spanned<T> {
    pub(crate) const fn new(value: T, extent: Extent) -> Self {
        Self { value, extent }
    }
}

/// The first and the last token of something.
///
/// `Span::join` yields nothing on stable, so both ends are kept; rustc joins them when it prints a message.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) start: Span,
    pub(crate) end: Span,
    pub(crate) order: Order,
}

/// Where something comes in the source, for messages in its order: spans cannot be compared on stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Order {
    /// The attribute as a whole.
    Call,
    /// A token in the brackets of the attribute, counted from 0 with those in groups.
    Token(u32),
    /// In the item below the attribute.
    Item,
}

impl Extent {
    /// From the first to the last of `tokens`; the macro call where there is none.
    pub(crate) fn of_tokens(tokens: &[TokenTree]) -> Self {
        let start = tokens.first().map_or_else(Span::call_site, TokenTree::span);
        let end = tokens.last().map_or(start, TokenTree::span);
        Self { start, end, order: if tokens.is_empty() { Order::Call } else { Order::Item } }
    }

    pub(crate) fn of_stream(tokens: TokenStream) -> Self {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        Self::of_tokens(&tokens)
    }

    /// The whole macro call.
    pub(crate) fn call() -> Self {
        let span = Span::call_site();
        Self { start: span, end: span, order: Order::Call }
    }
}

impl From<Span> for Extent {
    fn from(span: Span) -> Self {
        Self { start: span, end: span, order: Order::Item }
    }
}
