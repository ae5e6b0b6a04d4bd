//! Refusals in the program's log: events of the crate `tracing`.

use std::{
    sync::{Mutex, OnceLock, PoisonError},
    time::{Duration, Instant},
};

use tracing::{
    Level,
    level_filters::{LevelFilter, STATIC_MAX_LEVEL},
};

use super::{
    Outcome, RefusalEvent,
    limiter::{Cause, LeftOut, Limiter, Verdict, WINDOW},
};
use crate::{
    policy::{HandlerInfo, Policy},
    refusal::{Escaped, NearestMiss, Reason, Refusal},
};

/// The target of all events: `cors`.
pub const TARGET: &str = "cors";

/// Of whom something was left out, in a form that outlives the request.
#[derive(Debug)]
struct Subject {
    reason: Reason,
    /// Escaped and shortened.
    origin: Option<Box<str>>,
    handler: Option<HandlerInfo>,
    policy: Option<Box<str>>,
}

static LIMITER: OnceLock<Mutex<Limiter<Subject>>> = OnceLock::new();
static START: OnceLock<Instant> = OnceLock::new();

/// Whether the program has a subscriber that hears anything.
#[inline]
pub(super) fn is_on() -> bool {
    STATIC_MAX_LEVEL != LevelFilter::OFF && LevelFilter::current() != LevelFilter::OFF
}

/// Writes a refusal down, if there were not too many of its kind; and what was left out before.
pub(super) fn write(event: &RefusalEvent<'_>) {
    // Who does not hear of errors of this target hears of nothing here, and needs no place in the limiter.
    if !tracing::enabled!(target: TARGET, Level::ERROR) {
        return;
    }
    let policy = event.policy().map(Policy::name);
    let cause = Cause {
        reason: event.reason(),
        origin: event.view.origin(),
        handler: event.handler(),
        policy: policy.unwrap_or_default(),
    };
    let subject = || Subject {
        reason: event.reason(),
        origin: event.origin().map(|origin| origin.to_string().into()),
        handler: event.handler().copied(),
        policy: policy.map(Into::into),
    };
    let (verdict, left_out) = with_limiter(|limiter, now| {
        // First, so that what had its window does not count as room that is taken.
        let left_out = limiter.sweep(now);
        (limiter.see(now, &cause, subject), left_out)
    });
    if !left_out.is_empty() {
        write_left_out(left_out);
    }
    if let Verdict::Write { left_out } = verdict {
        one(event, left_out);
    }
}

/// Writes down what was left out up to now, as it would be when its minute has ended and another request is refused.
///
/// A program that ends calls it last, and a test calls it to see all.
pub fn flush_refusals() {
    if is_on() {
        write_left_out(with_limiter(Limiter::flush));
    }
}

/// The lock is not held while anything is written: a subscriber may do what it likes.
fn with_limiter<R>(then: impl FnOnce(&mut Limiter<Subject>, Duration) -> R) -> R {
    let now = START.get_or_init(Instant::now).elapsed();
    let limiter = LIMITER.get_or_init(|| Mutex::new(Limiter::new()));
    // A panic in here would leave counts, which are valid whatever they are.
    then(&mut limiter.lock().unwrap_or_else(PoisonError::into_inner), now)
}

/// A mistake of the own team is not a stranger.
fn level(event: &RefusalEvent<'_>) -> Level {
    match event.refusal() {
        Refusal::OriginsNotSet => Level::ERROR,
        Refusal::MethodNotAllowed { .. }
        | Refusal::HeaderNotAllowed { .. }
        | Refusal::TooManyHeaders
        | Refusal::PassedOn => Level::WARN,
        // Also what only looks like an allowed origin: that is no accident.
        Refusal::OriginNotAllowed(refused) if refused.nearest_miss().is_some() => Level::WARN,
        Refusal::OriginNotAllowed(_)
        | Refusal::MalformedOrigin { .. }
        | Refusal::SeveralOrigins
        | Refusal::NoPolicy { .. } => Level::INFO,
    }
}

/// `tracing` wants levels to be constant.
macro_rules! at_level {
    ($level:expr, $($event:tt)*) => {
        match $level {
            Level::ERROR => tracing::event!(target: TARGET, Level::ERROR, $($event)*),
            Level::WARN => tracing::event!(target: TARGET, Level::WARN, $($event)*),
            _ => tracing::event!(target: TARGET, Level::INFO, $($event)*),
        }
    };
}

fn one(event: &RefusalEvent<'_>, left_out: u64) {
    let refusal = event.refusal();
    let miss = refusal.nearest_miss();
    let place = event.handler().map(place);
    let cure = refusal.cure();
    at_level!(
        level(event),
        reason = event.reason().as_str(),
        kind = event.kind().as_str(),
        outcome = event.outcome().as_str(),
        method = %Escaped(event.method().as_bytes()),
        requested_method = event.requested_method().map(tracing::field::display),
        requested_headers = event.requested_headers().map(tracing::field::display),
        origin = event.origin().map(tracing::field::display),
        nearest = miss.as_ref().map(NearestMiss::entry),
        difference = miss.as_ref().map(|miss| miss.difference().as_str()),
        cure = cure.as_deref(),
        policy = event.policy().map(Policy::name),
        handler = event.handler().map(HandlerInfo::name),
        handler_at = place.as_deref(),
        guide = event.reason().guide(),
        left_out,
        "{event}"
    );
}

fn write_left_out(all: Vec<LeftOut<Subject>>) {
    let seconds = WINDOW.as_secs();
    for LeftOut { count, of } in all {
        let Some(Subject { reason, origin, handler, policy }) = of else {
            tracing::info!(
                target: TARGET,
                outcome = Outcome::Refused.as_str(),
                left_out = count,
                "CORS: {count} refused requests of more origins and handlers than are told apart in {seconds} seconds"
            );
            continue;
        };
        let place = handler.as_ref().map(place);
        tracing::info!(
            target: TARGET,
            reason = reason.as_str(),
            origin = origin.as_deref(),
            policy = policy.as_deref(),
            handler = handler.as_ref().map(HandlerInfo::name),
            handler_at = place.as_deref(),
            guide = reason.guide(),
            left_out = count,
            "CORS: {count} more requests refused for the same reason, which were not written down"
        );
    }
}

/// `src/main.rs:12`
fn place(info: &HandlerInfo) -> String {
    format!("{}:{}", info.file(), info.line())
}
