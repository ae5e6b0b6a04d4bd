//! What a script asks: one `fetch`, or one `XMLHttpRequest` with an upload listener.

use std::fmt::Write;

use cors::testing;
use serde::Serialize;

use crate::recorder::Key;

/// The credentials mode of a request, in the words of the Fetch standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Credentials {
    /// The default of `fetch`: none to another origin.
    SameOrigin,
    /// Cookies also to another origin.
    Include,
}

/// The request mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Mode {
    Cors,
    NoCors,
}

/// The interface that the script uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Via {
    Fetch,
    /// `XMLHttpRequest` with a listener on `upload`, which sets the use-CORS-preflight flag.
    UploadListener,
}

/// A request as the table states it: without the server's address.
#[derive(Debug)]
pub(crate) struct Ask {
    method: &'static str,
    path: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: Option<&'static str>,
    credentials: Credentials,
    mode: Mode,
    via: Via,
}

impl Ask {
    /// A request in mode `cors`, without credentials.
    pub(super) const fn new(method: &'static str, path: &'static str) -> Self {
        Self {
            method,
            path,
            headers: &[],
            body: None,
            credentials: Credentials::SameOrigin,
            mode: Mode::Cors,
            via: Via::Fetch,
        }
    }

    pub(super) const fn headers(self, headers: &'static [(&'static str, &'static str)]) -> Self {
        Self { headers, ..self }
    }

    pub(super) const fn body(self, body: &'static str) -> Self {
        Self { body: Some(body), ..self }
    }

    pub(super) const fn with_credentials(self) -> Self {
        Self { credentials: Credentials::Include, ..self }
    }

    pub(super) const fn no_cors(self) -> Self {
        Self { mode: Mode::NoCors, ..self }
    }

    pub(super) const fn with_upload_listener(self) -> Self {
        Self { via: Via::UploadListener, ..self }
    }

    /// Addresses the request to `server` and marks it as part of the experiment `key`.
    pub(super) fn to(&self, server: &str, key: &Key) -> Sent {
        Sent {
            method: self.method,
            url: format!("{server}{}?run={}&x={}", self.path, key.run, key.experiment),
            headers: self.headers,
            body: self.body,
            credentials: self.credentials,
            mode: self.mode,
            via: self.via,
            shown_url: format!("{server}{}", self.path),
        }
    }
}

/// A request as it is sent.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Sent {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) body: Option<&'static str>,
    pub(crate) credentials: Credentials,
    pub(crate) mode: Mode,
    pub(crate) via: Via,
    /// Without the experiment's mark, for a reader.
    #[serde(skip)]
    shown_url: String,
}

impl Sent {
    /// The request as JavaScript.
    pub(crate) fn script(&self) -> String {
        match self.via {
            Via::Fetch => self.fetch(),
            Via::UploadListener => self.xml_http_request(),
        }
    }

    /// The request for the model of a browser.
    pub(crate) fn to_fetch(&self) -> testing::Fetch {
        let mut fetch = testing::Fetch::new(self.method, &self.url);
        for (name, value) in self.headers {
            fetch = fetch.header(name, value);
        }
        if let Some(body) = self.body {
            fetch = fetch.text(body);
        }
        if self.credentials == Credentials::Include {
            fetch = fetch.with_credentials();
        }
        if self.mode == Mode::NoCors {
            fetch = fetch.mode(testing::Mode::NoCors);
        }
        if self.via == Via::UploadListener { fetch.with_upload_listener() } else { fetch }
    }

