//! Two mistakes are two messages, in the order of the source, wherever a policy is written.

use proc_macro2::TokenStream;
use quote::quote;

use super::messages::{ids, messages};
use crate::{derive, plain};

/// A mistake: what is added to a policy, and the rules that speak.
struct Mistake {
    key: &'static str,
    /// An item of a list, or the whole value behind `=`; empty for a key that stands alone.
    value: &'static str,
    rules: &'static [&'static str],
}

const fn mistake(key: &'static str, value: &'static str, rules: &'static [&'static str]) -> Mistake {
    Mistake { key, value, rules }
}

/// The keys whose values are lists; the others can be given once.
const LISTS: &[&str] = &["origins", "dev_origins", "methods", "headers", "expose_headers"];

/// Every rule that one thing breaks by itself, beside a policy that is fine.
const MISTAKES: &[Mistake] = &[
    // Origins that can never match.
    mistake("origins", r#""""#, &["origin-empty"]),
    mistake("origins", r#"" https://w.example""#, &["origin-whitespace"]),
    mistake("origins", r#""https://l.example, https://m.example""#, &["origin-list"]),
    mistake("origins", r#""n.example""#, &["origin-missing-scheme"]),
    mistake("origins", r#""https:/o.example""#, &["origin-malformed"]),
    mistake("origins", r#""https://${HOST}""#, &["origin-template-unexpanded"]),
    mistake("origins", r#""HTTPS://u.example""#, &["origin-uppercase-scheme"]),
    mistake("origins", r#""https://U.example""#, &["origin-uppercase-host"]),
    mistake("origins", r#""https://s.example/""#, &["origin-trailing-slash"]),
    mistake("origins", r#""https://p.example/app""#, &["origin-has-path"]),
    mistake("origins", r#""https://q.example?x""#, &["origin-has-query"]),
    mistake("origins", r#""https://f.example#x""#, &["origin-has-fragment"]),
    mistake("origins", r#""https://u:p@v.example""#, &["origin-has-userinfo"]),
    mistake("origins", r#""https://d.example:443""#, &["origin-default-port"]),
    mistake("origins", r#""https://r.example:65536""#, &["origin-port-invalid"]),
    mistake("origins", r#""https://""#, &["origin-host-empty"]),
    mistake("origins", r#""https://a..example""#, &["origin-empty-label"]),
    mistake("origins", "\"https://b\u{fc}cher.example\"", &["origin-non-ascii-host"]),
    mistake("origins", r#""https://%65x.example""#, &["origin-percent-encoded-host"]),
    mistake("origins", r#""https://a^b.example""#, &["origin-host-forbidden-char"]),
    mistake("origins", r#""https://a!b.example""#, &["origin-host-odd-char"]),
    mistake("origins", r#""http://127.1""#, &["origin-ipv4-not-canonical"]),
    mistake("origins", r#""http://256.1.1.1""#, &["origin-ipv4-invalid"]),
    mistake("origins", r#""http://[0:0::1]""#, &["origin-ipv6-not-canonical"]),
    mistake("origins", r#""http://[::g]""#, &["origin-ipv6-invalid"]),
    mistake("origins", r#""http://[fe80::1%25eth0]""#, &["origin-ipv6-zone"]),
    mistake("origins", r#""http://::1""#, &["origin-ipv6-unbracketed"]),
    mistake("origins", r#""https://xn--a.example""#, &["origin-punycode-invalid"]),
    mistake("origins", r#""file://""#, &["origin-scheme-never-sent"]),
    mistake("origins", r#""NULL""#, &["origin-null-case"]),
    mistake("origins", r#""http://192.168.1.*""#, &["wildcard-ip"]),
    mistake("origins", r#""https://app.*.example""#, &["wildcard-not-leftmost"]),
    mistake("origins", r#""https://*.*.m.example""#, &["wildcard-multiple"]),
    mistake("origins", r#""https://*k.example""#, &["wildcard-partial-label"]),
    mistake("origins", r#""*://x.example""#, &["wildcard-scheme"]),
    mistake("origins", r#""chrome-extension://*""#, &["extension-id-invalid"]),
    mistake("origins", r#""https://*""#, &["wildcard-any-host"]),
    // Dangerous ones, and warnings.
    mistake("origins", r#""null""#, &["null-origin"]),
    mistake("origins", r#""https://*.github.io""#, &["public-suffix-wildcard"]),
    mistake("origins", r#""https://*.amazonaws.com""#, &["public-suffix-below-wildcard"]),
    mistake("origins", r#""https://w.example:*""#, &["wildcard-port"]),
    mistake("origins", r#""https://codepen.io""#, &["playground-origin"]),
    mistake("origins", r#""foo://bar""#, &["origin-unknown-scheme"]),
    mistake("origins", r#""https://t.example.""#, &["origin-trailing-dot"]),
    mistake("origins", r#""https://my_app.example""#, &["origin-host-underscore"]),
    mistake("origins", r#""https://-a.example""#, &["origin-host-odd-hyphen"]),
    mistake("origins", "7", &["unknown-option"]),
    mistake("dev_origins", r#""https://staging.example.com""#, &["dev-origin-not-loopback"]),
    // The other lists.
    mistake("methods", r#""P UT""#, &["method-invalid"]),
    mistake("methods", "TRACE", &["forbidden-method"]),
    mistake("methods", r#""put""#, &["method-lowercase-normalized"]),
    mistake("methods", r#""patch""#, &["method-lowercase"]),
    mistake("methods", "OPTIONS", &["options-listed"]),
    mistake("headers", r#""X Foo""#, &["header-invalid"]),
    mistake("headers", r#""cookie""#, &["forbidden-header"]),
    mistake("headers", r#""access-control-allow-origin""#, &["cors-response-header-as-request-header"]),
    mistake("headers", r#""etag""#, &["response-header-as-request-header"]),
    mistake("headers", r#""x-http-method-override""#, &["preflight-bypass-header"]),
    mistake("headers", r#""access-control-request-private-network""#, &["private-network-header-listed"]),
    mistake("expose_headers", r#""X Foo""#, &["expose-invalid"]),
    mistake("expose_headers", r#""set-cookie""#, &["expose-forbidden"]),
    mistake("expose_headers", r#""origin""#, &["expose-request-header"]),
    mistake("expose_headers", r#""expires""#, &["expose-safelisted"]),
    mistake("expose_headers", r#""access-control-allow-origin""#, &["expose-cors-header"]),
    // Single values.
    mistake("max_age", "-1", &["max-age-invalid"]),
    mistake("max_age", r#""2d""#, &["max-age-over-browser-cap"]),
    mistake("max_age", "7201", &["max-age-over-chromium-cap"]),
    mistake("preflight_status", "302", &["preflight-status-not-ok"]),
    mistake("on_refused", "explode", &["unknown-option"]),
    mistake("public_origin", r#""https://api.example/""#, &["origin-trailing-slash"]),
    mistake("alow_headers", r#"["x-a"]"#, &["unknown-option"]),
    mistake("origin_regex", r#"".*""#, &["regex-origin"]),
    mistake("vary", "false", &["vary-origin-suppressed"]),
    mistake("private_network", "", &["private-network-access-obsolete"]),
    mistake("danger", r#"(wildcard_port_with_credentials = "")"#, &["danger-without-reason"]),
    mistake("silence", "(no_such_rule)", &["unknown-option"]),
];

/// A policy that is fine and the pieces `added` to it, each list in one place: where its first item is.
fn policy(added: &[&Mistake]) -> String {
    let mut entries: Vec<(&str, Vec<&str>)> = vec![("origins", vec![r#""https://fine.example""#])];
    for Mistake { key, value, .. } in added {
        match entries.iter_mut().find(|(known, _)| known == key) {
            Some((_, values)) => values.push(value),
            None => entries.push((key, vec![value])),
        }
    }
    let entries = entries.iter().map(|(key, values)| match values.as_slice() {
        values if LISTS.contains(key) => format!("{key} = [{}]", values.join(", ")),
        [""] => (*key).to_owned(),
        [group] if group.starts_with('(') => format!("{key}{group}"),
        values => format!("{key} = {}", values.join(", ")),
    });
    entries.collect::<Vec<_>>().join(", ")
}

fn on_a_handler(policy: &str) -> Vec<String> {
    messages(plain::expand(
        policy.parse().unwrap(),
        &quote!(
            async fn f() {}
        ),
    ))
}

fn on_a_type(policy: &str) -> Vec<String> {
    let policy: TokenStream = policy.parse().unwrap();
    messages(derive::expand(quote!(
        #[policy(#policy)]
        struct Api;
    )))
}

fn as_an_expression(policy: &str) -> Vec<String> {
    messages(derive::expand_expression(policy.parse().unwrap()))
}

/// Warnings are items of their own behind the errors.
fn errors_first(texts: &[String]) -> Vec<String> {
    let is_warning = |text: &&String| text.starts_with("not a deprecation");
    let (warnings, errors): (Vec<&String>, Vec<&String>) = texts.iter().partition(is_warning);
    errors.into_iter().chain(warnings).cloned().collect()
}

#[test]
fn each_mistake_alone() {
    for mistake in MISTAKES {
        let written = policy(&[mistake]);
        assert_eq!(ids(&on_a_handler(&written)), mistake.rules, "{written}");
    }
}

#[test]
fn two_mistakes_are_two_messages_in_their_order() {
    let mut count = 0;
    for (a, first) in MISTAKES.iter().enumerate() {
        for (b, second) in MISTAKES.iter().enumerate() {
            if a == b || (first.key == second.key && !LISTS.contains(&first.key)) {
                continue;
            }
            let written = policy(&[first, second]);
            // The list of origins stands first, whichever mistake has to do with it.
            let swapped = second.key == "origins" && first.key != "origins";
            let (first, second) = if swapped { (second, first) } else { (first, second) };
            let alone = [first, second].map(|mistake| on_a_handler(&policy(&[mistake])));
            let expected = errors_first(&alone.concat());
            assert_eq!(on_a_handler(&written), expected, "{written}");
            count += 1;
        }
    }
    assert!(count > 5_000, "{count}");
}

#[test]
fn a_handler_a_type_and_an_expression_say_the_same() {
    assert_eq!(on_a_type(&policy(&[])), [""; 0]);
    for mistake in MISTAKES {
        let written = policy(&[mistake]);
        let said = on_a_handler(&written);
        assert_eq!(on_a_type(&written), said, "{written}");
        assert_eq!(as_an_expression(&written), said, "{written}");
    }
}
