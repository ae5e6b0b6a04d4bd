//! A checked policy: only valid ones exist.

use std::{fmt, ops::Deref, sync::Arc};

use crate::{
    error::{Field, Place, PolicyError, Violation},
    origin_set::{Live, OriginSet, OriginTable},
    plan::{OriginsPlan, Plan},
    rules,
    spec::{DangerSpec, OnRefused, OriginsSpec, PolicySpec},
    text::Text,
};

/// A checked CORS policy.
///
/// It comes from `#[derive(CorsPolicy)]`, from `policy!`, from `#[cors(..)]` on a handler, all checked when
/// compiled, or from [`Policy::builder`], checked by the same rules at run time.
///
/// Its [`Display`](fmt::Display) is one line, stable and sorted, without source lines: two policies that answer
/// alike print alike.
#[derive(Debug)]
pub struct Policy {
    pub(crate) name: Text,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    pub(crate) origins: OriginSet,
    pub(crate) methods: Methods,
    pub(crate) headers: Text,
    pub(crate) mirror_headers: bool,
    pub(crate) expose_headers: Text,
    pub(crate) credentials: bool,
    pub(crate) max_age: Text,
    pub(crate) preflight_status: u16,
    pub(crate) on_refused: OnRefused,
    pub(crate) public_origin: Text,
    pub(crate) dangers: Dangers,
}

/// Which methods a policy names on a preflight.
#[derive(Debug)]
pub(crate) enum Methods {
    /// Those that it serves where it is registered.
    OfRoute,
    /// These, joined by `,`; `*` for any, empty for none.
    Listed(Text),
}

#[derive(Debug)]
pub(crate) enum Dangers {
    Static(&'static [(&'static str, &'static str)]),
    Owned(Box<[(&'static str, String)]>),
}

/// A named policy: a type that leads to one [`Policy`].
///
/// `#[derive(CorsPolicy)]` with `#[policy(..)]` implements it. An implementation by hand may return a policy that
/// is made at run time, from a `LazyLock` for instance.
///
/// ```
/// use std::sync::LazyLock;
/// use cors_core::{CorsPolicy, Policy};
///
/// static POLICY: LazyLock<Policy> = LazyLock::new(|| {
///     Policy::builder().name("Partners").origins(["https://app.example.com"]).build().expect("a valid policy")
/// });
///
/// struct Partners;
///
/// impl CorsPolicy for Partners {
///     fn policy() -> &'static Policy {
///         &POLICY
///     }
/// }
/// assert_eq!(Partners::policy().name(), "Partners");
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no CORS policy",
    label = "no policy is known for it",
    note = "write `#[derive(CorsPolicy)]` and `#[policy(origins = [..])]` above the type, or implement `CorsPolicy` by hand"
)]
pub trait CorsPolicy: 'static {
    /// The policy; the same one at each call.
    fn policy() -> &'static Policy;
}

/// The policy of an annotated handler. Implemented by the hidden type that `#[cors(..)]` makes.
pub trait HandlerPolicy: 'static {
    /// The policy; `None` for `#[cors(off)]`.
    fn policy() -> Option<&'static Policy>;

    /// Which handler this is.
    fn handler() -> HandlerInfo;
}

/// A handler and where it stands in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HandlerInfo {
    name: &'static str,
    file: &'static str,
    line: u32,
}

impl HandlerInfo {
    /// The handler `name` (a path such as `shop::orders::list_orders`) at `line` of `file`.
    #[must_use]
    pub const fn new(name: &'static str, file: &'static str, line: u32) -> Self {
        Self { name, file, line }
    }

    /// Its path, such as `shop::orders::list_orders`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The source file, as the compiler saw it.
    #[must_use]
    pub const fn file(&self) -> &'static str {
        self.file
    }

    /// The line in that file, from 1; 0 where it is not known.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }
}

/// A policy that is borrowed for ever or shared.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PolicyRef {
    /// A policy of a macro, or a leaked one.
    Static(&'static Policy),
    /// A policy of the builder.
    Shared(Arc<Policy>),
}

impl PolicyRef {
    /// Whether both are the very same policy (not merely an equal one).
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        std::ptr::eq::<Policy>(&raw const **self, &raw const **other)
    }
}

impl Deref for PolicyRef {
    type Target = Policy;

    #[inline]
    fn deref(&self) -> &Policy {
        match self {
            Self::Static(policy) => policy,
            Self::Shared(policy) => policy,
        }
    }
}

