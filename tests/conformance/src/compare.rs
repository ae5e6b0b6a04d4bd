//! Runs one case and says in what its outcome differs.

use std::collections::BTreeSet;

use cors_core::{
    Policy, RequestKind, RequestView,
    http1::{Outcome, Prepared},
    origin_set::MAX_ORIGIN_LEN,
    rules,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::{
    case::{Configuration, Exchange, OriginMatch, bytes},
    reference::{self, Asked},
};

/// The difference between what a case expects and what came out; `None` for none.
#[must_use]
pub fn exchange(case: &Exchange) -> Option<String> {
    run_exchange(case).err()
}

/// The same for a configuration.
#[must_use]
pub fn configuration(case: &Configuration) -> Option<String> {
    let findings = rules::check(&case.policy.spec());
    let ids = |refuses: bool| -> BTreeSet<&str> {
        findings
            .iter()
            .filter(|found| found.level().refuses() == refuses)
            .map(|found| found.rule().id())
            .collect()
    };
    let refusing = ids(true);
    match (case.valid, refusing.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!("is to be accepted, and is refused by {refusing:?}")),
        (false, true) => Some(format!("is to be refused by {:?}, and is accepted", case.rules)),
        (false, false) => {
            let missing: Vec<_> = case.rules.iter().filter(|id| !refusing.contains(id.as_str())).collect();
            (!missing.is_empty()).then(|| format!("is refused by {refusing:?}, without {missing:?}"))
        }
    }
}

/// The same for an origin match; both implementations must agree with the case.
#[must_use]
pub fn origin_match(case: &OriginMatch) -> Option<String> {
    run_origin_match(case).err()
}

fn run_exchange(case: &Exchange) -> Result<(), String> {
    let prepared = Prepared::layer(case.policy.build()?);
    let method = Method::from_bytes(case.request.method.as_bytes()).map_err(|error| error.to_string())?;
    let request = header_map(&case.request.headers)?;
    let view = RequestView::new(method.as_str(), &request);
    let kind = match view.kind() {
        RequestKind::NotCors => "not-cors",
        RequestKind::Preflight => "preflight",
        RequestKind::Actual => "actual",
        other => return Err(format!("the kind {other:?} is unknown here")),
    };
    expect("kind", &kind, &case.expect.kind.as_str())?;
    let (status, answer) = match prepared.decide(&method, &request) {
        Outcome::Answer(head) => {
            (Some(head.status().as_u16()), head.into_response(()).into_parts().0.headers)
        }
        Outcome::Run(pending) => {
            let mut answer = header_map(&case.response.headers)?;
            pending.apply(&mut answer);
            (None, answer)
        }
        other => return Err(format!("the outcome {other:?} is unknown here")),
    };
    if let Some(expected) = case.expect.status {
        expect("status", &status, &Some(expected))?;
    }
    for (name, expected) in &case.expect.headers {
        let got = value(&answer, name)?;
        let form = |value: &Option<String>| match name.as_str() {
            "access-control-allow-methods" => as_set(value.as_deref(), str::to_owned),
            "access-control-allow-headers" | "access-control-expose-headers" => {
                as_set(value.as_deref(), str::to_ascii_lowercase)
            }
            _ => value.iter().cloned().collect(),
        };
        if form(&got) != form(expected) || got.is_some() != expected.is_some() {
            return Err(format!("{name}: expected {expected:?}, got {got:?}"));
        }
    }
    let vary = vary_names(&answer);
    for name in &case.expect.vary {
        if !vary.contains(name) {
            return Err(format!("vary: expected {name:?} among {vary:?}"));
        }
    }
    for name in &case.expect.vary_forbidden {
        if vary.contains(name) {
            return Err(format!("vary: {name:?} is not to be among {vary:?}"));
        }
    }
    let verdict = verdict(case, kind, status, &request, &answer);
    expect("verdict", &verdict, &case.expect.verdict.as_deref())
}

/// What a browser makes of the answer; credentials mode `include` exactly when the policy has credentials.
fn verdict(
    case: &Exchange,
    kind: &str,
    status: Option<u16>,
    request: &HeaderMap,
    answer: &HeaderMap,
) -> Option<&'static str> {
    let origin = request
        .get_all("origin")
        .iter()
        .map(HeaderValue::as_bytes)
        .collect::<Vec<_>>()
        .join(b", ".as_slice());
    let asked = Asked::new(&origin, case.policy.credentials);
    let passes = match kind {
        "preflight" => {
            let method =
                request.get("access-control-request-method").map(HeaderValue::as_bytes).unwrap_or_default();
            let names: Vec<Vec<u8>> = request
                .get_all("access-control-request-headers")
                .iter()
                .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
                .map(|name| name.trim_ascii().to_vec())
                .filter(|name| !name.is_empty())
                .collect();
            asked.passes_preflight(status.unwrap_or_default(), answer, method, &names)
        }
        "actual" => asked.passes_cors_check(answer),
        _ => return None,
    };
    Some(if passes { "allowed" } else { "refused" })
}

fn run_origin_match(case: &OriginMatch) -> Result<(), String> {
    let origin = bytes(&case.origin)?;
    let policy =
        Policy::builder().origins([case.pattern.as_str()]).build().map_err(|error| error.to_string())?;
    expect("the library", &policy.origins().matches(&origin), &case.allowed)?;
    let naive =
        reference::allows(&case.pattern, &origin) && (origin.len() <= MAX_ORIGIN_LEN || case.pattern == "*");
    expect("the reference", &naive, &case.allowed)
}

pub(crate) fn expect<T: PartialEq + std::fmt::Debug>(
    what: &str,
    got: &T,
    expected: &T,
) -> Result<(), String> {
    if got == expected { Ok(()) } else { Err(format!("{what}: expected {expected:?}, got {got:?}")) }
}

pub(crate) fn header_map(lines: &[(String, String)]) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    for (name, text) in lines {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        let value = HeaderValue::from_bytes(&bytes(text)?).map_err(|error| format!("{text:?}: {error}"))?;
        headers.append(name, value);
    }
    Ok(headers)
}

fn value(headers: &HeaderMap, name: &str) -> Result<Option<String>, String> {
    let lines: Vec<_> = headers.get_all(name).iter().collect();
    match lines.as_slice() {
        [] => Ok(None),
        [line] => Ok(Some(line.as_bytes().iter().copied().map(char::from).collect())),
        lines => Err(format!("{name}: {} lines", lines.len())),
    }
}

fn as_set(value: Option<&str>, form: impl Fn(&str) -> String) -> BTreeSet<String> {
    value.iter().flat_map(|value| value.split(',')).map(|item| form(item.trim())).collect()
}

fn vary_names(headers: &HeaderMap) -> BTreeSet<String> {
    let lines = headers.get_all("vary").iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(|name| name.trim().to_ascii_lowercase()).collect()
}
