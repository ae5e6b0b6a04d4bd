//! What must come out of an experiment, on both sides of the wire.

use std::fmt;

use serde::Serialize;

/// What the script gets of the last request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "verdict", content = "status")]
pub(crate) enum Verdict {
    /// The response, with this status.
    Readable(u16),
    /// An exception that does not tell the reason.
    Blocked,
    /// A response of type `opaque`: no status, no headers, no body.
    Opaque,
}

/// The stated outcome.
#[derive(Debug)]
pub(crate) struct Expect {
    pub(crate) verdict: Verdict,
    /// Response headers that the script must be able to read.
    pub(crate) exposed: &'static [&'static str],
    /// Response headers that are sent and that it must not be able to read.
    pub(crate) hidden: &'static [&'static str],
    pub(crate) preflights: usize,
    pub(crate) handler_runs: usize,
    /// A part of what the server says about the refusal; nothing must be said where this is `None`.
    pub(crate) reason: Option<&'static str>,
}

impl Expect {
    /// The script reads a response with `status`; no preflight, and the handler runs once.
    pub(super) const fn readable(status: u16) -> Self {
        Self {
            verdict: Verdict::Readable(status),
            exposed: &[],
            hidden: &[],
            preflights: 0,
            handler_runs: 1,
            reason: None,
        }
    }

    /// The script gets an exception; no preflight, and the handler runs once all the same.
    pub(super) const fn blocked() -> Self {
        Self { verdict: Verdict::Blocked, ..Self::readable(200) }
    }

    /// The script gets a response that says nothing.
    pub(super) const fn opaque() -> Self {
        Self { verdict: Verdict::Opaque, ..Self::readable(200) }
    }

    pub(super) const fn exposed(self, exposed: &'static [&'static str]) -> Self {
        Self { exposed, ..self }
    }

    pub(super) const fn hidden(self, hidden: &'static [&'static str]) -> Self {
        Self { hidden, ..self }
    }

    pub(super) const fn preflights(self, preflights: usize) -> Self {
        Self { preflights, ..self }
    }

    pub(super) const fn runs(self, handler_runs: usize) -> Self {
        Self { handler_runs, ..self }
    }

    pub(super) const fn reason(self, reason: &'static str) -> Self {
        Self { reason: Some(reason), ..self }
    }
}

impl fmt::Display for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.verdict, count(self.preflights, "preflight"))?;
        write!(f, ", {}", count(self.handler_runs, "handler run"))?;
        for name in self.exposed {
            write!(f, ", `{name}` readable")?;
        }
        for name in self.hidden {
            write!(f, ", `{name}` hidden")?;
        }
        Ok(())
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Readable(status) => write!(f, "readable {status}"),
            Self::Blocked => f.write_str("blocked"),
            Self::Opaque => f.write_str("opaque"),
        }
    }
}

/// `no preflight`, `1 preflight`, `2 preflights`.
pub(crate) fn count(n: usize, what: &str) -> String {
    match n {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        _ => format!("{n} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_as_a_sentence_would() {
        assert_eq!(Expect::readable(200).to_string(), "readable 200, no preflight, 1 handler run");
        assert_eq!(
            Expect::blocked().preflights(2).runs(0).hidden(&["x-a"]).to_string(),
            "blocked, 2 preflights, no handler run, `x-a` hidden"
        );
    }
}
