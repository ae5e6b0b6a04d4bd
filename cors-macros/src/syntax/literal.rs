//! Literals: what kind one is, and what a string says.

use proc_macro2::{Literal, Span, TokenStream};
use quote::ToTokens;

use super::Tokens;

/// A literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Lit {
    /// A string, unescaped, and what is attached to it.
    Str(String, String),
    ByteStr,
    CStr,
    Byte,
    Char,
    /// The value, where it can be told, and the suffix.
    Int(Option<i128>, String),
    /// The suffix.
    Float(String),
    /// Nothing that rustc would take.
    Other,
}

impl Lit {
    pub(crate) fn new(literal: &Literal) -> Self {
        let text = literal.to_string();
        let mut bytes = text.bytes();
        match (bytes.next(), bytes.next()) {
            (Some(b'"' | b'r'), _) => {
                string(&text).map_or(Self::Other, |(value, suffix)| Self::Str(value, suffix.to_owned()))
            }
            (Some(b'b'), Some(b'\'')) => Self::Byte,
            (Some(b'b'), _) => Self::ByteStr,
            (Some(b'c'), _) => Self::CStr,
            (Some(b'\''), _) => Self::Char,
            _ => number(&text),
        }
    }
}

/// A string literal.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    literal: Literal,
    value: String,
}

impl Text {
    /// One string literal and nothing else.
    pub(crate) fn parse(tokens: TokenStream) -> Option<Self> {
        let mut tokens = Tokens::flat(tokens);
        Self::take(&mut tokens).filter(|_| tokens.is_empty())
    }

    pub(crate) fn take(tokens: &mut Tokens) -> Option<Self> {
        tokens.open();
        let literal = tokens.take_literal()?;
        match Lit::new(&literal) {
            Lit::Str(value, _) => Some(Self { literal, value }),
            _ => None,
        }
    }

    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    pub(crate) fn span(&self) -> Span {
        self.literal.span()
    }
}

impl ToTokens for Text {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.literal.to_tokens(tokens);
    }
}

/// What a string literal says, and its suffix.
fn string(text: &str) -> Option<(String, &str)> {
    if let Some(raw) = text.strip_prefix('r') {
        let inner = raw.trim_start_matches('#');
        let marks = raw.get(..raw.len() - inner.len())?;
        let inner = inner.strip_prefix('"')?;
        let (value, suffix) = inner.split_at(inner.rfind(&format!("\"{marks}"))?);
        return Some((value.to_owned(), suffix.get(1 + marks.len()..)?));
    }
    let mut value = String::new();
    let mut rest = text.strip_prefix('"')?.chars();
    loop {
        match rest.next()? {
            '"' => return Some((value, rest.as_str())),
            '\\' => value.extend(escape(&mut rest)?),
            // A line ends in `\n`, however the file ends it.
            '\r' => value.push(rest.next().filter(|next| *next == '\n')?),
            char => value.push(char),
        }
    }
}

/// What stands behind a backslash: a character, or at the end of a line none.
#[expect(clippy::option_option, reason = "the outer one is an error")]
fn escape(rest: &mut std::str::Chars<'_>) -> Option<Option<char>> {
    let char = match rest.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        char @ ('\\' | '\'' | '"') => char,
        'x' => {
            let high = rest.next()?.to_digit(8)?;
            char::from_u32(high * 16 + rest.next()?.to_digit(16)?)?
        }
        'u' => {
            rest.next().filter(|open| *open == '{')?;
            let (digits, behind) = rest.as_str().split_once('}')?;
            *rest = behind.chars();
            char::from_u32(u32::from_str_radix(&digits.replace('_', ""), 16).ok()?)?
        }
        '\n' | '\r' => {
            *rest = rest.as_str().trim_start_matches([' ', '\t', '\n', '\r']).chars();
            return Some(None);
        }
        _ => return None,
    };
    Some(Some(char))
}

fn number(text: &str) -> Lit {
    // A macro can make a literal with a sign; the author's sign is a token of its own.
    let (sign, text) = text.strip_prefix('-').map_or((1, text), |text| (-1, text));
    let (radix, digits) = match text.get(..2) {
        Some("0x") => (16, text.get(2..)),
        Some("0o") => (8, text.get(2..)),
        Some("0b") => (2, text.get(2..)),
        _ => (10, Some(text)),
    };
    let digits = digits.unwrap_or_default();
    let end = digits.find(|char: char| char != '_' && !char.is_digit(radix.max(10))).unwrap_or(digits.len());
    let (whole, behind) = digits.split_at(end);
    if radix == 10 {
        if let Some(suffix) = fraction(behind) {
            return Lit::Float(suffix.to_owned());
        }
    }
    let whole = whole.replace('_', "");
    if whole.is_empty() || whole.chars().any(|char| !char.is_digit(radix)) {
        return Lit::Other;
    }
    let value = u64::from_str_radix(&whole, radix).ok().map(|value| sign * i128::from(value));
    Lit::Int(value, behind.to_owned())
}

/// The suffix of a number, where what stands behind its first digits makes a fraction of it: `.5`, `e3`.
fn fraction(behind: &str) -> Option<&str> {
    let digits =
        |text: &'_ str| text.find(|char: char| char != '_' && !char.is_ascii_digit()).unwrap_or(text.len());
    let point = behind.strip_prefix('.');
    let rest = point.map_or(behind, |behind| behind.get(digits(behind)..).unwrap_or_default());
    let exponent = rest.strip_prefix(['e', 'E']).and_then(|power| {
        let power = power.trim_start_matches('_');
        let power = power.strip_prefix(['+', '-']).unwrap_or(power);
        let (power, suffix) = power.split_at(digits(power));
        power.contains(|char: char| char.is_ascii_digit()).then_some(suffix)
    });
    exponent.or(point.map(|_| rest))
}
