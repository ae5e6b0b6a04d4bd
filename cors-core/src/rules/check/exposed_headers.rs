//! The key `expose_headers`.

use super::{Seen, because_of_credentials, odd_in_token, split_tokens};
use crate::{
    error::{Field, Place, Violation},
    header_name,
    rules::{Rule, catalogue, text::shown},
    spec::PolicySpec,
};

pub(super) fn check(policy: &PolicySpec, findings: &mut Vec<Violation>) {
    let headers = policy.expose_headers.as_deref().unwrap_or_default();
    let is_mixed = headers.iter().any(|name| name != "*");
    let mut seen = Seen::default();
    for (index, item) in headers.iter().enumerate() {
        let place = Place::item(Field::ExposeHeaders, index);
        let shown = shown(item);
        let found =
            |rule, odd: &str| Violation::new(rule, place, item, format!("exposed header `{shown}` {odd}"));
        if let Some(first) = seen.before(item.to_ascii_lowercase(), place) {
            findings.push(
                found(&catalogue::DUPLICATE_EXPOSE, "is listed twice")
                    .with_other(first, "it is listed here first"),
            );
            continue;
        }
        if item == "*" {
            if policy.credentials {
                findings.push(because_of_credentials(found(
                    &catalogue::WILDCARD_EXPOSE_WITH_CREDENTIALS,
                    "cannot be combined with `credentials`",
                )));
            }
            if is_mixed {
                findings
                    .push(found(&catalogue::WILDCARD_EXPOSE_MIXED, "stands beside other exposed headers"));
            }
        } else if !header_name::is_token(item.as_bytes()) {
            let invalid =
                found(&catalogue::EXPOSE_INVALID, &format!("is no header name: {}", odd_in_token(item)));
            findings.push(match split_tokens(item) {
                Some(help) => invalid.with_help(help),
                None => invalid,
            });
        } else if policy.credentials && header_name::is_secret_response(item.as_bytes()) {
            findings.push(because_of_credentials(found(&catalogue::EXPOSE_CREDENTIAL, "holds a secret")));
        } else if let Some((rule, odd)) = class(item.as_bytes()) {
            findings.push(found(rule, odd));
        }
    }
}

/// The rule about a name that does not belong here.
fn class(name: &[u8]) -> Option<(&'static Rule, &'static str)> {
    if header_name::is_forbidden_response(name) {
        Some((&catalogue::EXPOSE_FORBIDDEN, "can never be read by scripts"))
    } else if header_name::is_cors_request(name) {
        Some((&catalogue::EXPOSE_REQUEST_HEADER, "is a request header"))
    } else if header_name::is_cors_response(name) {
        Some((&catalogue::EXPOSE_CORS_HEADER, "is of no use to scripts"))
    } else if header_name::is_safelisted_response(name) {
        Some((&catalogue::EXPOSE_SAFELISTED, "is readable anyway"))
    } else {
        None
    }
}
