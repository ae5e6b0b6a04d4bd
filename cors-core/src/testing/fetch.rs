//! What a script asks for: the arguments of `fetch()`.

use std::fmt;

use super::values::shown;

/// A call of `fetch(url, options)`, before the browser has looked at it.
///
/// Every part is free, also what no browser sends: then the outcome says so.
///
/// ```
/// use cors_core::testing::Fetch;
///
/// let fetch = Fetch::put("https://api.example.com/orders/7")
///     .header("x-request-id", "4711")
///     .json(r#"{"item":"tea"}"#)
///     .with_credentials();
/// assert_eq!(
///     fetch.to_string(),
///     r#"fetch("https://api.example.com/orders/7", { method: "PUT", headers: { "x-request-id": "4711", "content-type": "application/json" }, body: "{\"item\":\"tea\"}", credentials: "include" })"#,
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) body: Body,
    pub(super) credentials: Credentials,
    pub(super) mode: Mode,
    pub(super) redirect: Redirect,
    pub(super) upload_listener: bool,
}

/// The credentials mode: are cookies and authentication sent along?
#[non_exhaustive]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Credentials {
    /// Never.
    Omit,
    /// To the page's own origin only; what `fetch` does unless told otherwise.
    #[default]
    SameOrigin,
    /// Always; the server must allow them to a page of another origin.
    Include,
}

/// The request mode.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The CORS protocol decides; what `fetch` does unless told otherwise.
    #[default]
    Cors,
    /// What a form or an image could send, and nothing of the answer.
    NoCors,
    /// An error for every other origin.
    SameOrigin,
}

/// What to do with a redirect.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Redirect {
    /// Go there; what `fetch` does unless told otherwise.
    #[default]
    Follow,
    /// Fail.
    Error,
    /// Stop, with a response that says nothing.
    Manual,
}

/// A body, as far as its kind matters to the protocol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Body {
    None,
    /// Bytes, and the type that the browser derives from their kind.
    Source(Vec<u8>, Option<&'static str>),
    /// A `ReadableStream`: has no source to send again.
    Stream(Vec<u8>),
}

impl Fetch {
    /// A request without headers and body; the method goes out as written, save for those that browsers normalise.
    #[must_use]
    pub fn new(method: &str, url: &str) -> Self {
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
            headers: Vec::new(),
            body: Body::None,
            credentials: Credentials::default(),
            mode: Mode::default(),
            redirect: Redirect::default(),
            upload_listener: false,
        }
    }

    /// A GET. A `url` without a scheme is relative to the page.
    #[must_use]
    pub fn get(url: &str) -> Self {
        Self::new("GET", url)
    }

    /// A HEAD.
    #[must_use]
    pub fn head(url: &str) -> Self {
        Self::new("HEAD", url)
    }

    /// A POST.
    #[must_use]
    pub fn post(url: &str) -> Self {
        Self::new("POST", url)
    }

    /// A PUT.
    #[must_use]
    pub fn put(url: &str) -> Self {
        Self::new("PUT", url)
    }

    /// A PATCH, in the upper case that servers know.
    #[must_use]
    pub fn patch(url: &str) -> Self {
        Self::new("PATCH", url)
    }

    /// A DELETE.
    #[must_use]
    pub fn delete(url: &str) -> Self {
        Self::new("DELETE", url)
    }

    /// Adds a header; a second one of the same name is appended to the first.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.headers.push((name.to_owned(), value.as_ref().to_vec()));
        self
    }

    /// A string as the body: `text/plain;charset=UTF-8` unless a header says otherwise.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.body = Body::Source(text.as_bytes().to_vec(), Some("text/plain;charset=UTF-8"));
        self
    }

    /// A string as the body, with the header `content-type: application/json`.
    #[must_use]
    pub fn json(self, json: &str) -> Self {
        self.header("content-type", "application/json").text(json)
    }

    /// `URLSearchParams` as the body: `application/x-www-form-urlencoded;charset=UTF-8` unless a header says otherwise.
    #[must_use]
    pub fn form(mut self, encoded: &str) -> Self {
        let kind = "application/x-www-form-urlencoded;charset=UTF-8";
        self.body = Body::Source(encoded.as_bytes().to_vec(), Some(kind));
        self
    }

    /// An `ArrayBuffer` as the body: no type of its own.
    #[must_use]
    pub fn bytes(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Body::Source(bytes.into(), None);
        self
    }

    /// A `ReadableStream` as the body: always needs a preflight, and cannot be sent again after a redirect.
    #[must_use]
    pub fn stream(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.body = Body::Stream(bytes.into());
        self
    }

    /// Sets the credentials mode.
    #[must_use]
    pub const fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    /// Sets the credentials mode `include`.
    #[must_use]
    pub const fn with_credentials(self) -> Self {
        self.credentials(Credentials::Include)
    }

    /// Sets the request mode.
    #[must_use]
    pub const fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets the redirect mode.
    #[must_use]
    pub const fn redirect(mut self, redirect: Redirect) -> Self {
        self.redirect = redirect;
        self
    }

    /// An `XMLHttpRequest` with a listener on its upload, which always needs a preflight.
    #[must_use]
    pub const fn with_upload_listener(mut self) -> Self {
        self.upload_listener = true;
        self
    }
}

/// As JavaScript, on one line.
impl fmt::Display for Fetch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut options = Vec::new();
        if self.method != "GET" {
            options.push(format!("method: {:?}", self.method));
        }
        if !self.headers.is_empty() {
            let pairs: Vec<_> =
                self.headers.iter().map(|(name, value)| format!("{name:?}: {:?}", shown(value))).collect();
            options.push(format!("headers: {{ {} }}", pairs.join(", ")));
        }
        match &self.body {
            Body::None => {}
            Body::Source(bytes, Some(_)) => options.push(format!("body: {:?}", shown(bytes))),
            Body::Source(bytes, None) => options.push(format!("body: /* {} bytes */", bytes.len())),
            Body::Stream(bytes) => options.push(format!("body: /* stream of {} bytes */", bytes.len())),
        }
        match self.credentials {
            Credentials::Omit => options.push("credentials: \"omit\"".to_owned()),
            Credentials::SameOrigin => {}
            Credentials::Include => options.push("credentials: \"include\"".to_owned()),
        }
        match self.mode {
            Mode::Cors => {}
            Mode::NoCors => options.push("mode: \"no-cors\"".to_owned()),
            Mode::SameOrigin => options.push("mode: \"same-origin\"".to_owned()),
        }
        match self.redirect {
            Redirect::Follow => {}
            Redirect::Error => options.push("redirect: \"error\"".to_owned()),
            Redirect::Manual => options.push("redirect: \"manual\"".to_owned()),
        }
        write!(f, "fetch({:?}", self.url)?;
        if !options.is_empty() {
            write!(f, ", {{ {} }}", options.join(", "))?;
        }
        f.write_str(if self.upload_listener { ") /* with an upload listener */" } else { ")" })
    }
}
