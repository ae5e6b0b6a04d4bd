//! The floor: what an expert writes for one policy and nothing else, with the same answers.

use std::collections::HashSet;

use http::{
    HeaderMap, HeaderValue, Method, Request, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
        ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE,
        ORIGIN, VARY,
    },
};

use crate::cases::{Origins, PAGE};

/// The service that is measured around: it says what type its body has.
#[must_use]
pub fn bare(_: Request<()>) -> Response<()> {
    let mut response = Response::new(());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

/// The same with CORS by hand; `credentials` unless the policy is for any origin.
pub fn service(origins: Origins) -> Box<dyn FnMut(Request<()>) -> Response<()>> {
    let entries = origins.entries();
    match origins {
        Origins::Any => Box::new(|request| {
            let headers = request.headers();
            if is_preflight(&request) && headers.contains_key(ORIGIN) {
                let mut response = no_content();
                let answer = response.headers_mut();
                answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
                lists(answer);
                return response;
            }
            let mut response = bare(request);
            response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            response
        }),
        Origins::Exact(1) => Box::new(|request| listed(request, |origin| origin == PAGE.as_bytes())),
        Origins::Exact(_) => {
            let known: HashSet<Vec<u8>> = entries.into_iter().map(String::into_bytes).collect();
            Box::new(move |request| listed(request, |origin| known.contains(origin)))
        }
        Origins::Patterns(_) => {
            let known: HashSet<Vec<u8>> =
                entries.iter().map(|entry| entry.replace("https://*.", "").into_bytes()).collect();
            Box::new(move |request| listed(request, |origin| is_subdomain(origin, &known)))
        }
    }
}

/// The policy of named origins.
#[inline]
fn listed(request: Request<()>, allows: impl Fn(&[u8]) -> bool) -> Response<()> {
    let headers = request.headers();
    let mut lines = headers.get_all(ORIGIN).iter();
    let origin = lines.next();
    let allowed = origin.filter(|origin| lines.next().is_none() && allows(origin.as_bytes())).cloned();
    if origin.is_some() && is_preflight(&request) {
        let mut response = no_content();
        let answer = response.headers_mut();
        if let Some(origin) = allowed {
            answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            answer.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            lists(answer);
        }
        answer.insert(VARY, HeaderValue::from_static("Origin"));
        return response;
    }
    let mut response = bare(request);
    let answer = response.headers_mut();
    if let Some(origin) = allowed {
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        answer.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    }
    // What the handler said stays.
    answer.append(VARY, HeaderValue::from_static("Origin"));
    response
}

fn is_preflight(request: &Request<()>) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

fn no_content() -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

fn lists(answer: &mut HeaderMap) {
    answer.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET,PUT,DELETE"));
    answer.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization,content-type,x-request-id"),
    );
    answer.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
}

/// Tries what stands behind each dot; every label must be one.
fn is_subdomain(origin: &[u8], known: &HashSet<Vec<u8>>) -> bool {
    let Some(mut host) = origin.strip_prefix(b"https://") else {
        return false;
    };
    if host.len() > 253 {
        return false;
    }
    while let Some(dot) = host.iter().position(|&byte| byte == b'.') {
        let (label, rest) = host.split_at(dot);
        let is_label = (1..=63).contains(&label.len())
            && label
                .iter()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(byte));
        if !is_label {
            return false;
        }
        host = rest.get(1..).unwrap_or_default();
        if known.contains(host) {
            return true;
        }
    }
    false
}
