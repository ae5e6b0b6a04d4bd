//! The matcher against the naive one, over random sets of origins: what one allows, the other allows.
//!
//! Sets and not single patterns, because the faults of other matchers needed two entries to show: `foo.com` and
//! `bar.com` together allowed `barfoo.com`.

#![allow(clippy::indexing_slicing, clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use conformance::{random::Random, reference};
use cors_core::Policy;

const SCHEMES: [&str; 4] = ["https", "http", "capacitor", "https"];
const LABELS: [&str; 9] = ["a", "b", "foo", "bar", "foobar", "x-1", "my_app", "1a", "example"];
const ENDS: [&str; 4] = ["example", "com", "co.uk", "test"];
const PORTS: [&str; 7] = ["", "", "", ":8443", ":3000", ":1", ":65535"];

fn host(random: &mut Random) -> String {
    let labels: Vec<&str> = (0..random.below(3)).map(|_| random.pick(&LABELS)).collect();
    let end = random.pick(&ENDS);
    labels.into_iter().chain([random.pick(&LABELS), end]).collect::<Vec<_>>().join(".")
}

fn entry(random: &mut Random) -> String {
    let (scheme, host) = (random.pick(&SCHEMES), host(random));
    let star = if random.below(3) == 0 { "*." } else { "" };
    let port = if random.below(4) == 0 { ":*" } else { random.pick(&PORTS) };
    format!("{scheme}://{star}{host}{port}")
}

/// An origin near `entry`: usually allowed by it, or off by one thing.
fn near(random: &mut Random, entry: &str) -> Vec<u8> {
    let mut front = String::new();
    for _ in 0..random.below(3) {
        front.push_str(random.pick(&LABELS));
        front.push('.');
    }
    let port = [":*", "", ":80", ":443", ":0", ":65536", ":08", ":8443", ":", ":1x"][random.below(10)];
    let mut origin =
        entry.replace("*.", &front).replace(":*", if port == ":*" { ":3000" } else { port }).into_bytes();
    match random.below(10) {
        0 => origin.insert(random.below(origin.len() + 1), b"a.-_:/@*,% A\x80"[random.below(13)]),
        1 => {
            origin.remove(random.below(origin.len()));
        }
        2 => {
            let at = random.below(origin.len());
            origin[at] = b"a.-_:/@*,% A\x80"[random.below(13)];
        }
        3 => origin.extend_from_slice(b".evil.net"),
        4 => {
            let at = origin.windows(3).position(|three| three == b"://").expect("an origin") + 3;
            origin.splice(at..at, *b"evil");
        }
        _ => {}
    }
    origin
}

#[test]
fn both_matchers_agree() {
    let mut random = Random::new(0x0123_4567_89AB_CDEF);
    let mut allowed = 0;
    for round in 0..600 {
        // Sizes on both sides of the limit between the linear search and the index tables.
        let size = [1, 2, 5, 20, 60, 200][round % 6];
        let entries: Vec<String> = (0..size).map(|_| entry(&mut random)).collect();
        let policy = Policy::builder().origins(entries.iter().map(String::as_str)).build();
        // Ports that are the scheme's default and the like are refused by the rules; not the point here.
        let Ok(policy) = policy else { panic!("{}", policy.expect_err("an error")) };
        for entry in &entries {
            if !entry.contains('*') {
                assert!(policy.origins().matches(entry.as_bytes()), "{entry} is listed");
            }
        }
        for _ in 0..100 {
            let origin = near(&mut random, &entries[round % size]);
            let naive = origin.len() <= 326 && entries.iter().any(|entry| reference::allows(entry, &origin));
            let ours = policy.origins().matches(&origin);
            assert_eq!(ours, naive, "{} by {entries:?}", String::from_utf8_lossy(&origin));
            allowed += usize::from(ours);
        }
    }
    // Neither of them refuses, or allows, everything.
    assert!((6_000..54_000).contains(&allowed), "{allowed}");
}

#[test]
fn ten_thousand_origins_and_patterns() {
    let exact: Vec<String> = (0..10_000).map(|n| format!("https://tenant-{n}.example.com")).collect();
    let patterns: Vec<String> = (0..10_000).map(|n| format!("https://*.customer-{n}.example.org")).collect();
    let policy =
        Policy::builder().origins(exact.iter().chain(&patterns).map(String::as_str)).build().expect("valid");
    for entry in &exact {
        assert!(policy.origins().matches(entry.as_bytes()), "{entry}");
    }
    for entry in &patterns {
        assert!(policy.origins().matches(entry.replace('*', "a.b").as_bytes()), "{entry}");
        assert!(!policy.origins().matches(entry.replace("*.", "").as_bytes()), "{entry}");
        assert!(!policy.origins().matches(entry.replace("*.", "evil").as_bytes()), "{entry}");
    }
}
