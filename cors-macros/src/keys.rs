//! The keys of a policy, and what to say about words that are none.

use cors_core::{Field, rules::nearest_of};

/// The shape of a key's value, which decides how it is written in a help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    /// A key that is part of the policy.
    Policy(Field),
    /// `crate = ::path`: where generated code finds the library.
    Crate,
}

/// All keys in the order in which they are documented, each with an example.
const KEYS: &[(&str, Key, &str)] = &[
    ("origins", Key::Policy(Field::Origins), r#"origins = ["https://app.example.com"]"#),
    ("dev_origins", Key::Policy(Field::DevOrigins), r#"dev_origins = ["http://localhost:*"]"#),
    ("methods", Key::Policy(Field::Methods), "methods = [PUT, DELETE]"),
    ("headers", Key::Policy(Field::Headers), r#"headers = ["content-type"]"#),
    ("expose_headers", Key::Policy(Field::ExposeHeaders), r#"expose_headers = ["x-request-id"]"#),
    ("credentials", Key::Policy(Field::Credentials), "credentials"),
    ("max_age", Key::Policy(Field::MaxAge), r#"max_age = "10m""#),
    ("preflight_status", Key::Policy(Field::PreflightStatus), "preflight_status = 200"),
    ("on_refused", Key::Policy(Field::OnRefused), "on_refused = forbid"),
    ("public_origin", Key::Policy(Field::PublicOrigin), r#"public_origin = "https://api.example.com""#),
    ("danger", Key::Policy(Field::Danger), r#"danger(rule_id = "why this is safe here")"#),
    ("silence", Key::Policy(Field::Silence), "silence(rule_id)"),
    ("crate", Key::Crate, "crate = ::path::to::cors"),
];

/// Words of other libraries, standards and habits, in one spelling: lower case without `_` and `-`.
const SYNONYMS: &[(&str, &str)] = &[
    ("origin", "origins"),
    ("alloworigin", "origins"),
    ("alloworigins", "origins"),
    ("allowedorigin", "origins"),
    ("allowedorigins", "origins"),
    ("alloworiginpatterns", "origins"),
    ("allowedoriginpatterns", "origins"),
    ("accesscontrolalloworigin", "origins"),
    ("acao", "origins"),
    ("domains", "origins"),
    ("hosts", "origins"),
    ("devorigin", "dev_origins"),
    ("debugorigins", "dev_origins"),
    ("developmentorigins", "dev_origins"),
    ("localorigins", "dev_origins"),
    ("method", "methods"),
    ("allowmethod", "methods"),
    ("allowmethods", "methods"),
    ("allowedmethod", "methods"),
    ("allowedmethods", "methods"),
    ("accesscontrolallowmethods", "methods"),
    ("verbs", "methods"),
    ("header", "headers"),
    ("allowheader", "headers"),
    ("allowheaders", "headers"),
    ("allowedheader", "headers"),
    ("allowedheaders", "headers"),
    ("requestheaders", "headers"),
    ("accesscontrolallowheaders", "headers"),
    ("expose", "expose_headers"),
    ("exposed", "expose_headers"),
    ("exposeheader", "expose_headers"),
    ("exposedheaders", "expose_headers"),
    ("responseheaders", "expose_headers"),
    ("accesscontrolexposeheaders", "expose_headers"),
    ("credential", "credentials"),
    ("allowcredential", "credentials"),
    ("allowcredentials", "credentials"),
    ("allowscredentials", "credentials"),
    ("supportcredentials", "credentials"),
    ("supportscredentials", "credentials"),
    ("credentialed", "credentials"),
    ("cookies", "credentials"),
    ("accesscontrolallowcredentials", "credentials"),
    ("age", "max_age"),
    ("maxageseconds", "max_age"),
    ("preflightmaxage", "max_age"),
    ("accesscontrolmaxage", "max_age"),
    ("optionssuccessstatus", "preflight_status"),
    ("optionsstatus", "preflight_status"),
    ("status", "preflight_status"),
    ("blockonoriginmismatch", "on_refused"),
    ("enforce", "on_refused"),
    ("refuse", "on_refused"),
    ("forbid", "on_refused"),
    ("onrefusal", "on_refused"),
    ("selforigin", "public_origin"),
    ("ownorigin", "public_origin"),
    ("baseurl", "public_origin"),
    ("allow", "silence"),
    ("ignore", "silence"),
    ("suppress", "silence"),
    ("dangerous", "danger"),
    ("dangerously", "danger"),
    ("cratepath", "crate"),
    ("cratename", "crate"),
];

/// Words that stand for a whole policy of another library.
const WHOLE_POLICIES: &[&str] = &["permissive", "verypermissive", "restrictive", "default", "all", "any"];

/// What is known about a word that is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guess {
    /// It means this key.
    Key(&'static str),
    /// It names a whole policy elsewhere.
    WholePolicy,
    /// Nothing is known.
    Nothing,
}

/// The key that is written `word`.
pub(crate) fn find(word: &str) -> Option<Key> {
    KEYS.iter().find(|(name, ..)| *name == word).map(|(_, key, _)| *key)
}

/// How the key is written, with an example value.
pub(crate) fn example(word: &str) -> &'static str {
    KEYS.iter().find(|(name, ..)| *name == word).map_or("", |(.., example)| *example)
}

/// All keys, for a message.
pub(crate) fn list() -> String {
    let names: Vec<String> = KEYS.iter().map(|(name, ..)| format!("`{name}`")).collect();
    names.join(", ")
}

/// What an author may have meant by `word`: the table of synonyms first, then the nearest key.
pub(crate) fn guess(word: &str) -> Guess {
    let plain: String =
        word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if WHOLE_POLICIES.contains(&plain.as_str()) {
        return Guess::WholePolicy;
    }
    if let Some((_, key)) = SYNONYMS.iter().find(|(synonym, _)| *synonym == plain) {
        return Guess::Key(key);
    }
    if let Some((key, ..)) = KEYS.iter().find(|(name, ..)| name.replace('_', "") == plain) {
        return Guess::Key(key);
    }
    // A near miss of a synonym (`alow_headers`) counts as much as one of a key.
    let keys = KEYS.iter().map(|(name, ..)| (*name, name.replace('_', "")));
    let synonyms = SYNONYMS.iter().map(|(synonym, key)| (*key, (*synonym).to_owned()));
    nearest_of(&plain, keys.chain(synonyms)).map_or(Guess::Nothing, Guess::Key)
}

#[cfg(test)]
mod tests {
    use super::{Guess, KEYS, SYNONYMS, find, guess};

    #[test]
    fn guesses_words_of_other_libraries_and_typos() {
        for (word, key) in [
            ("allow_origin", "origins"),
            ("allowed_origins", "origins"),
            ("allowOrigins", "origins"),
            ("origin", "origins"),
            ("orgins", "origins"),
            ("allow_methods", "methods"),
            ("allow_headers", "headers"),
            ("allowed_headers", "headers"),
            ("alow_headers", "headers"),
            ("haeders", "headers"),
            ("allow_credentials", "credentials"),
            ("supports_credentials", "credentials"),
            ("credentails", "credentials"),
            ("expose", "expose_headers"),
            ("exposed_headers", "expose_headers"),
            ("maxAge", "max_age"),
            ("maxage", "max_age"),
            ("optionsSuccessStatus", "preflight_status"),
            ("enforce", "on_refused"),
            ("allow", "silence"),
            ("silent", "silence"),
        ] {
            assert_eq!(guess(word), Guess::Key(key), "{word}");
        }
        assert_eq!(guess("permissive"), Guess::WholePolicy);
        for word in ["timeout", "x", "", "ü"] {
            assert_eq!(guess(word), Guess::Nothing, "{word}");
        }
    }

    #[test]
    fn every_synonym_leads_to_a_key_and_is_none_itself() {
        for (synonym, key) in SYNONYMS {
            assert!(find(key).is_some(), "{key}");
            assert!(KEYS.iter().all(|(name, ..)| name != synonym), "{synonym}");
        }
    }
}