impl From<&'static Policy> for PolicyRef {
    fn from(policy: &'static Policy) -> Self {
        Self::Static(policy)
    }
}

impl From<Arc<Policy>> for PolicyRef {
    fn from(policy: Arc<Policy>) -> Self {
        Self::Shared(policy)
    }
}

impl From<Policy> for PolicyRef {
    fn from(policy: Policy) -> Self {
        Self::Shared(Arc::new(policy))
    }
}

impl Policy {
    /// The policy of a specification.
    ///
    /// # Errors
    /// Every finding of the rulebook that refuses the specification, all at once.
    pub fn from_spec(spec: &PolicySpec) -> Result<Self, PolicyError> {
        Self::named(spec, "policy".to_owned(), "", 0)
    }

    pub(crate) fn named(
        spec: &PolicySpec,
        name: String,
        file: &'static str,
        line: u32,
    ) -> Result<Self, PolicyError> {
        if let Some(error) = PolicyError::from_findings(rules::check(spec)) {
            return Err(error);
        }
        let plan = Plan::from_spec(spec);
        // The builder is a function of this crate, so this crate's own `debug_assertions` decide.
        let origins = if cfg!(debug_assertions) { plan.debug_origins } else { plan.origins };
        Ok(Self {
            name: name.into(),
            file,
            line,
            origins: match origins {
                OriginsPlan::Any => OriginSet::any(),
                OriginsPlan::Listed(plan) => OriginSet::listed(plan.into()),
                OriginsPlan::Runtime(plan) => OriginSet::runtime(plan.into()),
            },
            methods: plan.methods.map_or(Methods::OfRoute, |methods| Methods::Listed(methods.into())),
            headers: plan.headers.into(),
            mirror_headers: plan.mirror_headers,
            expose_headers: plan.expose_headers.into(),
            credentials: plan.credentials,
            max_age: plan.max_age.into(),
            preflight_status: plan.preflight_status,
            on_refused: plan.on_refused,
            public_origin: plan.public_origin.into(),
            dangers: Dangers::Owned(plan.dangers.into()),
        })
    }

