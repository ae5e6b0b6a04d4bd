//! Where generated code finds the library: `::cors`, or what `crate = ::path` says.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::syntax::Path;

/// The name under which generated code finds the library unless the attribute says otherwise.
const DEFAULT: &str = "cors";

/// An absolute path to the library.
#[derive(Debug, Clone)]
pub(crate) struct CratePath {
    tokens: TokenStream,
}

impl CratePath {
    /// `None` unless `tokens` are an absolute path without generics.
    pub(crate) fn parse(tokens: &TokenStream) -> Option<Self> {
        let path = Path::of_type(tokens.clone())?;
        (path.absolute && !path.has_arguments).then(|| Self { tokens: path.into_token_stream() })
    }
}

impl Default for CratePath {
    fn default() -> Self {
        let name = Ident::new(DEFAULT, Span::call_site());
        Self { tokens: quote!(::#name) }
    }
}

impl ToTokens for CratePath {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.tokens.to_tokens(tokens);
    }
}
