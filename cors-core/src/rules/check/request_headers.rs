//! The key `headers`.

use super::{Seen, because_of_credentials, odd_in_token, split_tokens};
use crate::{
    error::{Field, Place, Violation},
    header_name,
    rules::{Rule, catalogue, text::shown},
    spec::PolicySpec,
};

pub(super) fn check(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    check_mirror(policy, findings);
    let headers = policy.headers.as_deref().unwrap_or_default();
    let is_mixed = headers.iter().any(|name| name != "*" && !name.eq_ignore_ascii_case("authorization"));
    let mut seen = Seen::default();
    for (index, item) in headers.iter().enumerate() {
        let place = Place::item(Field::Headers, index);
        let shown = shown(item);
        let found =
            |rule, odd: &str| Violation::new(rule, place, item, format!("request header `{shown}` {odd}"));
        if let Some(first) = seen.before(item.to_ascii_lowercase(), place) {
            findings.push(
                found(&catalogue::DUPLICATE_HEADER, "is listed twice")
                    .with_other(first, "it is listed here first"),
            );
            continue;
        }
        if item == "*" {
            findings.push(if policy.credentials {
                because_of_credentials(found(
                    &catalogue::WILDCARD_HEADER_WITH_CREDENTIALS,
                    "cannot be combined with `credentials`",
                ))
            } else {
                found(&catalogue::WILDCARD_HEADER, "allows any request header")
            });
            if is_mixed {
                findings
                    .push(found(&catalogue::WILDCARD_HEADER_MIXED, "stands beside other request headers"));
            }
        } else if !header_name::is_token(item.as_bytes()) {
            let invalid =
                found(&catalogue::HEADER_INVALID, &format!("is no header name: {}", odd_in_token(item)));
            findings.push(match split_tokens(item) {
                Some(help) => invalid.with_help(help),
                None => invalid,
            });
        } else if let Some((rule, odd, help)) = class(item) {
            findings.push(found(rule, odd).with_help(help.unwrap_or(rule.fix())));
        }
    }
    let length: usize = headers.iter().map(|name| name.len() + 1).sum();
    if length > LONGEST_LINE + 1 {
        let what = format!("the request headers make a line of {} bytes", length - 1);
        findings.push(Violation::new(&catalogue::HEADER_LIST_TOO_LONG, Place::key(Field::Headers), "", what));
    }
}

/// Rules about `danger(mirror_request_headers)`, which stands in place of the key.
fn check_mirror(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    let word = "mirror_request_headers";
    let Some(index) = policy.danger.iter().position(|danger| danger.word == word) else { return };
    let place = Place::item(Field::Danger, index);
    if policy.headers.is_some() {
        findings.push(
            Violation::new(
                &catalogue::CONFLICTING_OPTION,
                Place::key(Field::Headers),
                "headers",
                format!("`headers` cannot be combined with `danger({word})`"),
            )
            .with_why("both say which request headers are allowed")
            .with_other(place, format!("`{word}` is set here")),
        );
    }
    if !policy.credentials {
        findings.push(
            Violation::new(
                &catalogue::CONFLICTING_OPTION,
                place,
                word,
                format!("`danger({word})` is for policies with `credentials`"),
            )
            .with_why("without credentials `*` already allows every request header")
            .with_help("write `headers = any`"),
        );
    }
}

/// The rule about a name that does not belong here, and the cure if it is not the rule's own.
fn class(name: &str) -> Option<(&'static Rule, &'static str, Option<&'static str>)> {
    let bytes = name.as_bytes();
    if header_name::is_forbidden_request(bytes) {
        let help = name
            .eq_ignore_ascii_case("cookie")
            .then_some("remove it: cookies need `credentials`, not an entry here");
        return Some((&catalogue::FORBIDDEN_HEADER, "can never be set by scripts", help));
    }
    if header_name::is_cors_response(bytes) {
        return Some((&catalogue::CORS_RESPONSE_HEADER_AS_REQUEST_HEADER, "is a CORS response header", None));
    }
    if name.eq_ignore_ascii_case("access-control-request-private-network") {
        return Some((&catalogue::PRIVATE_NETWORK_HEADER_LISTED, "is obsolete", None));
    }
    if header_name::is_method_override(bytes) {
        return Some((&catalogue::PREFLIGHT_BYPASS_HEADER, "lets a request act as another method", None));
    }
    if header_name::is_response_only(bytes) {
        return Some((&catalogue::RESPONSE_HEADER_AS_REQUEST_HEADER, "is a response header", None));
    }
    None
}

/// The longest `Access-Control-Allow-Headers`, in bytes, that passes common proxies.
const LONGEST_LINE: usize = 4_096;
