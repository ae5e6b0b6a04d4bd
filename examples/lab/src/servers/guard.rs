//! Who may have the lab ask a server: the lab's own page, and nobody else.
//!
//! A server that sends requests on behalf of pages is a hole unless it knows whose page it is. Any page can send a
//! request to a port of this computer, and by DNS rebinding a stranger's page can be of one origin with it; so
//! `Host` comes first, then what a form cannot send, then the origin, then a secret.

use std::{
    fmt::{self, Write},
    sync::Arc,
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

/// The header in which the page sends the token.
const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-lab-token");

/// What a request must know.
#[derive(Clone, Debug)]
pub(super) struct Guard {
    app: Arc<str>,
    token: Arc<Token>,
}

impl Guard {
    /// Guards for the page of the origin `app`, with a new secret.
    ///
    /// # Errors
    /// When the system gives no random bytes.
    pub(super) fn new(app: &str) -> std::io::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
        let mut token = String::new();
        for byte in bytes {
            // Writing to a string does not fail.
            let _ = write!(token, "{byte:02x}");
        }
        Ok(Self { app: app.into(), token: Arc::new(Token(token)) })
    }

    /// For the page alone.
    pub(super) fn token(&self) -> &str {
        &self.token.0
    }

    /// Whether a request is for the app by its only name, and not for another name of this computer.
    pub(super) fn is_for_app(&self, headers: &HeaderMap) -> bool {
        only(headers, &header::HOST).is_some_and(|host| Some(host) == self.app.strip_prefix("http://"))
    }

    fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), (StatusCode, &'static str)> {
        if !self.is_for_app(headers) {
            return Err((StatusCode::FORBIDDEN, "`Host` is not the lab's"));
        }
        if method != Method::POST {
            return Err((StatusCode::METHOD_NOT_ALLOWED, "only POST"));
        }
        if only(headers, &header::CONTENT_TYPE) != Some("application/json") {
            return Err((StatusCode::UNSUPPORTED_MEDIA_TYPE, "only `content-type: application/json`"));
        }
        if only(headers, &header::ORIGIN) != Some(&*self.app) {
            return Err((StatusCode::FORBIDDEN, "`Origin` is not the lab's"));
        }
        if !only(headers, &TOKEN_HEADER).is_some_and(|token| self.token.is(token)) {
            return Err((
                StatusCode::FORBIDDEN,
                "the token is not of this start of the lab; load the page again",
            ));
        }
        Ok(())
    }
}

/// Lets a request through or answers it; a layer around routes.
pub(super) async fn guarded(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    match guard.check(request.method(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err((status, why)) => (status, [(header::CACHE_CONTROL, "no-store")], why).into_response(),
    }
}

/// The value of a header that is there exactly once.
fn only<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    let mut lines = headers.get_all(name).iter();
    let line = lines.next()?;
    if lines.next().is_some() { None } else { line.to_str().ok() }
}

struct Token(String);

impl Token {
    /// Compares without an early exit, so that the time tells nothing of the place of the first difference.
    fn is(&self, other: &str) -> bool {
        self.0.len() == other.len()
            && self.0.bytes().zip(other.bytes()).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    const APP: &str = "http://localhost:4400";

    fn headers(lines: &[(HeaderName, &str)]) -> HeaderMap {
        lines.iter().map(|(name, value)| (name.clone(), HeaderValue::from_str(value).unwrap())).collect()
    }

    #[test]
    fn only_the_page_gets_through() {
        let guard = Guard::new(APP).unwrap();
        let good = [
            (header::HOST, "localhost:4400"),
            (header::CONTENT_TYPE, "application/json"),
            (header::ORIGIN, APP),
            (TOKEN_HEADER, guard.token()),
        ];
        assert_eq!(guard.check(&Method::POST, &headers(&good)), Ok(()));
        assert_eq!(guard.check(&Method::GET, &headers(&good)).unwrap_err().0, 405);
        let short = &guard.token()[1..];
        for (name, values, status) in [
            (
                header::HOST,
                &[
                    "rebound.example:4400",
                    "127.0.0.1:4400",
                    "localhost",
                    "shop.localhost:4400",
                    "localhost:44000",
                ][..],
                403,
            ),
            (header::CONTENT_TYPE, &["text/plain", "application/json;charset=utf-8"], 415),
            (header::ORIGIN, &["null", "http://127.0.0.1:4400", "http://localhost:4401"], 403),
            (TOKEN_HEADER, &["", "0", short], 403),
        ] {
            let others: Vec<_> = good.iter().filter(|(known, _)| *known != name).cloned().collect();
            assert_eq!(guard.check(&Method::POST, &headers(&others)).unwrap_err().0, status, "no {name}");
            let twice = [&good[..], &good[..]].concat();
            let twice: Vec<_> =
                twice.into_iter().filter(|(known, _)| *known == name).chain(others.clone()).collect();
            assert_eq!(guard.check(&Method::POST, &headers(&twice)).unwrap_err().0, status, "{name} twice");
            for value in values {
                let lines: Vec<_> = others.iter().cloned().chain([(name.clone(), *value)]).collect();
                assert_eq!(
                    guard.check(&Method::POST, &headers(&lines)).unwrap_err().0,
                    status,
                    "{name}: {value}"
                );
            }
        }
    }

    #[test]
    fn host_comes_before_everything() {
        let refused =
            Guard::new(APP).unwrap().check(&Method::GET, &headers(&[(header::HOST, "evil.example")]));
        assert_eq!(refused, Err((StatusCode::FORBIDDEN, "`Host` is not the lab's")));
    }

    #[test]
    fn every_start_has_a_token_that_nobody_prints() {
        let (one, other) = (Guard::new(APP).unwrap(), Guard::new(APP).unwrap());
        assert_eq!(one.token().len(), 64);
        assert_ne!(one.token(), other.token());
        assert!(!format!("{one:?}").contains(one.token()));
    }
}