    /// The name: that of the type of a named policy, that of the handler of an annotated one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.name.as_str()
    }

    /// The source file in which the policy was written; empty where it is not known.
    #[must_use]
    pub fn file(&self) -> &str {
        self.file
    }

    /// The line in that file, from 1; 0 where it is not known.
    #[must_use]
    pub const fn line(&self) -> u32 {
        self.line
    }

    /// Who is allowed.
    #[must_use]
    #[inline]
    pub const fn origins(&self) -> &OriginSet {
        &self.origins
    }

    /// The methods that the policy lists, joined by `,`; `*` for any; `None` for those of the route.
    #[must_use]
    pub fn methods(&self) -> Option<&str> {
        match &self.methods {
            Methods::OfRoute => None,
            Methods::Listed(methods) => Some(methods.as_str()),
        }
    }

    /// The request header names that the policy lists, in lower case, joined by `,`; `*` for any; empty for none.
    #[must_use]
    pub fn headers(&self) -> &str {
        self.headers.as_str()
    }

    /// The exposed response header names, in lower case, joined by `,`; `*` for any; empty for none.
    #[must_use]
    pub fn expose_headers(&self) -> &str {
        self.expose_headers.as_str()
    }

    /// Whether credentialed requests are allowed.
    #[must_use]
    #[inline]
    pub const fn allows_credentials(&self) -> bool {
        self.credentials
    }

    /// The seconds for which a browser may keep a preflight answer, as decimal digits.
    #[must_use]
    pub fn max_age(&self) -> Option<&str> {
        Some(self.max_age.as_str()).filter(|digits| !digits.is_empty())
    }

    /// The status of a preflight answer: 200 to 299, 204 unless the policy says otherwise.
    #[must_use]
    #[inline]
    pub const fn preflight_status(&self) -> u16 {
        self.preflight_status
    }

    /// What happens to an actual request from a refused origin.
    #[must_use]
    #[inline]
    pub const fn on_refused(&self) -> OnRefused {
        self.on_refused
    }

    /// The API's own origin, where the policy names it.
    #[must_use]
    pub fn public_origin(&self) -> Option<&str> {
        Some(self.public_origin.as_str()).filter(|origin| !origin.is_empty())
    }

    /// The accepted opt-outs: rule id and reason.
    pub fn dangers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let (fixed, owned) = match &self.dangers {
            Dangers::Static(dangers) => (*dangers, [].as_slice()),
            Dangers::Owned(dangers) => ([].as_slice(), &**dangers),
        };
        let fixed = fixed.iter().map(|&(id, reason)| (id, reason));
        fixed.chain(owned.iter().map(|(id, reason)| (*id, reason.as_str())))
    }

    /// Replaces the origins of a policy with `origins = runtime`, at once for all requests that follow.
    ///
    /// Requests that run meanwhile see the old set or the new one, never a mixture. On an error nothing changes.
    ///
    /// # Errors
    /// Every finding of the rulebook that refuses the new origins, all at once; also where the origins of this
    /// policy are fixed.
    pub fn set_origins<I>(&self, origins: I) -> Result<(), PolicyError>
    where
        I: IntoIterator,
        I::Item: AsRef<str>,
    {
        let origins: Vec<String> = origins.into_iter().map(|origin| origin.as_ref().to_owned()).collect();
        if !self.origins.is_runtime() {
            let finding = Violation::new(
                &rules::catalogue::CONFLICTING_OPTION,
                Place::key(Field::Origins),
                "",
                format!("the origins of the policy `{}` are fixed", self.name()),
            )
            .with_why("its `origins` are a list, and a list is checked once, when the policy is made")
            .with_help("write `origins = runtime` in the policy, or leave its origins alone");
            return PolicyError::from_findings(vec![finding]).map_or(Ok(()), Err);
        }
        // Only what the rules about origins look at; the rest was checked when the policy was made.
        let spec = PolicySpec {
            origins: OriginsSpec::List(origins),
            credentials: self.credentials,
            danger: self
                .dangers()
                .filter(|(id, _)| *id != "mirror-request-headers")
                .map(|(id, reason)| DangerSpec::new(id.replace('-', "_"), reason))
                .collect(),
            ..PolicySpec::default()
        };
        if let Some(error) = PolicyError::from_findings(rules::check(&spec)) {
            return Err(error);
        }
        self.origins.replace(match Plan::from_spec(&spec).origins {
            OriginsPlan::Any => Live::Any,
            OriginsPlan::Listed(plan) | OriginsPlan::Runtime(plan) => Live::Listed(OriginTable::from(plan)),
        });
        Ok(())
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn sorted(list: &str) -> String {
            let mut items: Vec<&str> = list.split(',').collect();
            items.sort_unstable();
            items.join(",")
        }
        if self.origins.is_any() {
            f.write_str("origins=any")?;
        } else {
            let mut origins = Vec::new();
            self.origins.each(usize::MAX, &mut |origin| origins.push(origin.to_owned()));
            origins.sort_unstable();
            origins.dedup();
            let form = if self.origins.is_runtime() { "origins=runtime" } else { "origins=" };
            let open = if self.origins.is_runtime() { ":" } else { "" };
            write!(f, "{form}{open}[{}]", origins.join(","))?;
        }
        match self.methods() {
            None => {}
            Some("*") => f.write_str(" methods=any")?,
            Some(methods) => write!(f, " methods=[{}]", sorted(methods))?,
        }
        if self.mirror_headers {
            f.write_str(" headers=mirror")?;
        } else if !self.headers().is_empty() {
            write!(f, " headers=[{}]", sorted(self.headers()))?;
        }
        if !self.expose_headers().is_empty() {
            write!(f, " expose_headers=[{}]", sorted(self.expose_headers()))?;
        }
        if self.credentials {
            f.write_str(" credentials")?;
        }
        if let Some(seconds) = self.max_age() {
            write!(f, " max_age={seconds}")?;
        }
        if self.preflight_status != 204 {
            write!(f, " preflight_status={}", self.preflight_status)?;
        }
        if self.on_refused == OnRefused::Forbid {
            f.write_str(" on_refused=forbid")?;
        }
        if let Some(origin) = self.public_origin() {
            write!(f, " public_origin={origin}")?;
        }
        let mut dangers: Vec<_> = self.dangers().collect();
        dangers.sort_unstable();
        for (id, reason) in dangers {
            write!(f, " danger({id}={reason:?})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_origins_are_judged_by_the_rest_of_the_policy() {
        let policy = Policy::builder().runtime_origins().credentials().build().unwrap();
        policy.set_origins(["https://app.example.com"]).unwrap();
        for (origin, rule) in [
            ("*", "wildcard-with-credentials"),
            ("null", "null-origin-with-credentials"),
            ("http://app.example.com", "insecure-origin-with-credentials"),
            ("https://app.example.com:*", "wildcard-port-with-credentials"),
            ("https://*.github.io", "public-suffix-wildcard"),
        ] {
            let error = policy.set_origins(["https://other.example.com", origin]).unwrap_err();
            assert!(error.violations().iter().any(|found| found.rule().id() == rule), "{origin}: {error}");
            let allows = |origin: &str| policy.origins().matches(origin.as_bytes());
            assert!(allows("https://app.example.com") && !allows("https://other.example.com"), "{origin}");
        }
        let open = Policy::builder().runtime_origins().build().unwrap();
        open.set_origins(["http://app.example.com"]).unwrap();
        let opted_out = Policy::builder().runtime_origins().credentials();
        let opted_out = opted_out.danger("insecure_origin_with_credentials", "a test").build().unwrap();
        opted_out.set_origins(["http://app.example.com"]).unwrap();
        assert!(opted_out.set_origins(["https://*.github.io"]).is_err(), "another rule");
    }

    #[test]
    fn the_display_is_stable_and_sorted() {
        let policy = |methods: [&str; 2], origins: [&str; 2]| {
            let builder = Policy::builder().origins(origins).methods(methods).headers(["X-B", "x-a"]);
            builder
                .expose_headers(["x-id"])
                .credentials()
                .max_age("10m")
                .public_origin("https://api.example")
                .build()
        };
        let one = policy(["PUT", "DELETE"], ["https://b.example", "https://a.example"]).unwrap().to_string();
        let two = policy(["DELETE", "PUT"], ["https://a.example", "https://b.example"]).unwrap().to_string();
        assert_eq!(one, two);
        assert_eq!(
            one,
            "origins=[https://a.example,https://b.example] methods=[DELETE,PUT] headers=[x-a,x-b] \
             expose_headers=[x-id] credentials max_age=600 public_origin=https://api.example"
        );
        assert_eq!(Policy::builder().any_origin().build().unwrap().to_string(), "origins=any");
    }

    #[test]
    fn origins_are_set_whole_or_not_at_all() {
        let policy = Policy::builder().runtime_origins().credentials().build().unwrap();
        let matches = |origin: &str| policy.origins().matches(origin.as_bytes());
        assert!(!matches("https://a.example"), "nobody is allowed before the first call");
        policy.set_origins(["https://a.example", "https://*.b.example"]).unwrap();
        assert!(matches("https://a.example") && matches("https://x.b.example"));
        let error = policy.set_origins(["https://c.example", "https://d.example/", "*", "null"]).unwrap_err();
        let ids: Vec<_> = error.violations().iter().map(|found| found.rule().id()).collect();
        assert!(ids.len() >= 3, "all findings at once: {ids:?}");
        assert!(matches("https://a.example") && !matches("https://c.example"), "nothing half-replaced");
        policy.set_origins(["https://c.example"]).unwrap();
        assert!(matches("https://c.example") && !matches("https://a.example"));
    }

    #[test]
    fn fixed_origins_cannot_be_set() {
        let policy = Policy::builder().name("Api").origins(["https://a.example"]).build().unwrap();
        let error = policy.set_origins(["https://b.example"]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "this CORS policy is refused:\norigins: the origins of the policy `Api` are fixed \
             [cors::conflicting-option]\n  = note: its `origins` are a list, and a list is checked once, when the \
             policy is made\n  = help: write `origins = runtime` in the policy, or leave its origins alone"
        );
    }

    #[test]
    fn no_reader_sees_a_mixture() {
        let policy = Policy::builder().runtime_origins().build().unwrap();
        let sets: Vec<Vec<String>> =
            (0..2).map(|set| (0..100).map(|n| format!("https://{n}.set-{set}.example")).collect()).collect();
        policy.set_origins(&sets[0]).unwrap();
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for round in 0..2_000 {
                    policy.set_origins(&sets[round % 2]).unwrap();
                }
            });
            while !writer.is_finished() {
                // One decision looks at one set: a listing that were mixed would name both.
                let mut seen = Vec::new();
                policy.origins().each(usize::MAX, &mut |origin| seen.push(origin.to_owned()));
                assert!(seen == sets[0] || seen == sets[1], "{seen:?}");
            }
        });
    }
}
