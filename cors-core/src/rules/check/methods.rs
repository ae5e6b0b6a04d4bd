//! The key `methods`.

use super::{Seen, because_of_credentials, odd_in_token, split_tokens};
use crate::{
    error::{Field, Place, Violation},
    method,
    rules::{catalogue, text::shown},
    spec::PolicySpec,
};

pub(super) fn check(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    let methods = policy.methods.as_deref().unwrap_or_default();
    let is_mixed = methods.iter().any(|method| method != "*");
    let mut seen = Seen::default();
    for (index, item) in methods.iter().enumerate() {
        let place = Place::item(Field::Methods, index);
        let shown = shown(item);
        let found = |rule, odd: &str| Violation::new(rule, place, item, format!("method `{shown}` {odd}"));
        if let Some(first) = seen.before(item, place) {
            findings.push(
                found(&catalogue::DUPLICATE_METHOD, "is listed twice")
                    .with_other(first, "it is listed here first"),
            );
            continue;
        }
        let bytes = item.as_bytes();
        if item == "*" {
            findings.push(if policy.credentials {
                because_of_credentials(found(
                    &catalogue::WILDCARD_METHOD_WITH_CREDENTIALS,
                    "cannot be combined with `credentials`",
                ))
            } else {
                found(&catalogue::WILDCARD_METHOD, "allows any method")
            });
            if is_mixed {
                findings.push(found(&catalogue::WILDCARD_METHOD_MIXED, "stands beside other methods"));
            }
        } else if !method::is_token(bytes) {
            let invalid = found(&catalogue::METHOD_INVALID, &format!("is no method: {}", odd_in_token(item)));
            findings.push(match split_tokens(item) {
                Some(help) => invalid.with_help(help),
                None => invalid,
            });
        } else if method::is_forbidden(bytes) {
            findings.push(
                found(&catalogue::FORBIDDEN_METHOD, "is never sent by browsers")
                    .with_help(format!("remove `{shown}`")),
            );
        } else if item.bytes().any(|byte| byte.is_ascii_lowercase()) {
            let upper = item.to_ascii_uppercase();
            findings.push(if method::normalizes(bytes) {
                found(&catalogue::METHOD_LOWERCASE_NORMALIZED, "is sent in upper case by browsers")
                    .with_help(format!("write `{upper}`"))
            } else {
                found(&catalogue::METHOD_LOWERCASE, "has lower-case letters").with_help(format!(
                    "write `{upper}`; keep `\"{item}\"` only if clients send it like this, with `danger(method_lowercase = \"why\")`"
                ))
            });
        } else if item == "OPTIONS" {
            findings.push(found(&catalogue::OPTIONS_LISTED, "is not needed for preflights"));
        }
    }
}
