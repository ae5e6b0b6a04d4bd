//! How many refusals are written down: of one cause the first few, of all others how many there were.
//!
//! A page that is refused asks again and again, and a stranger can ask with as many origins as he likes. So a log that
//! has a line for each refused request can be filled by anyone.

use std::{
    collections::{HashMap, hash_map::Entry as Slot},
    hash::{BuildHasher as _, BuildHasherDefault, Hasher, RandomState},
    time::Duration,
};

use crate::{policy::HandlerInfo, refusal::Reason};

/// After so long what was left out is told, and counting starts anew.
pub(super) const WINDOW: Duration = Duration::from_secs(60);
/// So many refusals of one cause are written down in a window.
pub(super) const FIRST: u32 = 5;
/// So many causes of a class are told apart in a window; of the others there is one count.
pub(super) const CAUSES: usize = 256;
/// What had its window is looked for this often.
const SWEEP: Duration = Duration::from_secs(5);

/// Classes do not take each other's places: strangers cannot hide what pages of allowed origins meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// The origin is not allowed. Anyone can make up any number of these.
    Origin,
    /// The origin is allowed, and something else is not.
    Request,
}

impl Class {
    pub(super) const fn of(reason: Reason) -> Self {
        match reason {
            Reason::OriginNotAllowed
            | Reason::MalformedOrigin
            | Reason::SeveralOrigins
            | Reason::NoPolicy => Self::Origin,
            Reason::OriginsNotSet
            | Reason::MethodNotAllowed
            | Reason::HeaderNotAllowed
            | Reason::TooManyHeaders
            | Reason::PassedOn => Self::Request,
        }
    }
}

/// What tells causes apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cause<'a> {
    pub(super) reason: Reason,
    pub(super) origin: Option<&'a [u8]>,
    /// `None` for a policy without a handler.
    pub(super) handler: Option<&'a HandlerInfo>,
    pub(super) policy: &'a str,
}

impl Cause<'_> {
    /// The only thing that is kept of it, so that an origin of any length takes no room.
    ///
    /// Only the origin is hashed with care: a client can choose it. Handlers and policies are told apart by where their
    /// texts lie, which is one thing for each in a program.
    fn hash(&self, hasher: &RandomState) -> u64 {
        // Equal beginnings and lengths are the same to a reader, who sees no more of them either.
        const LOOKED_AT: usize = 512;
        let mut hash = self.origin.map_or(1, |origin| {
            let mut state = hasher.build_hasher();
            state.write(origin.get(..LOOKED_AT).unwrap_or(origin));
            state.finish() ^ (origin.len() as u64)
        });
        let mut mix =
            |word: usize| hash = (hash ^ word as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        let (name, file, line) =
            self.handler.map(|info| (info.name(), info.file(), info.line())).unwrap_or_default();
        for text in [name, file, self.policy] {
            mix(text.as_ptr().addr());
            mix(text.len());
        }
        mix(line as usize);
        mix(self.reason as usize);
        hash
    }
}

/// Hashes what is a hash already.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // Only `u64`s are keys.
        for &byte in bytes {
            self.0 = (self.0 << 8) | u64::from(byte);
        }
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// What is to be done with one refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Write it down, and that so many of the same cause before it were not.
    Write {
        left_out: u64,
    },
    LeaveOut,
}

/// What was not written down of one cause, or of all that were not told apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct LeftOut<T> {
    pub(super) count: u64,
    /// Of whom; `None` for those that were not told apart.
    pub(super) of: Option<T>,
}

#[derive(Debug)]
pub(super) struct Limiter<T> {
    hasher: RandomState,
    origins: Causes<T>,
    requests: Causes<T>,
    swept: Duration,
}

#[derive(Debug)]
struct Causes<T> {
    known: HashMap<u64, Known<T>, BuildHasherDefault<Hashed>>,
    /// How many were not told apart, since when.
    others: u64,
    others_since: Duration,
}

#[derive(Debug)]
struct Known<T> {
    since: Duration,
    written: u32,
    left_out: u64,
    of: T,
}

