//! A policy that is made at run time, from configuration for instance, by the same rules and with the same texts.

use std::panic::Location;

use crate::{
    error::{PolicyError, Violation},
    policy::Policy,
    rules,
    spec::{DangerSpec, MaxAgeSpec, OnRefused, OriginsSpec, PolicySpec},
};

/// Collects what a policy says; its methods are the keys of the attribute.
///
/// ```
/// use cors_core::Policy;
///
/// let policy = Policy::builder()
///     .origins(["https://app.example.com"])
///     .methods(["DELETE"])
///     .headers(["authorization"])
///     .credentials()
///     .max_age("2h")
///     .build()?;
/// assert_eq!(policy.max_age(), Some("7200"));
///
/// let error = Policy::builder().origins(["*"]).credentials().build().unwrap_err();
/// assert_eq!(error.violations()[0].rule().id(), "wildcard-with-credentials");
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct PolicyBuilder {
    spec: PolicySpec,
    name: String,
    at: &'static Location<'static>,
}

impl Policy {
    /// An empty policy to be filled in.
    #[track_caller]
    pub fn builder() -> PolicyBuilder {
        PolicyBuilder { spec: PolicySpec::default(), name: "policy".to_owned(), at: Location::caller() }
    }
}

impl PolicyBuilder {
    /// The name under which events and lists show the policy; `policy` where it is not given.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Who may read the answers: serialised origins, patterns such as `https://*.example.com` and
    /// `http://localhost:*`, or `*` alone for any.
    pub fn origins<I: IntoIterator<Item: Into<String>>>(mut self, origins: I) -> Self {
        self.spec.origins = OriginsSpec::List(collect(origins));
        self
    }

    /// Any origin: `origins = any` in the attribute.
    pub fn any_origin(self) -> Self {
        self.origins(["*"])
    }

    /// The program sets the origins with [`Policy::set_origins`]; until then every origin is refused.
    pub fn runtime_origins(mut self) -> Self {
        self.spec.origins = OriginsSpec::Runtime;
        self
    }

    /// Origins on loopback that are allowed only where this crate is compiled with `debug_assertions`.
    pub fn dev_origins<I: IntoIterator<Item: Into<String>>>(mut self, origins: I) -> Self {
        self.spec.dev_origins = Some(collect(origins));
        self
    }

    /// The methods that a preflight answer names; `*` for any. Left out: those of the route.
    pub fn methods<I: IntoIterator<Item: Into<String>>>(mut self, methods: I) -> Self {
        self.spec.methods = Some(collect(methods));
        self
    }

    /// The request header names that a preflight answer lists; `*` for any.
    pub fn headers<I: IntoIterator<Item: Into<String>>>(mut self, headers: I) -> Self {
        self.spec.headers = Some(collect(headers));
        self
    }

    /// The response header names that scripts may read; `*` for any.
    pub fn expose_headers<I: IntoIterator<Item: Into<String>>>(mut self, headers: I) -> Self {
        self.spec.expose_headers = Some(collect(headers));
        self
    }

    /// Allows credentialed requests.
    pub fn credentials(mut self) -> Self {
        self.spec.credentials = true;
        self
    }

    /// How long a browser may keep a preflight answer: whole seconds, or a text such as `"10m"`.
    pub fn max_age(mut self, max_age: impl Into<MaxAgeSpec>) -> Self {
        self.spec.max_age = Some(max_age.into());
        self
    }

    /// The status of a preflight answer, 200 to 299; 204 where it is not given.
    pub fn preflight_status(mut self, status: u16) -> Self {
        self.spec.preflight_status = Some(i64::from(status));
        self
    }

    /// What happens to actual requests from refused origins.
    pub fn on_refused(mut self, on_refused: OnRefused) -> Self {
        self.spec.on_refused = on_refused;
        self
    }

    /// The API's own origin, for same-origin requests under `on_refused = forbid`.
    pub fn public_origin(mut self, origin: impl Into<String>) -> Self {
        self.spec.public_origin = Some(origin.into());
        self
    }

    /// Opts out of one denied rule; `rule` is its id with `_` for `-`.
    pub fn danger(mut self, rule: impl Into<String>, reason: impl Into<String>) -> Self {
        self.spec.danger.push(DangerSpec::new(rule, reason));
        self
    }

    /// Silences one warning; `rule` is its id with `_` for `-`.
    pub fn silence(mut self, rule: impl Into<String>) -> Self {
        self.spec.silence.push(rule.into());
        self
    }

    /// Every finding, warnings included.
    #[must_use]
    pub fn check(&self) -> Vec<Violation> {
        rules::check(&self.spec)
    }

    /// The policy.
    ///
    /// # Errors
    /// Every finding that refuses it, all at once.
    pub fn build(self) -> Result<Policy, PolicyError> {
        Policy::named(&self.spec, self.name, self.at.file(), self.at.line())
    }
}

impl From<i64> for MaxAgeSpec {
    fn from(seconds: i64) -> Self {
        Self::Seconds(seconds)
    }
}

impl From<i32> for MaxAgeSpec {
    fn from(seconds: i32) -> Self {
        Self::Seconds(i64::from(seconds))
    }
}

impl From<u32> for MaxAgeSpec {
    fn from(seconds: u32) -> Self {
        Self::Seconds(i64::from(seconds))
    }
}

impl From<&str> for MaxAgeSpec {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for MaxAgeSpec {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// The origins in a text that separates them by commas, white space or line ends: one variable of the environment.
///
/// # Errors
/// Every finding about the origins themselves, all at once; also an empty text. What depends on the rest of a
/// policy is checked by [`Policy::set_origins`].
///
/// ```
/// let origins = cors_core::origins_from_list("https://a.example, https://b.example")?;
/// assert_eq!(origins, ["https://a.example", "https://b.example"]);
/// assert!(cors_core::origins_from_list("https://a.example/").is_err());
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
pub fn origins_from_list(list: &str) -> Result<Vec<String>, PolicyError> {
    let separators = |c: char| c == ',' || c.is_ascii_whitespace();
    let origins: Vec<String> =
        list.split(separators).filter(|item| !item.is_empty()).map(str::to_owned).collect();
    let spec = PolicySpec { origins: OriginsSpec::List(origins.clone()), ..PolicySpec::default() };
    // Denied rules wait for the policy: it may have opted out of them.
    let hard = rules::check(&spec).into_iter().filter(|found| found.level() == rules::Level::Hard).collect();
    PolicyError::from_findings(hard).map_or(Ok(origins), Err)
}

fn collect<I: IntoIterator<Item: Into<String>>>(items: I) -> Vec<String> {
    items.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_split_and_checked() {
        let origins =
            origins_from_list(" https://a.example,https://b.example:8443\n\thttp://localhost:* ").unwrap();
        assert_eq!(origins, ["https://a.example", "https://b.example:8443", "http://localhost:*"]);
        let error = origins_from_list("https://a.example/, HTTPS://b.example").unwrap_err();
        let ids: Vec<_> = error.violations().iter().map(|found| found.rule().id()).collect();
        assert_eq!(ids, ["origin-trailing-slash", "origin-uppercase-scheme"]);
        for empty in ["", " , \n"] {
            let error = origins_from_list(empty).unwrap_err();
            assert_eq!(error.violations()[0].rule().id(), "empty-origins");
        }
        // What a policy can opt out of is judged with the policy.
        assert_eq!(origins_from_list("null").unwrap(), ["null"]);
    }
}
