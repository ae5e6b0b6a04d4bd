//! Attributes and visibilities.

use proc_macro2::{Delimiter, Group, Punct, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use super::{Path, Text, Tokens, is_punct};

/// `#[..]`
#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    hash: Punct,
    brackets: Group,
    meta: Meta,
}

/// `path`, `path(..)` or `path = value`.
#[derive(Debug, Clone)]
pub(crate) struct Meta {
    pub(crate) path: Path,
    form: Form,
    tokens: Vec<TokenTree>,
}

#[derive(Debug, Clone)]
enum Form {
    Path,
    List(TokenStream),
    /// With the value, where it is one literal.
    NameValue(Option<Text>),
}

impl Attribute {
    fn take(tokens: &mut Tokens) -> Option<Self> {
        let hash = tokens.take_punct('#')?;
        let Some(TokenTree::Group(brackets)) = tokens.next() else { return None };
        Self::of(hash, brackets)
    }

    fn of(hash: Punct, brackets: Group) -> Option<Self> {
        if brackets.delimiter() != Delimiter::Bracket {
            return None;
        }
        let mut tokens = Tokens::new(brackets.stream());
        let is_substituted = is_open(tokens.peek());
        tokens.open();
        let meta = Meta::take(&mut tokens).filter(|_| tokens.is_empty())?;
        let brackets = if is_substituted { within(&brackets, meta.to_token_stream()) } else { brackets };
        Some(Self { hash, brackets, meta })
    }

    /// An attribute that an expansion makes.
    pub(crate) fn parse(tokens: TokenStream) -> Option<Self> {
        let mut tokens = Tokens::new(tokens);
        Self::take(&mut tokens).filter(|_| tokens.is_empty())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.meta.path
    }

    /// The tokens in `path(..)`.
    pub(crate) fn list(&self) -> Option<&TokenStream> {
        match &self.meta.form {
            Form::List(tokens) => Some(tokens),
            Form::Path | Form::NameValue(_) => None,
        }
    }
}

impl ToTokens for Attribute {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Self { hash, brackets, .. } = self;
        quote!(#hash #brackets).to_tokens(tokens);
    }
}

impl Meta {
    /// Entries separated by commas; `None` where something else stands there.
    pub(crate) fn list_of(mut tokens: Tokens) -> Option<Vec<Self>> {
        let mut found = Vec::new();
        loop {
            tokens.open();
            if tokens.is_empty() {
                return Some(found);
            }
            found.push(Self::take(&mut tokens)?);
            tokens.open();
            if tokens.take_punct(',').is_none() && !tokens.is_empty() {
                return None;
            }
        }
    }

    fn take(tokens: &mut Tokens) -> Option<Self> {
        let from = tokens.at;
        let path = Path::take_plain(tokens)?;
        tokens.open();
        let form = match tokens.peek() {
            Some(TokenTree::Group(group)) => {
                let list = group.stream();
                tokens.next();
                Form::List(list)
            }
            Some(token) if is_punct(token, '=') && !tokens.at_pair('=', '=') && !tokens.at_pair('=', '>') => {
                tokens.next();
                let value = tokens.take_until(&|_, token| is_punct(token, ','));
                if value.is_empty() {
                    return None;
                }
                Form::NameValue(Text::parse(value.into_iter().collect()))
            }
            _ => Form::Path,
        };
        Some(Self { path, form, tokens: tokens.since(from) })
    }

    /// The string of `path = "string"`.
    pub(crate) fn text(&self) -> Option<&Text> {
        match &self.form {
            Form::NameValue(text) => text.as_ref(),
            Form::Path | Form::List(_) => None,
        }
    }

    pub(crate) fn is_name_value(&self) -> bool {
        matches!(self.form, Form::NameValue(_))
    }
}

impl ToTokens for Meta {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens.iter().cloned());
    }
}

/// The attributes that stand next.
pub(crate) fn outer_attributes(tokens: &mut Tokens) -> Option<Vec<Attribute>> {
    let mut attrs = Vec::new();
    loop {
        tokens.open();
        if !tokens.peek().is_some_and(|token| is_punct(token, '#')) {
            return Some(attrs);
        }
        attrs.push(Attribute::take(tokens)?);
    }
}

/// `pub`, `pub(..)` or nothing.
pub(crate) fn visibility(tokens: &mut Tokens) -> TokenStream {
    tokens.open();
    let from = tokens.at;
    if tokens.take_word("pub").is_some() {
        if let Some(TokenTree::Group(group)) = tokens.peek() {
            if group.delimiter() == Delimiter::Parenthesis {
                tokens.next();
            }
        }
    }
    tokens.since(from).into_iter().collect()
}

fn is_open(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::None)
}

/// The same group around other tokens.
fn within(group: &Group, tokens: TokenStream) -> Group {
    let mut new = Group::new(group.delimiter(), tokens);
    new.set_span(group.span());
    new
}
