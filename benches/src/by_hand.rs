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

use crate::cases::{Case, Origins, PAGE, Served};

/// The service that is measured around: it says what type its body has.
#[must_use]
pub fn bare(_: Request<()>) -> Response<()> {
    let mut response = Response::new(());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

/// The same with CORS by hand; `credentials` unless the policy is for any origin.
pub fn service(case: &Case) -> Box<dyn FnMut(Request<()>) -> Response<()>> {
    if case.served == Served::Seven {
        return Box::new(seven);
    }
    let entries = case.origins.entries();
    match case.origins {
        Origins::Any => Box::new(|request| {
            let headers = request.headers();
            if is_preflight(&request) && headers.contains_key(ORIGIN) {
                let mut response = no_content();
                let answer = response.headers_mut();
                answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
                lists(answer, SHARED);
                return response;
            }
            let mut response = bare(request);
            response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
            response
        }),
        Origins::Exact(1) => Box::new(|request| listed(request, |origin| origin == PAGE.as_bytes(), SHARED)),
        Origins::Exact(_) => {
            let known: HashSet<Vec<u8>> = entries.into_iter().map(String::into_bytes).collect();
            Box::new(move |request| listed(request, |origin| known.contains(origin), SHARED))
        }
        Origins::Patterns(_) => {
            let known: HashSet<Vec<u8>> =
                entries.iter().map(|entry| entry.replace("https://*.", "").into_bytes()).collect();
            Box::new(move |request| listed(request, |origin| is_subdomain(origin, &known), SHARED))
        }
    }
}

/// The lists of a policy: its methods, and for how many seconds they hold.
#[derive(Clone, Copy)]
struct Lists {
    methods: &'static str,
    seconds: &'static str,
}

/// A policy for each method: that of the request, or of the one that a preflight asks for.
fn seven(request: Request<()>) -> Response<()> {
    let wanted = match request.headers().get(ACCESS_CONTROL_REQUEST_METHOD) {
        Some(wanted) if request.method() == Method::OPTIONS => wanted.as_bytes(),
        _ => request.method().as_str().as_bytes(),
    };
    let (own, methods, seconds): (&str, _, _) = match wanted {
        b"GET" => ("https://get.example.com", "GET", "601"),
        b"HEAD" => ("https://head.example.com", "HEAD", "602"),
        b"OPTIONS" => ("https://options.example.com", "OPTIONS", "603"),
        b"POST" => ("https://post.example.com", "POST", "604"),
        b"PUT" => ("https://put.example.com", "PUT", "605"),
        b"PATCH" => ("https://patch.example.com", "PATCH", "606"),
        b"DELETE" => ("https://delete.example.com", "DELETE", "607"),
        _ => return bare(request),
    };
    let allows = |origin: &[u8]| origin == PAGE.as_bytes() || origin == own.as_bytes();
    listed(request, allows, Lists { methods, seconds })
}

/// The policy of named origins.
#[inline]
fn listed(request: Request<()>, allows: impl Fn(&[u8]) -> bool, sends: Lists) -> Response<()> {
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
            lists(answer, sends);
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

fn lists(answer: &mut HeaderMap, sends: Lists) {
    answer.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(sends.methods));
    answer.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization,content-type,x-request-id"),
    );
    answer.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(sends.seconds));
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

/// The lists of the policy that handlers share.
const SHARED: Lists = Lists { methods: "GET,PUT,DELETE", seconds: "600" };
