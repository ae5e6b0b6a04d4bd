//! Just as much of Rust's syntax as an attribute above a function must know.
//!
//! rustc has parsed an item before an attribute sees it. So only the outer shape is read here: where an attribute, an
//! argument or a return type begins and ends. What is in them stays tokens, and prints as it came. syn would do it, and
//! more, but takes longer to build than all of this library that runs in the compiler.

mod attribute;
mod generics;
mod literal;
mod path;
mod signature;

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, TokenStream, TokenTree};

pub(crate) use self::{
    attribute::{Attribute, Meta, outer_attributes, visibility},
    generics::{Generics, Parameter},
    literal::{Lit, Text},
    path::{Path, last_name},
    signature::{Input, Output, Signature},
};

/// Tokens that are read from left to right.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    tokens: Vec<TokenTree>,
    at: usize,
}

impl Tokens {
    pub(crate) fn new(tokens: TokenStream) -> Self {
        Self::of(tokens.into_iter().collect())
    }

    fn of(tokens: Vec<TokenTree>) -> Self {
        Self { tokens, at: 0 }
    }

    /// The same without the groups that `macro_rules!` puts around what it substitutes.
    pub(crate) fn flat(tokens: TokenStream) -> Self {
        let mut flat = Vec::new();
        flatten(tokens, &mut flat);
        Self::of(flat)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.at >= self.tokens.len()
    }

    pub(crate) fn peek(&self) -> Option<&TokenTree> {
        self.tokens.get(self.at)
    }

    fn peek_behind(&self) -> Option<&TokenTree> {
        self.tokens.get(self.at + 1)
    }

    pub(crate) fn next(&mut self) -> Option<TokenTree> {
        let token = self.peek().cloned()?;
        self.at += 1;
        Some(token)
    }

    /// Opens the groups without delimiters that stand next.
    fn open(&mut self) {
        while let Some(TokenTree::Group(group)) = self.peek() {
            if group.delimiter() != Delimiter::None {
                break;
            }
            let inside = group.stream();
            self.tokens.splice(self.at..=self.at, inside);
        }
    }

    pub(crate) fn take_ident(&mut self) -> Option<Ident> {
        let TokenTree::Ident(ident) = self.peek()? else { return None };
        let ident = ident.clone();
        self.at += 1;
        Some(ident)
    }

    pub(crate) fn take_word(&mut self, word: &str) -> Option<Ident> {
        self.peek().filter(|token| is_word(token, word))?;
        self.take_ident()
    }

    pub(crate) fn take_punct(&mut self, mark: char) -> Option<Punct> {
        let TokenTree::Punct(punct) = self.peek().filter(|token| is_punct(token, mark))? else { return None };
        let punct = punct.clone();
        self.at += 1;
        Some(punct)
    }

    pub(crate) fn take_literal(&mut self) -> Option<Literal> {
        let TokenTree::Literal(literal) = self.peek()? else { return None };
        let literal = literal.clone();
        self.at += 1;
        Some(literal)
    }

    /// Whether two marks stand next that are one token to rustc: `::`, `->`.
    fn at_pair(&self, first: char, second: char) -> bool {
        self.peek().is_some_and(|token| is_joint(token, first))
            && self.peek_behind().is_some_and(|token| is_punct(token, second))
    }

    fn take_pair(&mut self, first: char, second: char) -> bool {
        let found = self.at_pair(first, second);
        if found {
            self.at += 2;
        }
        found
    }

    /// Takes tokens up to one outside of `<..>` that `ends` knows, by what has been taken before it.
    fn take_until(&mut self, ends: &dyn Fn(&[TokenTree], &TokenTree) -> bool) -> Vec<TokenTree> {
        let mut taken: Vec<TokenTree> = Vec::new();
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            let ends_arrow = is_punct(token, '>') && taken.last().is_some_and(|last| is_joint(last, '-'));
            if !ends_arrow {
                if depth == 0 && ends(&taken, token) {
                    break;
                }
                if is_punct(token, '<') {
                    depth += 1;
                } else if is_punct(token, '>') {
                    depth = depth.saturating_sub(1);
                }
            }
            taken.extend(self.next());
        }
        taken
    }

    /// Takes tokens up to a comma outside of `<..>`.
    fn take_item(&mut self) -> Vec<TokenTree> {
        self.take_until(&|_, token| is_punct(token, ','))
    }

    fn since(&self, from: usize) -> Vec<TokenTree> {
        self.tokens.get(from..self.at).unwrap_or_default().to_vec()
    }
}

pub(crate) fn is_punct(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

fn is_joint(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark && punct.spacing() == Spacing::Joint)
}

pub(crate) fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(ident) if ident == word)
}

/// Takes the groups apart that `macro_rules!` puts around what it substitutes.
pub(crate) fn flatten(tokens: TokenStream, into: &mut Vec<TokenTree>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => flatten(group.stream(), into),
            token => into.push(token),
        }
    }
}

/// A group in braces; also one that `macro_rules!` has put in for a `$body:block`.
pub(crate) fn braces(tree: &TokenTree) -> Option<Group> {
    let TokenTree::Group(group) = tree else { return None };
    match group.delimiter() {
        Delimiter::Brace => Some(group.clone()),
        Delimiter::None => {
            let mut inside = group.stream().into_iter();
            let only = inside.next().filter(|_| inside.next().is_none())?;
            braces(&only)
        }
        _ => None,
    }
}

/// The name without its `r#`.
pub(crate) fn unraw(name: &Ident) -> Ident {
    let text = name.to_string();
    text.strip_prefix("r#").map_or_else(|| name.clone(), |plain| Ident::new(plain, name.span()))
}

/// Whether a word is none of those that the language keeps for itself; paths may hold some of them.
fn is_name(ident: &Ident) -> bool {
    !KEYWORDS.iter().any(|keyword| ident == keyword)
}

/// The keywords that no item and no argument can be called.
const KEYWORDS: &[&str] = &[
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
    "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "if", "impl", "in", "let", "loop",
    "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "Self", "self",
    "static", "struct", "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];
