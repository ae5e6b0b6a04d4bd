//! What a reader wrote into the form or on the command line.

use cors::testing::{self, Browser, Fetch, Profile};
use serde::{Deserialize, Serialize};
use url::Url;

use super::target::Targets;

/// A probe as it was written, unchecked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Input {
    pub(crate) url: String,
    /// Empty for GET, or for POST where there is a body.
    pub(crate) method: String,
    /// Lines of the form `name: value`; empty ones do not count.
    pub(crate) headers: Vec<String>,
    pub(crate) kind: BodyKind,
    pub(crate) body: String,
    pub(crate) credentials: Credentials,
    /// The origin that the page is said to have.
    pub(crate) origin: String,
    pub(crate) engine: Engine,
}

/// What the script gives to `fetch` as the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum BodyKind {
    #[default]
    None,
    /// A string.
    Text,
    /// A string, with the content type of JSON.
    Json,
    /// `URLSearchParams`.
    Form,
}

/// The credentials mode, in the words of the Fetch standard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Credentials {
    Omit,
    #[default]
    SameOrigin,
    Include,
}

/// Which browser the model is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Engine {
    #[default]
    Standard,
    Chromium,
    Firefox,
    Webkit,
}

impl Engine {
    /// Reads the word of the command line.
    ///
    /// # Errors
    /// Lists the words.
    pub(crate) fn from_word(word: &str) -> Result<Self, String> {
        match word {
            "standard" => Ok(Self::Standard),
            "chromium" => Ok(Self::Chromium),
            "firefox" => Ok(Self::Firefox),
            "webkit" => Ok(Self::Webkit),
            other => {
                Err(format!("`--engine` takes `standard`, `chromium`, `firefox` or `webkit`, not `{other}`"))
            }
        }
    }

    const fn profile(self) -> Profile {
        match self {
            Self::Standard => Profile::fetch_standard(),
            Self::Chromium => Profile::chromium(),
            Self::Firefox => Profile::firefox(),
            Self::Webkit => Profile::webkit(),
        }
    }
}

/// A part of the input that cannot be asked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Problem {
    pub(crate) field: Field,
    /// What is wrong, and what to write instead.
    pub(crate) text: String,
}

/// Where a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Field {
    Url,
    Headers,
    Origin,
}

/// A probe that can be asked.
#[derive(Clone, Debug)]
pub(crate) struct Probe {
    pub(crate) url: Url,
    pub(crate) method: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
    pub(crate) credentials: Credentials,
    /// With the claimed page open.
    pub(crate) browser: Browser,
    pub(crate) fetch: Fetch,
}

impl Input {
    /// Checks everything that the model of a browser does not check.
    ///
    /// # Errors
    /// All problems at once.
    pub(crate) fn check(&self, targets: Targets) -> Result<Probe, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut found = |field, text| problems.push(Problem { field, text });
        let url = targets.read(&self.url).map_err(|text| found(Field::Url, text)).ok();
        let mut headers = Vec::new();
        for line in self.headers.iter().filter(|line| !line.trim().is_empty()) {
            match header(line) {
                Ok(header) => headers.push(header),
                Err(text) => found(Field::Headers, text),
            }
        }
        let origin = claimed(&self.origin).map_err(|text| found(Field::Origin, text)).ok();
        match (url, origin) {
            (Some(url), Some(origin)) if problems.is_empty() => Ok(self.probe(url, headers, origin)),
            _ => Err(problems),
        }
    }

    fn probe(&self, url: Url, mut headers: Vec<(String, String)>, origin: &str) -> Probe {
        let has_type = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"));
        if self.kind == BodyKind::Json && !has_type {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        let method = match self.method.trim() {
            "" if self.kind == BodyKind::None => "GET",
            "" => "POST",
            method => method,
        };
        let mut fetch = Fetch::new(method, self.url.trim()).credentials(match self.credentials {
            Credentials::Omit => testing::Credentials::Omit,
            Credentials::SameOrigin => testing::Credentials::SameOrigin,
            Credentials::Include => testing::Credentials::Include,
        });
        for (name, value) in &headers {
            fetch = fetch.header(name, latin1(value));
        }
        fetch = match self.kind {
            BodyKind::None => fetch,
            BodyKind::Text | BodyKind::Json => fetch.text(&self.body),
            BodyKind::Form => fetch.form(&self.body),
        };
        if self.kind == BodyKind::Form && !has_type {
            // The page sends a string in place of `URLSearchParams`; to the wire they are the same.
            let kind = "application/x-www-form-urlencoded;charset=UTF-8";
            headers.push(("content-type".to_owned(), kind.to_owned()));
        }
        Probe {
            url,
            method: method.to_owned(),
            headers,
            body: (self.kind != BodyKind::None).then(|| self.body.clone()),
            credentials: self.credentials,
            browser: Browser::at(origin).with_profile(self.engine.profile()),
            fetch,
        }
    }
}

