//! The generic parameters of an item.

use proc_macro2::{Ident, Punct, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::{Tokens, is_punct, outer_attributes};

/// `<..>` behind the name of an item, and its `where` clause.
#[derive(Debug, Clone, Default)]
pub(crate) struct Generics {
    /// `<..>` as it was written.
    tokens: Vec<TokenTree>,
    pub(crate) parameters: Vec<Parameter>,
    /// With its `where`; empty where there is none.
    pub(crate) where_clause: TokenStream,
}

/// One parameter.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    /// The `'` of a lifetime.
    mark: Option<Punct>,
    name: Ident,
    is_const: bool,
    tokens: Vec<TokenTree>,
    /// What stands behind the name.
    behind: usize,
}

impl Generics {
    /// What stands next between `<` and `>`, without the `where` clause.
    pub(crate) fn take(tokens: &mut Tokens) -> Option<Self> {
        let from = tokens.at;
        let mut parameters = Vec::new();
        if tokens.take_punct('<').is_some() {
            while tokens.peek().is_some_and(|token| !is_punct(token, '>')) {
                parameters.push(Parameter::take(tokens)?);
                if tokens.take_punct(',').is_none() {
                    break;
                }
            }
            tokens.take_punct('>')?;
        }
        Some(Self { tokens: tokens.since(from), parameters, where_clause: TokenStream::new() })
    }

    /// The parameters without their bounds, as arguments: `<'a, T, N>`, and nothing where there are none.
    pub(crate) fn arguments(&self) -> TokenStream {
        let arguments = self.parameters.iter().map(Parameter::argument);
        if self.parameters.is_empty() { TokenStream::new() } else { quote!(<#(#arguments),*>) }
    }

    /// The same where each type must be `'static`, as the parameters of an implementation.
    pub(crate) fn for_any_time(&self) -> TokenStream {
        let parameters = self.parameters.iter().map(Parameter::for_any_time);
        if self.parameters.is_empty() { TokenStream::new() } else { quote!(<#(#parameters),*>) }
    }
}

/// `<..>`, without the `where` clause.
impl ToTokens for Generics {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens.iter().cloned());
    }
}

impl Parameter {
    fn take(tokens: &mut Tokens) -> Option<Self> {
        let from = tokens.at;
        outer_attributes(tokens)?;
        let mark = tokens.take_punct('\'');
        let is_const = mark.is_none() && tokens.take_word("const").is_some();
        let name = tokens.take_ident()?;
        let behind = tokens.at - from;
        tokens.take_until(&|_, token| is_punct(token, ',') || is_punct(token, '>'));
        Some(Self { mark, name, is_const, tokens: tokens.since(from), behind })
    }

    /// The name of a type.
    pub(crate) fn as_type(&self) -> Option<&Ident> {
        (self.mark.is_none() && !self.is_const).then_some(&self.name)
    }

    /// The name of a type or of a constant.
    pub(crate) fn as_argument(&self) -> Option<&Ident> {
        self.mark.is_none().then_some(&self.name)
    }

    fn argument(&self) -> TokenStream {
        let Self { mark, name, .. } = self;
        quote!(#mark #name)
    }

    fn for_any_time(&self) -> TokenStream {
        let tokens: TokenStream = self.tokens.iter().cloned().collect();
        if self.as_type().is_none() {
            return tokens;
        }
        match self.tokens.get(self.behind..).unwrap_or_default() {
            [] => quote!(#tokens: 'static),
            [.., last] if is_punct(last, ':') || is_punct(last, '+') => quote!(#tokens 'static),
            _ => quote!(#tokens + 'static),
        }
    }
}
