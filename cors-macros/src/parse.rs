//! Tokens to entries: the grammar of an attribute, without meaning.
//!
//! The parser works on tokens rather than with a parser of Rust's, because it goes on after an error: it skips to the next
//! comma, so that all mistakes of an attribute are reported at once.

use proc_macro2::{Delimiter, Literal, Spacing, TokenStream, TokenTree};

use crate::{
    report::Report,
    spanned::{Extent, Order, Spanned},
    syntax::{Lit, flatten, is_punct},
};

/// `key`, `key = value` or `key(..)`.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: Spanned<String>,
    pub(crate) body: Body,
}

/// What follows a key.
#[derive(Debug)]
pub(crate) enum Body {
    /// `key`
    Flag,
    /// `key = value`
    Value(Value),
    /// `key(..)`; the key decides how the tokens are read.
    Group(TokenStream, Extent),
    /// Something that has been reported.
    Broken,
}

/// A value and where it stands.
#[derive(Debug)]
pub(crate) struct Value {
    pub(crate) kind: Kind,
    pub(crate) extent: Extent,
}

/// The forms of a value.
#[derive(Debug)]
pub(crate) enum Kind {
    /// `[a, b]`
    List(Vec<Value>),
    /// A string literal, unescaped.
    Text(String),
    /// A number literal with its sign.
    Number(Number),
    /// One identifier.
    Word(String),
    /// `::a::b` or `a::b`
    Path(TokenStream),
    /// Anything else, in words: "a byte string".
    Other(&'static str),
}

/// A number literal.
#[derive(Debug)]
pub(crate) struct Number {
    /// As it was written.
    pub(crate) text: String,
    /// Its value; `None` for fractions and what is out of range.
    pub(crate) whole: Option<i64>,
    /// `u32` of `600u32`, `m` of `10m`.
    pub(crate) suffix: String,
}

/// Reads `key`, `key = value` and `key(..)`, separated by commas.
pub(crate) fn entries(tokens: TokenStream, report: &mut Report) -> Vec<Entry> {
    entries_of(&mut Cursor::new(tokens), report)
}

/// The same in the group that stands at `group`.
pub(crate) fn entries_in(tokens: TokenStream, group: Extent, report: &mut Report) -> Vec<Entry> {
    entries_of(&mut Cursor::inside(tokens, group), report)
}

pub(crate) fn entries_of(cursor: &mut Cursor, report: &mut Report) -> Vec<Entry> {
    let mut entries = Vec::new();
    while let Some(token) = cursor.next() {
        let at = cursor.last();
        let TokenTree::Ident(key) = &token else {
            if !is_punct(&token, ',') {
                cursor.skip_to_comma();
            }
            report.error(
                at,
                &format!("expected a key, found `{token}`"),
                "a policy is a list of `key`, `key = value` and `key(..)`, separated by commas",
                "write for example `origins = [\"https://app.example.com\"]`",
            );
            cursor.take_comma();
            continue;
        };
        let key = Spanned::new(key.to_string(), at);
        let body = body(&key, cursor, report);
        if !cursor.take_comma() {
            if let Some(next) = cursor.peek() {
                // Whatever follows is read as the next entry.
                report.error(
                    cursor.here(),
                    &format!("expected `,`, found `{next}`"),
                    "the keys of a policy are separated by commas",
                    &format!("write a `,` behind `{}`", key.value),
                );
            }
        }
        entries.push(Entry { key, body });
    }
    entries
}

fn body(key: &Spanned<String>, cursor: &mut Cursor, report: &mut Report) -> Body {
    let Some(next) = cursor.peek().cloned() else { return Body::Flag };
    match &next {
        TokenTree::Punct(punct) if punct.as_char() == ',' => Body::Flag,
        TokenTree::Punct(punct) if punct.as_char() == '=' => {
            cursor.next();
            value_of(key, cursor.last(), cursor, report)
        }
        TokenTree::Punct(punct) if punct.as_char() == ':' => {
            cursor.next();
            let at = cursor.last();
            report.error(
                at,
                &format!("expected `=` behind `{}`, found `:`", key.value),
                "a value follows its key behind `=`",
                &format!("write `{} = ..`", key.value),
            );
            value_of(key, at, cursor, report);
            Body::Broken
        }
        TokenTree::Punct(punct) if punct.as_char() == '-' => {
            let extent = Extent { end: cursor.skip_to_comma().end, ..key.extent };
            report.error(
                extent,
                &format!("`-` cannot stand in the name `{}-..`", key.value),
                "rule ids have `-` in messages and `_` in an attribute",
                "write `_` for `-`",
            );
            Body::Broken
        }
        TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
            cursor.next();
            Body::Group(group.stream(), cursor.last())
        }
        // A flag before a missing comma; the caller reports it.
        TokenTree::Ident(_) => Body::Flag,
        _ => {
            let extent = cursor.skip_to_comma();
            report.error(
                extent,
                &format!("expected `=` behind `{}`, found `{next}`", key.value),
                "a value follows its key behind `=`",
                &format!("write `{} = ..`", key.value),
            );
            Body::Broken
        }
    }
}

