//! What an explanation says is what the decision does, for policies and requests by chance; whatever bytes a request has,
//! they are shown escaped and with an end.

#![cfg(feature = "runtime")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

use cors_core::{
    CheckOutcome, HandlerInfo, Policy, PolicyRef, Reason, RequestView, endpoint::Endpoint, spec::OnRefused,
};

/// xorshift64*
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap_or_default() % limit
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn some<T: Copy>(&mut self, items: &[T]) -> Vec<T> {
        items.iter().copied().filter(|_| self.below(2) == 0).collect()
    }
}

const ENTRIES: [&str; 7] = [
    "https://app.example.com",
    "https://*.shop.example",
    "https://admin.example.com:8443",
    "http://localhost:*",
    "http://[::1]:3000",
    "https://www.example.net",
    "capacitor://localhost",
];
const METHODS: [&str; 5] = ["PUT", "DELETE", "PATCH", "PURGE", "patch"];
const NAMES: [&str; 4] = ["x-a", "x-b", "content-type", "authorization"];

/// A policy by chance; `None` where the rulebook refuses it.
fn policy(random: &mut Random) -> Option<Policy> {
    let mut policy = match random.below(5) {
        0 => Policy::builder().any_origin(),
        1 => Policy::builder().runtime_origins(),
        _ => Policy::builder().origins(random.some(&ENTRIES)),
    };
    policy = match random.below(4) {
        0 => policy,
        1 => policy.methods(["*"]),
        _ => policy.methods(random.some(&METHODS)),
    };
    match random.below(5) {
        0 => policy = policy.headers(["*"]),
        1 => policy = policy.danger("mirror_request_headers", "a test of all that can be written"),
        _ => policy = policy.headers(random.some(&NAMES)),
    }
    if random.below(2) == 0 {
        policy = policy.credentials();
    }
    if random.below(3) == 0 {
        policy = policy.on_refused(OnRefused::Forbid);
    }
    if random.below(3) == 0 {
        policy = policy.public_origin("https://api.example.com");
    }
    let policy = policy.preflight_status(random.pick(&[200, 204])).build().ok()?;
    if policy.origins().is_runtime() && random.below(2) == 0 {
        let _ = policy.set_origins(random.some(&ENTRIES));
    }
    Some(policy)
}

fn origin(random: &mut Random) -> Vec<u8> {
    let entry = random.pick(&ENTRIES).replace("*.", "a.").replace(":*", ":5173");
    let mut origin = match random.below(8) {
        0 => {
            return random
                .pick(&[b"null".as_slice(), b"", b"what is this", b"https://api.example.com"])
                .to_vec();
        }
        1 => return vec![random.pick(b"a\xff\x1b\r:/"); 1 << random.below(17)],
        2 => entry.replace("https", "http"),
        3 => format!("{entry}.evil.net"),
        4 => entry.replace("://", "://x."),
        _ => entry,
    }
    .into_bytes();
    if random.below(3) == 0 {
        let (at, byte) = (random.below(origin.len() + 1), random.pick(b"a.-_:/@*,% A\x80\r\n\x1b\"\\\0"));
        origin.insert(at, byte);
    }
    origin
}

fn names(random: &mut Random) -> Vec<u8> {
    let mut names = random.some(&NAMES).join(", ").into_bytes();
    match random.below(6) {
        0 => names.extend_from_slice(b",x-c"),
        1 => names.extend_from_slice(b",a\r\nb\x1b[31m\xff,x-a"),
        2 => names = b"x-a,".repeat(1 << random.below(9)),
        3 => names = vec![b'a'; 1 << random.below(17)],
        _ => {}
    }
    names
}

fn request(random: &mut Random) -> (&'static str, Vec<(&'static str, Vec<u8>)>) {
    let mut lines = Vec::new();
    for _ in 0..random.pick(&[0, 1, 1, 1, 1, 1, 2]) {
        lines.push(("Origin", origin(random)));
    }
    if random.below(5) == 0 {
        lines.push(("Sec-Fetch-Site", random.pick(&["same-origin", "same-site"]).as_bytes().to_vec()));
    }
    let method = random.pick(&["OPTIONS", "OPTIONS", "GET", "POST"]);
    if random.below(3) > 0 {
        let odd = random.pick(&[b"".as_slice(), b"TRACE", b"a\r\nb", b"\xff", b"GET", b"put"]);
        let asked = if random.below(4) == 0 { odd } else { random.pick(&METHODS).as_bytes() };
        lines.push(("Access-Control-Request-Method", asked.to_vec()));
    }
    for _ in 0..random.below(3) {
        lines.push(("Access-Control-Request-Headers", names(random)));
    }
    (method, lines)
}

fn endpoint(policy: PolicyRef, random: &mut Random) -> Endpoint {
    let info = Some(HandlerInfo::new("shop::save", "src/main.rs", 7));
    match random.below(5) {
        0 => Endpoint::handler(policy, info, "PUT", ["PUT", "GET"]),
        1 => Endpoint::any_method(policy, info),
        2 => Endpoint::beside(policy, ["PUT"]),
        _ => Endpoint::layer(policy),
    }
}

#[test]
fn an_explanation_says_what_the_decision_does() {
    let mut random = Random(0x0123_4567_89AB_CDEF);
    let mut reasons = Vec::new();
    for _ in 0..2_000 {
        let Some(policy) = policy(&mut random).map(PolicyRef::from) else {
            continue;
        };
        let layer = Endpoint::layer(policy.clone());
        let endpoint = endpoint(policy.clone(), &mut random);
        for _ in 0..10 {
            let (method, lines) = request(&mut random);
            let lines: Vec<(&str, &[u8])> =
                lines.iter().map(|(name, value)| (*name, value.as_slice())).collect();
            let lines = lines.as_slice();
            let view = RequestView::new(method, &lines);
            for (endpoint, explanation) in
                [(&endpoint, endpoint.explain(&view)), (&layer, policy.explain(&view))]
            {
                let decision = endpoint.decide(&view);
                let reason = decision.refusal().map(|refusal| refusal.reason());
                assert_eq!(explanation.reason(), reason, "{policy:?} {view:?}\n{explanation}");
                assert_eq!(explanation.action(), decision.action(), "{explanation}");
                assert_eq!(explanation.kind(), decision.kind(), "{explanation}");
                reasons.extend(reason);

                // It stops where it fails, and nowhere else.
                let outcomes: Vec<_> = explanation.checks().iter().map(cors_core::Check::outcome).collect();
                let failed = outcomes.iter().position(|outcome| *outcome == CheckOutcome::Failed);
                assert_eq!(failed.is_some(), reason.is_some(), "{explanation}");
                let is_reached = |outcome: &CheckOutcome| *outcome != CheckOutcome::NotReached;
                let behind = failed.map_or(&[][..], |at| &outcomes[at + 1..]);
                assert!(!behind.iter().any(is_reached), "{explanation}");

                let text = explanation.to_string();
                let is_shown = |byte: u8| matches!(byte, b' '..=b'~' | b'\n');
                assert!(text.bytes().all(is_shown) && text.len() < 8_000, "{}: {text}", text.len());
                assert!(
                    text.lines().all(|line| line.len() < 600 && line.as_bytes()[11..13] == *b"  "),
                    "{text}"
                );
            }
        }
    }
    for reason in Reason::ALL {
        let is_of_policies = !matches!(reason, Reason::NoPolicy | Reason::PassedOn);
        assert_eq!(reasons.contains(&reason), is_of_policies, "{reason}");
    }
}
