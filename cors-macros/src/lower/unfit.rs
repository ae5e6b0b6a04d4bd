//! Values of the wrong form: what was found, what the key takes, and how to write it.

use cors_core::{Field, rules::nearest};

use super::{Lowering, unknown::unknown};
use crate::{
    keys,
    parse::{Kind, Value},
    places::Spot,
    spanned::Extent,
};

const READS_LITERALS: &str = "the macro reads literals: it runs before constants and functions have values";
const NAMED_INSTEAD: &str = "write the text itself, share one with `#[cors(Api)]`, or let the program set it with `origins = runtime`";

impl Lowering<'_> {
    pub(super) fn unfit(&mut self, field: Field, at: Extent, what: &str) {
        let found = unknown("", what)
            .with_why(takes(field))
            .with_help(format!("write `{}`", keys::example(field.key())));
        self.report.finding(at, &found);
    }

    pub(super) fn unfit_value(&mut self, field: Field, value: &Value, spot: &mut Spot) {
        spot.broken = true;
        let what = format!("`{}` cannot be {}", field.key(), describe(value));
        let list =
            matches!(field, Field::Origins | Field::DevOrigins | Field::Methods) || is_list_of_names(field);
        let why = match value.kind {
            Kind::Word(_) | Kind::Path(_) | Kind::Other(_) if list => {
                format!("{}; {READS_LITERALS}", takes(field))
            }
            _ => takes(field).to_owned(),
        };
        let found = unknown("", what).with_why(why).with_help(cure(field, value));
        self.report.finding(value.extent, &found);
    }

    pub(super) fn unfit_item(&mut self, field: Field, item: &Value) {
        let what = format!("an item of `{}` cannot be {}", field.key(), describe(item));
        let help = match &item.kind {
            Kind::Word(word) if word == "null" || is_list_of_names(field) => format!("write `\"{word}\"`"),
            Kind::Word(_) | Kind::Path(_) => NAMED_INSTEAD.to_owned(),
            Kind::List(_) => "write its items into the outer list".to_owned(),
            _ => format!("write string literals: `{}`", keys::example(field.key())),
        };
        let found = unknown("", what).with_why(READS_LITERALS).with_help(help);
        self.report.finding(item.extent, &found);
    }
}

fn is_list_of_names(field: Field) -> bool {
    matches!(field, Field::Headers | Field::ExposeHeaders)
}

/// What may stand behind a key.
fn takes(field: Field) -> &'static str {
    match field {
        Field::Origins => "it takes a list of string literals, `any`, or in a named policy `runtime`",
        Field::DevOrigins => "it takes a list of string literals",
        Field::Methods => "it takes a list of names and string literals, or `any`",
        Field::Headers | Field::ExposeHeaders => "it takes a list of string literals, or `any`",
        Field::Credentials => "it stands alone, or before `= true` or `= false`",
        Field::MaxAge => "it takes whole seconds, or a string of a whole number and `s`, `m`, `h` or `d`",
        Field::PreflightStatus => "it takes a status from 200 to 299",
        Field::OnRefused => "it takes `pass` or `forbid`",
        Field::PublicOrigin => "it takes one origin as a string literal",
        Field::Danger => "it takes rule ids, each with a reason",
        Field::Silence => "it takes rule ids",
        _ => "it takes another form of value",
    }
}

/// The cure for a value of the wrong form, with the author's own words where that can be done.
fn cure(field: Field, value: &Value) -> String {
    let key = field.key();
    let list =
        matches!(field, Field::Origins | Field::DevOrigins | Field::Methods) || is_list_of_names(field);
    match &value.kind {
        Kind::Text(text) if list && text == "*" && field != Field::DevOrigins => {
            format!("write `{key} = any`")
        }
        Kind::Text(text) if list => format!("write `{key} = [{text:?}]`"),
        Kind::Text(text) if field == Field::Credentials && text == "true" => "write `credentials`".to_owned(),
        Kind::Text(text) if field == Field::OnRefused && matches!(text.as_str(), "pass" | "forbid") => {
            format!("write `on_refused = {text}`")
        }
        Kind::Text(text) if field == Field::PreflightStatus && text.parse::<u16>().is_ok() => {
            format!("write `preflight_status = {text}`")
        }
        Kind::Word(word)
            if list
                && field != Field::DevOrigins
                && nearest(word, ["any"]).is_some() =>
        {
            format!("did you mean `{key} = any`?")
        }
        Kind::Word(word) if field == Field::Methods => format!("write `methods = [{word}]`"),
        Kind::Word(word) if field == Field::Headers && matches!(word.as_str(), "mirror" | "reflect" | "echo" | "request") => {
            "write `headers = any`, or with `credentials` replace the key by `danger(mirror_request_headers = \"..\")`"
                .to_owned()
        }
        Kind::Word(word) if is_list_of_names(field) => format!("write `{key} = [{word:?}]`"),
        Kind::Word(_) | Kind::Path(_) if matches!(field, Field::Origins | Field::DevOrigins) => {
            NAMED_INSTEAD.to_owned()
        }
        Kind::Word(_) | Kind::Path(_) if list => "write the list itself, or share a policy with `#[cors(Api)]`".to_owned(),
        _ => format!("write for example `{}`", keys::example(key)),
    }
}

/// A value in words.
pub(super) fn describe(value: &Value) -> String {
    match &value.kind {
        Kind::List(_) => "a list".to_owned(),
        Kind::Text(text) => format!("the string {text:?}"),
        Kind::Number(number) => format!("the number `{}`", number.text),
        Kind::Word(word) => format!("the word `{word}`"),
        Kind::Path(tokens) => format!("the path `{}`", tokens.to_string().replace(' ', "")),
        Kind::Other(words) => (*words).to_owned(),
    }
}