impl<T> Limiter<T> {
    pub(super) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            origins: Causes::new(),
            requests: Causes::new(),
            swept: Duration::ZERO,
        }
    }

    /// Counts one refusal at `now`, which is the time since some start. `of` is called for a cause that is new.
    pub(super) fn see(&mut self, now: Duration, cause: &Cause<'_>, of: impl FnOnce() -> T) -> Verdict {
        let hash = cause.hash(&self.hasher);
        let causes = match Class::of(cause.reason) {
            Class::Origin => &mut self.origins,
            Class::Request => &mut self.requests,
        };
        causes.see(now, hash, of)
    }

    /// What was left out in windows that have ended; nothing if it was looked for a moment ago.
    pub(super) fn sweep(&mut self, now: Duration) -> Vec<LeftOut<T>> {
        if now.saturating_sub(self.swept) < SWEEP {
            return Vec::new();
        }
        self.swept = now;
        self.end(now, WINDOW)
    }

    /// What was left out up to now, in windows that have not ended, too.
    pub(super) fn flush(&mut self, now: Duration) -> Vec<LeftOut<T>> {
        self.end(now, Duration::ZERO)
    }

    fn end(&mut self, now: Duration, window: Duration) -> Vec<LeftOut<T>> {
        let mut left_out = Vec::new();
        for causes in [&mut self.origins, &mut self.requests] {
            causes.end(now, window, &mut left_out);
        }
        left_out
    }
}

impl<T> Causes<T> {
    fn new() -> Self {
        Self { known: HashMap::default(), others: 0, others_since: Duration::ZERO }
    }

    fn see(&mut self, now: Duration, hash: u64, of: impl FnOnce() -> T) -> Verdict {
        let is_full = self.known.len() >= CAUSES;
        match self.known.entry(hash) {
            Slot::Occupied(mut slot) => {
                let known = slot.get_mut();
                let left_out = known.left_out;
                if now.saturating_sub(known.since) >= WINDOW {
                    (known.since, known.written, known.left_out) = (now, 1, 0);
                    return Verdict::Write { left_out };
                }
                if known.written < FIRST {
                    known.written += 1;
                    return Verdict::Write { left_out: 0 };
                }
                known.left_out += 1;
                Verdict::LeaveOut
            }
            Slot::Vacant(_) if is_full => {
                if self.others == 0 {
                    self.others_since = now;
                }
                self.others += 1;
                Verdict::LeaveOut
            }
            Slot::Vacant(slot) => {
                slot.insert(Known { since: now, written: 1, left_out: 0, of: of() });
                Verdict::Write { left_out: 0 }
            }
        }
    }