fn value_of(key: &Spanned<String>, equals: Extent, cursor: &mut Cursor, report: &mut Report) -> Body {
    if let Some(value) = value(cursor, report) {
        return Body::Value(value);
    }
    report.error(
        Extent { end: equals.end, ..key.extent },
        &format!("expected a value behind `{} =`", key.value),
        "a key with `=` needs a value",
        &format!("write a value, or remove `{} =`", key.value),
    );
    Body::Broken
}

/// Reads one value; `None` where there is nothing before the next comma.
fn value(cursor: &mut Cursor, report: &mut Report) -> Option<Value> {
    let from = cursor.at;
    let kind = match cursor.peek()?.clone() {
        TokenTree::Punct(punct) if punct.as_char() == ',' => return None,
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            cursor.next();
            Kind::List(list(&mut Cursor::inside(group.stream(), cursor.last()), report))
        }
        TokenTree::Literal(literal) => {
            cursor.next();
            literal_kind(&literal, "")
        }
        TokenTree::Punct(punct) if punct.as_char() == '-' => {
            cursor.next();
            match cursor.peek().cloned() {
                Some(TokenTree::Literal(literal)) => {
                    cursor.next();
                    literal_kind(&literal, "-")
                }
                _ => Kind::Other("an expression"),
            }
        }
        TokenTree::Ident(word) => {
            cursor.next();
            if cursor.at_path_separator() { path(from, cursor) } else { Kind::Word(word.to_string()) }
        }
        TokenTree::Punct(_) if cursor.at_path_separator() => path(from, cursor),
        TokenTree::Punct(_) | TokenTree::Group(_) => {
            cursor.next();
            Kind::Other("an expression")
        }
    };
    // A call, a method, an operator: no literal any more.
    let kind = match cursor.peek() {
        Some(TokenTree::Punct(punct)) if punct.as_char() != ',' => {
            let macro_call = punct.as_char() == '!';
            cursor.skip_to_comma();
            Kind::Other(if macro_call { "a macro call" } else { "an expression" })
        }
        Some(TokenTree::Group(_)) => {
            cursor.skip_to_comma();
            Kind::Other("an expression")
        }
        _ => kind,
    };
    Some(Value { kind, extent: cursor.extent_since(from) })
}

fn list(cursor: &mut Cursor, report: &mut Report) -> Vec<Value> {
    let mut items = Vec::new();
    while cursor.peek().is_some() {
        let at = cursor.here();
        match value(cursor, report) {
            Some(item) => items.push(item),
            None => report.error(
                at,
                "expected an item, found `,`",
                "the items of a list are separated by one comma each",
                "remove this `,`",
            ),
        }
        if !cursor.take_comma() {
            if let Some(next) = cursor.peek() {
                report.error(
                    cursor.here(),
                    &format!("expected `,`, found `{next}`"),
                    "the items of a list are separated by commas, and texts are not joined",
                    &format!("write a `,` before `{next}`"),
                );
            }
        }
    }
    items
}

fn path(from: usize, cursor: &mut Cursor) -> Kind {
    while let Some(token) = cursor.peek() {
        if matches!(token, TokenTree::Ident(_)) || is_punct(token, ':') {
            cursor.next();
        } else {
            break;
        }
    }
    Kind::Path(cursor.since(from).iter().cloned().collect())
}

fn literal_kind(literal: &Literal, sign: &str) -> Kind {
    let text = format!("{sign}{literal}");
    match Lit::new(literal) {
        Lit::Str(text, suffix) if sign.is_empty() && suffix.is_empty() => Kind::Text(text),
        Lit::Str(..) => Kind::Other("a string with something attached"),
        Lit::ByteStr => Kind::Other("a byte string"),
        Lit::CStr => Kind::Other("a C string"),
        Lit::Byte => Kind::Other("a byte"),
        Lit::Char => Kind::Other("a character"),
        Lit::Int(whole, suffix) => {
            let whole = whole.map(|whole| if sign.is_empty() { whole } else { -whole });
            Kind::Number(Number { text, whole: whole.and_then(|whole| whole.try_into().ok()), suffix })
        }
        Lit::Float(suffix) => Kind::Number(Number { text, whole: None, suffix }),
        Lit::Other => Kind::Other("a literal of another kind"),
    }
}

