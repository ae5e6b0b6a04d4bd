//! What stands in the brackets of an attribute: a policy, the name of one, or `off`.

use cors_core::PolicySpec;
use proc_macro2::{TokenStream, TokenTree};

use crate::{
    crate_path::CratePath,
    judge::judge,
    keys,
    lower::{self, Form},
    parse::{Cursor, entries, entries_of},
    report::Report,
    sight::Sight,
    spanned::Extent,
    syntax::{Path, is_punct},
};

/// Where a handler's policy comes from.
pub(crate) enum Source {
    /// It is written in the attribute, and nothing refuses it.
    Inline(Box<PolicySpec>),
    /// It is the policy of this type.
    Named(Box<Path>),
    /// The handler has none.
    Off,
    /// Something in the attribute has been reported as an error.
    Refused,
}

/// The policy of an attribute above a handler, and the path by which the expansion names the library.
pub(crate) fn read(tokens: TokenStream, sight: &Sight, report: &mut Report) -> (Source, CratePath) {
    let mut cursor = Cursor::new(tokens.clone());
    let Some(first) = cursor.peek().cloned() else {
        report.error(
            Extent::call(),
            "`#[cors]` says nothing about who may read the answers",
            "there is no default policy, because none would be safe for everybody",
            "write `#[cors(origins = [\"https://app.example.com\"])]`, name a policy with `#[cors(Api)]`, \
             or write `#[cors(off)]`",
        );
        return (Source::Refused, CratePath::default());
    };
    if is_off(&first, &cursor) {
        cursor.next();
        cursor.take_comma();
        let rest = entries_of(&mut cursor, report);
        let krate = lower::lower_crate_only(rest, "`off` takes the whole policy away", report);
        return (if report.refuses() { Source::Refused } else { Source::Off }, krate);
    }
    if is_named(&first, &mut cursor) {
        return named(&mut cursor, report);
    }
    let (spec, krate) = inline(tokens, Form::Handler, sight, report);
    (spec.map_or(Source::Refused, |spec| Source::Inline(Box::new(spec))), krate)
}

/// The path by which an expansion names the library, where nothing else of the attribute matters any more.
pub(crate) fn crate_path(tokens: TokenStream) -> CratePath {
    read(tokens, &Sight::default(), &mut Report::default()).1
}

/// A policy that is written out; `None` where something refuses it.
pub(crate) fn inline(
    tokens: TokenStream,
    form: Form,
    sight: &Sight,
    report: &mut Report,
) -> (Option<PolicySpec>, CratePath) {
    let readable = !report.refuses();
    let entries = entries(tokens, report);
    let misread = readable && report.refuses();
    let mut lowered = lower::lower(entries, form, report);
    lowered.places.unknown_keys |= misread;
    judge(&lowered, report);
    sight.judge(&lowered, report);
    ((!report.refuses()).then_some(lowered.spec), lowered.krate)
}

fn named(cursor: &mut Cursor, report: &mut Report) -> (Source, CratePath) {
    let (path, extent) = cursor.take_path();
    let path = Path::of_type(path);
    cursor.take_comma();
    let rest = entries_of(cursor, report);
    let krate = lower::lower_crate_only(rest, "a named policy is used as it is", report);
    match path {
        Some(path) if !report.refuses() => (Source::Named(Box::new(path)), krate),
        Some(_) => (Source::Refused, krate),
        None => {
            report.error(
                extent,
                "expected the path of a type with a policy",
                "`#[cors(Api)]` names a type that implements `CorsPolicy`",
                "write `#[cors(Api)]`, or a policy such as `#[cors(origins = [\"https://app.example.com\"])]`",
            );
            (Source::Refused, krate)
        }
    }
}

fn is_off(first: &TokenTree, cursor: &Cursor) -> bool {
    matches!(first, TokenTree::Ident(word) if word == "off")
        && cursor.peek_second().is_none_or(|next| is_punct(next, ','))
}

/// Whether a type's path stands first: `Api`, `policies::Api`, `crate::Api`, `Tenant<Gold>`.
fn is_named(first: &TokenTree, cursor: &mut Cursor) -> bool {
    if cursor.at_path_separator() {
        return true;
    }
    let TokenTree::Ident(word) = first else { return false };
    let word = word.to_string();
    match cursor.peek_second() {
        // `origins: [..]` is a slip, `policies::Api` a path.
        Some(next) if is_punct(next, ':') => cursor.is_path_behind_first(),
        Some(next) if is_punct(next, '<') => true,
        Some(next) if !is_punct(next, ',') => false,
        _ => keys::find(&word).is_none() && word.starts_with(char::is_uppercase),
    }
}