    fn end(&mut self, now: Duration, window: Duration, left_out: &mut Vec<LeftOut<T>>) {
        let has_ended = |since: Duration| now.saturating_sub(since) >= window;
        let ended: Vec<u64> =
            self.known.iter().filter(|(_, known)| has_ended(known.since)).map(|(hash, _)| *hash).collect();
        for hash in ended {
            match self.known.remove(&hash) {
                Some(Known { left_out: count, of, .. }) if count > 0 => {
                    left_out.push(LeftOut { count, of: Some(of) });
                }
                _ => {}
            }
        }
        if self.others > 0 && has_ended(self.others_since) {
            left_out.push(LeftOut { count: std::mem::take(&mut self.others), of: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn stranger(origin: &[u8]) -> Cause<'_> {
        const LIST: &HandlerInfo = &HandlerInfo::new("list", "main.rs", 7);
        Cause { reason: Reason::OriginNotAllowed, origin: Some(origin), handler: Some(LIST), policy: "Api" }
    }

    #[test]
    fn of_one_cause_the_first_few_are_written_and_the_others_counted() {
        let mut limiter = Limiter::new();
        let mut see = |seconds| limiter.see(at(seconds), &stranger(b"https://a.example"), || "a");
        for second in 0..5 {
            assert_eq!(see(second), Verdict::Write { left_out: 0 });
        }
        for _ in 0..1000 {
            assert_eq!(see(30), Verdict::LeaveOut);
        }
        assert_eq!(see(59), Verdict::LeaveOut);
        // The first of the next window says how many there were.
        assert_eq!(see(60), Verdict::Write { left_out: 1001 });
        assert_eq!(see(61), Verdict::Write { left_out: 0 });
    }

    #[test]
    fn causes_differ_by_reason_origin_handler_and_policy() {
        let mut limiter = Limiter::new();
        let one = stranger(b"https://a.example");
        for cause in [
            one,
            stranger(b"https://b.example"),
            Cause { reason: Reason::MethodNotAllowed, ..one },
            Cause { origin: None, ..one },
            Cause { handler: Some(&HandlerInfo::new("list", "main.rs", 8)), ..one },
            Cause { handler: None, ..one },
            Cause { policy: "Other", ..one },
        ] {
            for _ in 0..FIRST {
                assert_eq!(limiter.see(at(0), &cause, || ()), Verdict::Write { left_out: 0 });
            }
            assert_eq!(limiter.see(at(0), &cause, || ()), Verdict::LeaveOut);
        }
    }

    #[test]
    fn what_was_left_out_is_told_when_the_window_has_ended() {
        let mut limiter = Limiter::new();
        for _ in 0..FIRST + 3 {
            limiter.see(at(10), &stranger(b"https://a.example"), || "a");
        }
        limiter.see(at(10), &stranger(b"https://once.example"), || "once");
        assert_eq!(limiter.sweep(at(69)), []);
        assert_eq!(limiter.sweep(at(75)), [LeftOut { count: 3, of: Some("a") }]);
        assert_eq!(limiter.sweep(at(200)), []);
        for _ in 0..FIRST + 2 {
            limiter.see(at(200), &stranger(b"https://a.example"), || "a");
        }
        assert_eq!(limiter.flush(at(201)), [LeftOut { count: 2, of: Some("a") }]);
    }

    #[test]
    fn a_million_origins_in_a_minute_take_no_more_room_and_all_are_counted() {
        const ALL: u64 = 1_000_000;
        let mut limiter = Limiter::new();
        let (mut written, mut left_out) = (0_u64, 0_u64);
        for number in 0..ALL {
            let now = Duration::from_micros(number * 60);
            left_out += limiter.sweep(now).iter().map(|left| left.count).sum::<u64>();
            let origin = format!("https://{number}.example");
            match limiter.see(now, &stranger(origin.as_bytes()), || ()) {
                Verdict::Write { left_out: more } => {
                    written += 1;
                    left_out += more;
                }
                Verdict::LeaveOut => {}
            }
            assert!(limiter.origins.known.len() <= CAUSES);
        }
        assert!(limiter.origins.known.capacity() <= 4 * CAUSES);
        left_out += limiter.flush(at(60)).iter().map(|left| left.count).sum::<u64>();
        assert_eq!(written + left_out, ALL);
        assert!(written <= 2 * CAUSES as u64, "{written}");
    }

    #[test]
    fn strangers_do_not_hide_what_a_page_of_an_allowed_origin_meets() {
        let mut limiter = Limiter::new();
        for number in 0..10 * CAUSES {
            limiter.see(at(0), &stranger(format!("https://{number}.example").as_bytes()), || ());
        }
        let own = Cause { reason: Reason::HeaderNotAllowed, ..stranger(b"https://app.example.com") };
        assert_eq!(limiter.see(at(1), &own, || ()), Verdict::Write { left_out: 0 });
    }

    #[test]
    fn a_clock_that_stands_still_ends_no_window() {
        let mut limiter = Limiter::new();
        let seen: Vec<_> = (0..7).map(|_| limiter.see(at(100), &stranger(b"null"), || ())).collect();
        assert_eq!(seen.iter().filter(|verdict| **verdict == Verdict::LeaveOut).count(), 2);
        assert_eq!(limiter.sweep(at(100)), []);
        assert_eq!(limiter.sweep(at(99)), []);
    }
}