/// Tokens that can be looked at before they are taken.
#[derive(Debug)]
pub(crate) struct Cursor {
    tokens: Vec<TokenTree>,
    /// The number of each token among all of the attribute.
    numbers: Vec<u32>,
    at: usize,
}

impl Cursor {
    pub(crate) fn new(tokens: TokenStream) -> Self {
        Self::counted(tokens, 0)
    }

    /// The tokens of the group that stands at `group`.
    pub(crate) fn inside(tokens: TokenStream, group: Extent) -> Self {
        match group.order {
            Order::Token(number) => Self::counted(tokens, number + 1),
            Order::Call | Order::Item => Self::counted(tokens, 0),
        }
    }

    fn counted(tokens: TokenStream, mut next: u32) -> Self {
        let mut flat = Vec::new();
        flatten(tokens, &mut flat);
        let mut numbers = Vec::with_capacity(flat.len());
        for token in &flat {
            numbers.push(next);
            next = next.saturating_add(count(token));
        }
        Self { tokens: flat, numbers, at: 0 }
    }

    /// Where the next token stands; the whole attribute at the end.
    pub(crate) fn here(&self) -> Extent {
        self.extent(self.at, self.at + 1)
    }

    /// Where the token stands that was taken last.
    pub(crate) fn last(&self) -> Extent {
        self.extent(self.at.saturating_sub(1), self.at)
    }

    pub(crate) fn extent_since(&self, from: usize) -> Extent {
        self.extent(from, self.at)
    }

    fn extent(&self, from: usize, to: usize) -> Extent {
        let extent = Extent::of_tokens(self.tokens.get(from..to).unwrap_or_default());
        let order = self.numbers.get(from).map_or(Order::Call, |number| Order::Token(*number));
        Extent { order, ..extent }
    }

    pub(crate) fn peek(&self) -> Option<&TokenTree> {
        self.tokens.get(self.at)
    }

    pub(crate) fn peek_second(&self) -> Option<&TokenTree> {
        self.tokens.get(self.at + 1)
    }

    pub(crate) fn next(&mut self) -> Option<TokenTree> {
        let token = self.tokens.get(self.at).cloned()?;
        self.at += 1;
        Some(token)
    }

    pub(crate) fn at_path_separator(&self) -> bool {
        let joint = matches!(self.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == ':' && punct.spacing() == Spacing::Joint);
        joint && self.peek_second().is_some_and(|token| is_punct(token, ':'))
    }

    /// Whether the first two tokens behind the current one are `::`.
    pub(crate) fn is_path_behind_first(&mut self) -> bool {
        self.at += 1;
        let path = self.at_path_separator();
        self.at -= 1;
        path
    }

    /// Takes a comma; also true at the end.
    pub(crate) fn take_comma(&mut self) -> bool {
        match self.peek() {
            None => true,
            Some(token) if is_punct(token, ',') => {
                self.at += 1;
                true
            }
            Some(_) => false,
        }
    }

    /// Leaves the cursor before the next comma; where the skipped tokens stood.
    pub(crate) fn skip_to_comma(&mut self) -> Extent {
        let from = self.at;
        while self.peek().is_some_and(|token| !is_punct(token, ',')) {
            self.at += 1;
        }
        self.extent_since(from)
    }

    /// The tokens of a type's path, up to a comma outside of `<..>`, and where they stand.
    pub(crate) fn take_path(&mut self) -> (TokenStream, Extent) {
        let from = self.at;
        let mut depth = 0_usize;
        while let Some(token) = self.peek() {
            if is_punct(token, '<') {
                depth += 1;
            } else if is_punct(token, '>') {
                depth = depth.saturating_sub(1);
            } else if depth == 0 && is_punct(token, ',') {
                break;
            }
            self.at += 1;
        }
        (self.since(from).iter().cloned().collect(), self.extent_since(from))
    }

    fn since(&self, from: usize) -> &[TokenTree] {
        self.tokens.get(from..self.at).unwrap_or_default()
    }
}

/// How many tokens a token is, with those in it.
fn count(token: &TokenTree) -> u32 {
    match token {
        TokenTree::Group(group) => {
            group.stream().into_iter().fold(1, |sum: u32, token| sum.saturating_add(count(&token)))
        }
        _ => 1,
    }
}
