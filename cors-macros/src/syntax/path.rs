//! Paths, and the types that can stand in the arguments of one.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};
use quote::ToTokens;

use super::{Tokens, is_name, is_punct, is_word};

/// A path: of an attribute, of the library, of a type.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    tokens: Vec<TokenTree>,
    names: Vec<Ident>,
    /// Whether it begins with `::`.
    pub(crate) absolute: bool,
    /// Whether it has `<..>` in it.
    pub(crate) has_arguments: bool,
}

impl Path {
    /// The path of a type, and nothing behind it.
    pub(crate) fn of_type(tokens: TokenStream) -> Option<Self> {
        let mut tokens = Tokens::flat(tokens);
        let path = Self::take(&mut tokens, true)?;
        tokens.is_empty().then_some(path)
    }

    /// The path of an attribute: any words, also keywords, and no arguments.
    pub(super) fn take_plain(tokens: &mut Tokens) -> Option<Self> {
        Self::take(tokens, false)
    }

    fn take(tokens: &mut Tokens, of_type: bool) -> Option<Self> {
        let from = tokens.at;
        let absolute = tokens.take_pair(':', ':');
        let mut names = Vec::new();
        let mut has_arguments = false;
        loop {
            let name = tokens.take_ident().filter(|name| !of_type || can_be_segment(name))?;
            has_arguments |= of_type && !is_of_modules(&name) && take_arguments(tokens)?;
            names.push(name);
            if !tokens.take_pair(':', ':') {
                break;
            }
        }
        Some(Self { tokens: tokens.since(from), names, absolute, has_arguments })
    }

    pub(crate) fn first(&self) -> Option<&Ident> {
        self.names.first()
    }

    pub(crate) fn last(&self) -> Option<&Ident> {
        self.names.last()
    }

    /// Whether it is one word.
    pub(crate) fn is_one(&self) -> bool {
        self.names.len() == 1
    }

    /// Whether it is this one word.
    pub(crate) fn is(&self, word: &str) -> bool {
        !self.absolute && self.is_one() && self.ends_in(word)
    }

    pub(crate) fn ends_in(&self, word: &str) -> bool {
        self.last().is_some_and(|last| last == word)
    }
}

impl ToTokens for Path {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.tokens.iter().cloned());
    }
}

/// The last name of a type that is a path; `None` for any other type, also for one that only holds a path.
pub(crate) fn last_name(ty: &TokenStream) -> Option<Ident> {
    if matches!(ty.clone().into_iter().next(), Some(TokenTree::Group(_))) {
        return None;
    }
    let mut tokens = Tokens::flat(ty.clone());
    if tokens.take_punct('<').is_some() {
        // `<T as Trait>::Name`
        tokens.take_until(&|_, token| is_punct(token, '>'));
        tokens.take_punct('>')?;
        tokens.take_pair(':', ':').then_some(())?;
    }
    let path = Path::take(&mut tokens, true)?;
    path.names.last().filter(|_| tokens.is_empty()).cloned()
}

fn can_be_segment(name: &Ident) -> bool {
    is_name(name) || is_of_modules(name) || name == "Self"
}

/// Whether a segment leads from module to module, so that it has no arguments.
fn is_of_modules(name: &Ident) -> bool {
    ["crate", "self", "super", "try"].iter().any(|word| name == word)
}

/// Takes `<..>` or `::<..>` behind a name; `None` where there is something else in them than arguments.
fn take_arguments(tokens: &mut Tokens) -> Option<bool> {
    let from = tokens.at;
    tokens.take_pair(':', ':');
    if tokens.take_punct('<').is_none() {
        tokens.at = from;
        return Some(false);
    }
    take_list(tokens, take_argument)?;
    tokens.take_punct('>')?;
    Some(true)
}

/// `(A, B) -> C`
fn take_call(tokens: &mut Tokens) -> Option<()> {
    let Some(TokenTree::Group(group)) = tokens.next() else { return None };
    let mut inside = Tokens::flat(group.stream());
    take_list(&mut inside, take_type)?;
    inside.is_empty().then_some(())?;
    if tokens.take_pair('-', '>') { take_type(tokens) } else { Some(()) }
}

/// Items separated by commas, up to `>` or the end.
fn take_list(tokens: &mut Tokens, take: fn(&mut Tokens) -> Option<()>) -> Option<()> {
    while tokens.peek().is_some_and(|token| !is_punct(token, '>')) {
        take(tokens)?;
        if tokens.take_punct(',').is_none() {
            break;
        }
    }
    Some(())
}

/// A lifetime, a constant, a type, or `Item = T`.
fn take_argument(tokens: &mut Tokens) -> Option<()> {
    if take_lifetime(tokens) {
        return Some(());
    }
    match tokens.peek()? {
        TokenTree::Literal(_) => drop(tokens.next()),
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => drop(tokens.next()),
        token if is_punct(token, '-') => {
            tokens.next();
            tokens.take_literal()?;
        }
        token if is_word(token, "true") || is_word(token, "false") => drop(tokens.next()),
        _ => {
            take_type(tokens)?;
            if tokens.take_punct('=').is_some() {
                return take_argument(tokens);
            }
        }
    }
    Some(())
}

fn take_lifetime(tokens: &mut Tokens) -> bool {
    tokens.take_punct('\'').is_some_and(|_| tokens.take_ident().is_some())
}

/// A type, as far as one can stand for a policy.
fn take_type(tokens: &mut Tokens) -> Option<()> {
    let token = tokens.peek()?.clone();
    match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            tokens.next();
            let mut inside = Tokens::flat(group.stream());
            take_list(&mut inside, take_type)?;
            inside.is_empty().then_some(())
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            tokens.next();
            let mut inside = Tokens::flat(group.stream());
            take_type(&mut inside)?;
            if inside.take_punct(';').is_some() {
                return (!inside.is_empty()).then_some(());
            }
            inside.is_empty().then_some(())
        }
        token if is_punct(&token, '&') => {
            tokens.next();
            take_lifetime(tokens);
            tokens.take_word("mut");
            take_type(tokens)
        }
        token if is_punct(&token, '*') => {
            tokens.next();
            tokens.take_word("mut").or_else(|| tokens.take_word("const"))?;
            take_type(tokens)
        }
        token if is_word(&token, "fn") => {
            tokens.next();
            take_call(tokens)
        }
        token if is_word(&token, "dyn") || is_word(&token, "impl") => {
            tokens.next();
            loop {
                if !take_lifetime(tokens) {
                    tokens.take_punct('?');
                    take_bound(tokens)?;
                }
                if tokens.take_punct('+').is_none() {
                    return Some(());
                }
            }
        }
        token if is_punct(&token, '!') => {
            tokens.next();
            Some(())
        }
        _ => Path::take(tokens, true).map(drop),
    }
}

/// A path, or `Fn(A) -> B`.
fn take_bound(tokens: &mut Tokens) -> Option<()> {
    Path::take(tokens, true)?;
    match tokens.peek() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => take_call(tokens),
        _ => Some(()),
    }
}
