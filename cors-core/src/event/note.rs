//! The reason of a refusal in the answer, for developers: in programs with `debug_assertions` only.

use std::{error::Error, fmt};

#[cfg(debug_assertions)]
use std::sync::atomic::Ordering;

use super::RefusalEvent;
#[cfg(debug_assertions)]
use super::{ANSWERS, HEARS};

/// The name of the header: `x-cors-refusal`.
pub const HEADER: &str = "x-cors-refusal";

/// What an answer says about its refusal: one line of visible ASCII.
///
/// It names an allowed origin, the place of the handler and the name of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note(Box<str>);

/// The program is not built for development.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotInDevelopment(());

/// Refused answers say why from now on, in the header `x-cors-refusal`: the reason, the origin, the allowed origin that is
/// nearest, the policy, the handler and its place, and what to write where the cure is one thing.
///
/// A browser shows it in its network panel, on the answer to the preflight too. Scripts do not see it: what a policy
/// refuses is not readable.
///
/// # Errors
/// [`NotInDevelopment`] in a program without `debug_assertions`, as `--release` makes it: the header would tell strangers
/// whom the policy lets in. There it does nothing, and no answer ever has the header.
///
/// ```
/// if let Err(error) = cors_core::event::show_refusals() {
///     eprintln!("{error}");
/// }
/// ```
pub fn show_refusals() -> Result<(), NotInDevelopment> {
    #[cfg(debug_assertions)]
    {
        HEARS.fetch_or(ANSWERS, Ordering::Release);
        Ok(())
    }
    #[cfg(not(debug_assertions))]
    Err(NotInDevelopment(()))
}

/// `None` where the program did not ask for it.
#[cfg(debug_assertions)]
pub(super) fn of(event: &RefusalEvent<'_>) -> Option<Note> {
    (HEARS.load(Ordering::Relaxed) & ANSWERS != 0).then(|| Note::new(event))
}

#[cfg(not(debug_assertions))]
pub(super) const fn of(_event: &RefusalEvent<'_>) -> Option<Note> {
    None
}

impl Note {
    #[cfg(debug_assertions)]
    fn new(event: &RefusalEvent<'_>) -> Self {
        use std::fmt::Write as _;

        let refusal = event.refusal();
        let mut text = event.reason().as_str().to_owned();
        // Writing to a `String` does not fail.
        if let Some(origin) = event.origin() {
            let _ = write!(text, "; origin={origin}");
        }
        if let Some(miss) = refusal.nearest_miss() {
            let _ = write!(text, "; nearest=\"{}\"; difference={}", miss.entry(), miss.difference().as_str());
        }
        if let Some(policy) = event.policy() {
            let _ = write!(text, "; policy={}", policy.name());
        }
        if let Some(handler) = event.handler() {
            let _ = write!(text, "; handler={} ({}:{})", handler.name(), handler.file(), handler.line());
        }
        if let Some(cure) = refusal.cure() {
            let _ = write!(text, "; cure={cure}");
        }
        let _ = write!(text, "; guide={}", event.reason().guide());
        // Names of policies and files may be anything; the rest is escaped already.
        let visible = text.chars().map(|char| if matches!(char, ' '..='~') { char } else { '?' });
        Self(visible.collect::<String>().into())
    }

    /// The value of the header.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NotInDevelopment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "answers cannot say why they are refused: the program is built without `debug_assertions`, and the header \
             `x-cors-refusal` would tell strangers which origins are allowed; the log tells you (feature `tracing`, or \
             `on_refusal`)",
        )
    }
}

impl Error for NotInDevelopment {}