    /// The request as a command for a shell.
    pub(crate) fn curl(&self) -> String {
        let mut text = "curl -i".to_owned();
        if self.method != "GET" {
            push(&mut text, format_args!(" -X {}", self.method));
        }
        for (name, value) in self.headers {
            push(&mut text, format_args!(" -H '{name}: {value}'"));
        }
        if let Some(body) = self.body {
            push(&mut text, format_args!(" --data-raw '{body}'"));
            if !self.headers.iter().any(|(name, _)| *name == "content-type") {
                // What a browser says about a string, instead of curl's form type.
                text.push_str(" -H 'content-type: text/plain;charset=UTF-8'");
            }
        }
        if self.credentials == Credentials::Include {
            push(&mut text, format_args!(" -b '{}=demo'", crate::recorder::COOKIE_NAME));
        }
        push(&mut text, format_args!(" '{}'", self.shown_url));
        text
    }

    fn fetch(&self) -> String {
        let mut options = Vec::new();
        if self.method != "GET" {
            options.push(format!("method: \"{}\"", self.method));
        }
        if !self.headers.is_empty() {
            let pairs: Vec<_> =
                self.headers.iter().map(|(name, value)| format!("\"{name}\": \"{value}\"")).collect();
            options.push(format!("headers: {{ {} }}", pairs.join(", ")));
        }
        if let Some(body) = self.body {
            options.push(format!("body: '{body}'"));
        }
        if self.credentials == Credentials::Include {
            options.push("credentials: \"include\"".to_owned());
        }
        if self.mode == Mode::NoCors {
            options.push("mode: \"no-cors\"".to_owned());
        }
        if options.is_empty() {
            return format!("await fetch(\"{}\");", self.shown_url);
        }
        format!("await fetch(\"{}\", {{\n  {},\n}});", self.shown_url, options.join(",\n  "))
    }

    fn xml_http_request(&self) -> String {
        let mut text = format!(
            "const xhr = new XMLHttpRequest();\nxhr.upload.addEventListener(\"progress\", showProgress);\n\
             xhr.open(\"{}\", \"{}\");\n",
            self.method, self.shown_url
        );
        for (name, value) in self.headers {
            push(&mut text, format_args!("xhr.setRequestHeader(\"{name}\", \"{value}\");\n"));
        }
        push(&mut text, format_args!("xhr.send('{}');", self.body.unwrap_or_default()));
        text
    }
}

fn push(text: &mut String, more: std::fmt::Arguments<'_>) {
    // Writing to a string does not fail.
    let _ = text.write_fmt(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(ask: &Ask) -> Sent {
        ask.to("http://localhost:4402", &Key { run: "r1".to_owned(), experiment: "x1".to_owned() })
    }

    #[test]
    fn a_plain_get_is_one_line() {
        let sent = sent(&Ask::new("GET", "/orders"));
        assert_eq!(sent.url, "http://localhost:4402/orders?run=r1&x=x1");
        assert_eq!(sent.script(), "await fetch(\"http://localhost:4402/orders\");");
        assert_eq!(sent.curl(), "curl -i 'http://localhost:4402/orders'");
    }

    #[test]
    fn everything_that_is_sent_is_shown() {
        const ASK: Ask = Ask::new("POST", "/orders")
            .headers(&[("content-type", "application/json")])
            .body("{\"item\":\"tea\"}")
            .with_credentials();
        let sent = sent(&ASK);
        assert_eq!(
            sent.script(),
            "await fetch(\"http://localhost:4402/orders\", {\n  method: \"POST\",\n  headers: { \"content-type\": \
             \"application/json\" },\n  body: '{\"item\":\"tea\"}',\n  credentials: \"include\",\n});"
        );
        assert_eq!(
            sent.curl(),
            "curl -i -X POST -H 'content-type: application/json' --data-raw '{\"item\":\"tea\"}' \
             -b 'cors_lab_session=demo' 'http://localhost:4402/orders'"
        );
    }

    #[test]
    fn an_upload_listener_is_no_fetch() {
        const ASK: Ask = Ask::new("POST", "/upload").body("data").with_upload_listener();
        let script = sent(&ASK).script();
        assert!(script.contains("xhr.upload.addEventListener"), "{script}");
        assert!(script.contains("xhr.send('data');"), "{script}");
    }
}