/// Splits a header line. Whether the name is a token, and whether scripts may set it, is for the model to say.
fn header(line: &str) -> Result<(String, String), String> {
    let Some((name, value)) = line.split_once(':') else {
        return Err(format!("`{}` is no header; write `name: value`", line.trim()));
    };
    if let Some(odd) = value.chars().find(|&char| u32::from(char) > 0xFF) {
        return Err(format!("`{}` holds `{odd}`, which no header can; write it encoded", name.trim()));
    }
    Ok((name.trim().to_owned(), value.trim().to_owned()))
}

/// As browsers send the value: one byte a character.
fn latin1(value: &str) -> Vec<u8> {
    value.chars().filter_map(|char| u8::try_from(u32::from(char)).ok()).collect()
}

/// Reads the origin that the page is said to have.
fn claimed(origin: &str) -> Result<&str, String> {
    let origin = origin.trim();
    let is_origin = origin == "null"
        || Url::parse(origin).is_ok_and(|url| url.has_host() && matches!(url.path(), "" | "/"));
    if is_origin {
        return Ok(origin);
    }
    Err(format!(
        "`{origin}` is no origin; write scheme, host and port, such as `http://localhost:5173`, or `null`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> Input {
        Input {
            url: "http://localhost:8080/orders".to_owned(),
            origin: "http://localhost:4400".to_owned(),
            ..Input::default()
        }
    }

    fn asked(input: &Input) -> String {
        input.check(Targets::loopback()).unwrap().fetch.to_string()
    }

    #[test]
    fn a_form_becomes_a_fetch() {
        for (input, fetch) in [
            (input(), r#"fetch("http://localhost:8080/orders")"#),
            (
                Input { kind: BodyKind::Json, body: "1".to_owned(), ..input() },
                r#"fetch("http://localhost:8080/orders", { method: "POST", headers: { "content-type": "application/json" }, body: "1" })"#,
            ),
            (
                Input {
                    kind: BodyKind::Json,
                    headers: vec!["Content-Type:text/plain ".to_owned(), String::new()],
                    ..input()
                },
                r#"fetch("http://localhost:8080/orders", { method: "POST", headers: { "Content-Type": "text/plain" }, body: "" })"#,
            ),
            (
                Input { method: " patch".to_owned(), credentials: Credentials::Include, ..input() },
                r#"fetch("http://localhost:8080/orders", { method: "patch", credentials: "include" })"#,
            ),
            (
                Input { credentials: Credentials::Omit, headers: vec!["x-a: b:c".to_owned()], ..input() },
                r#"fetch("http://localhost:8080/orders", { headers: { "x-a": "b:c" }, credentials: "omit" })"#,
            ),
        ] {
            assert_eq!(asked(&input), fetch);
        }
    }

    #[test]
    fn the_page_sends_the_type_that_the_model_derives() {
        let form = Input { kind: BodyKind::Form, body: "a=1".to_owned(), ..input() };
        let probe = form.check(Targets::loopback()).unwrap();
        let kind = "application/x-www-form-urlencoded;charset=UTF-8";
        assert_eq!(probe.headers, [("content-type".to_owned(), kind.to_owned())]);
        assert!(probe.browser.preflight_reasons(&probe.fetch).is_empty());
    }

    #[test]
    fn all_problems_are_said_at_once() {
        let wrong = Input {
            url: "localhost:8080".to_owned(),
            headers: vec!["x-a".to_owned(), "x-b: \u{2192}".to_owned()],
            origin: "localhost:5173".to_owned(),
            ..Input::default()
        };
        let problems = wrong.check(Targets::loopback()).unwrap_err();
        let problems: Vec<_> =
            problems.iter().map(|problem| (problem.field, problem.text.as_str())).collect();
        assert_eq!(
            problems,
            [
                (Field::Url, "`localhost:8080` has no scheme; write `http://localhost:8080`"),
                (Field::Headers, "`x-a` is no header; write `name: value`"),
                (Field::Headers, "`x-b` holds `\u{2192}`, which no header can; write it encoded"),
                (
                    Field::Origin,
                    "`localhost:5173` is no origin; write scheme, host and port, such as `http://localhost:5173`, \
                     or `null`"
                ),
            ]
        );
    }

    #[test]
    fn origins_that_can_be_claimed() {
        for (origin, is) in [
            ("https://app.example.com", true),
            ("http://localhost:5173/", true),
            ("capacitor://localhost", true),
            ("null", true),
            ("https://app.example.com/path", false),
            ("app.example.com", false),
            ("", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(claimed(origin).is_ok(), is, "{origin}");
        }
    }
}
