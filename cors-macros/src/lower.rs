//! Entries to a [`PolicySpec`]: which key takes which form of value.

use cors_core::{
    Field, Level, Place, PolicySpec, Violation,
    rules::{self, catalogue},
    spec::{DangerSpec, MaxAgeSpec, OnRefused, OriginsSpec},
};

use crate::{
    crate_path::CratePath,
    keys::{self, Guess, Key},
    parse::{self, Body, Entry, Kind, Number, Value},
    places::{Places, Spot},
    report::Report,
    spanned::{Extent, Spanned},
};

/// What an attribute says, and where it says it.
#[derive(Debug, Default)]
pub(crate) struct Lowered {
    pub(crate) spec: PolicySpec,
    pub(crate) places: Places,
    pub(crate) krate: CratePath,
}

/// Where a policy is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// `#[cors(..)]`
    Handler,
    /// `#[policy(..)]`
    Named,
    /// `policy! { .. }`
    Expression,
}

/// Lowers the entries of one policy.
pub(crate) fn lower(entries: Vec<Entry>, form: Form, report: &mut Report) -> Lowered {
    let credentials = entries.iter().any(|entry| {
        let off = matches!(&entry.body, Body::Value(value) if matches!(&value.kind, Kind::Word(word) if word == "false"));
        entry.key.value == "credentials" && !off
    });
    let mut lowering = Lowering { out: Lowered::default(), seen: Vec::new(), form, credentials, report };
    for entry in entries {
        lowering.entry(entry);
    }
    lowering.out
}

/// Lowers entries of which only `crate = ::path` is allowed: those behind `Api` and `off`.
pub(crate) fn lower_crate_only(entries: Vec<Entry>, why: &str, report: &mut Report) -> CratePath {
    let mut krate = None;
    for entry in entries {
        if entry.key.value == "crate" {
            if krate.is_some() {
                report.finding(entry.key.extent, &duplicate("crate"));
            }
            krate = Some(crate_path(entry, report));
        } else {
            let found = Violation::new(
                &catalogue::CONFLICTING_OPTION,
                Place::key(Field::Origins),
                &entry.key.value,
                format!("`{}` cannot stand here", entry.key.value),
            );
            report.finding(
                entry.key.extent,
                &found.with_why(why).with_help(format!("remove `{}`", entry.key.value)),
            );
        }
    }
    krate.unwrap_or_default()
}

struct Lowering<'a> {
    out: Lowered,
    seen: Vec<Spanned<String>>,
    form: Form,
    /// Whether `credentials` stands anywhere in the attribute.
    credentials: bool,
    report: &'a mut Report,
}

impl Lowering<'_> {
    fn entry(&mut self, entry: Entry) {
        let Some(key) = keys::find(&entry.key.value) else {
            self.unknown_key(&entry.key);
            return;
        };
        if let Some(first) = self.seen.iter().find(|seen| seen.value == entry.key.value) {
            self.report.finding(entry.key.extent, &duplicate(&entry.key.value));
            self.report.other(first.extent, &format!("`{}` is given first here", entry.key.value));
            return;
        }
        self.seen.push(entry.key.clone());
        match key {
            Key::Crate => self.out.krate = crate_path(entry, self.report),
            Key::Policy(field) => self.field(field, entry),
        }
    }

    fn field(&mut self, field: Field, entry: Entry) {
        let value = match &entry.body {
            Body::Value(value) => Some(value.extent),
            Body::Group(_, extent) => Some(*extent),
            Body::Flag | Body::Broken => None,
        };
        let mut spot = Spot { key: entry.key.extent, value, items: Vec::new(), broken: false };
        match entry.body {
            Body::Broken => spot.broken = true,
            Body::Flag if field == Field::Credentials => self.out.spec.credentials = true,
            Body::Group(tokens, _) if field == Field::Danger => {
                let entries = parse::entries(tokens, self.report);
                self.danger(entries, &mut spot);
            }
            Body::Group(tokens, _) if field == Field::Silence => {
                let entries = parse::entries(tokens, self.report);
                self.silence(entries, &mut spot);
            }
            Body::Value(value) => self.value(field, value, &mut spot),
            Body::Flag => {
                spot.broken = true;
                self.unfit(field, entry.key.extent, &format!("`{}` has no value", field.key()));
            }
            Body::Group(_, extent) => {
                spot.broken = true;
                self.unfit(field, extent, &format!("`{}` takes its value behind `=`", field.key()));
            }
        }
        self.out.places.add(field, spot);
    }

    fn value(&mut self, field: Field, value: Value, spot: &mut Spot) {
        match field {
            Field::Origins => self.origins(value, spot),
            Field::DevOrigins => self.out.spec.dev_origins = self.list(field, value, spot),
            Field::Methods => self.out.spec.methods = self.list(field, value, spot),
            Field::Headers => self.out.spec.headers = self.list(field, value, spot),
            Field::ExposeHeaders => self.out.spec.expose_headers = self.list(field, value, spot),
            Field::Credentials => match &value.kind {
                Kind::Word(word) if word == "true" => self.out.spec.credentials = true,
                Kind::Word(word) if word == "false" => {}
                _ => self.unfit_value(field, &value, spot),
            },
            Field::MaxAge => self.max_age(value, spot),
            Field::PreflightStatus => match &value.kind {
                Kind::Number(Number { whole: Some(status), suffix, .. }) if suffix.is_empty() => {
                    self.out.spec.preflight_status = Some(*status);
                }
                _ => self.unfit_value(field, &value, spot),
            },
            Field::OnRefused => match &value.kind {
                Kind::Word(word) if word == "forbid" => self.out.spec.on_refused = OnRefused::Forbid,
                Kind::Word(word) if word == "pass" => self.out.spec.on_refused = OnRefused::Pass,
                _ => self.unfit_value(field, &value, spot),
            },
            Field::PublicOrigin => match value.kind {
                Kind::Text(text) => self.out.spec.public_origin = Some(text),
                _ => self.unfit_value(field, &value, spot),
            },
            _ => self.unfit_value(field, &value, spot),
        }
    }

    fn origins(&mut self, value: Value, spot: &mut Spot) {
        if let Kind::Word(word) = &value.kind {
            match word.as_str() {
                "runtime" if self.form == Form::Named => {
                    self.out.spec.origins = OriginsSpec::Runtime;
                    return;
                }
                "runtime" => {
                    spot.broken = true;
                    let found = unknown("runtime", "`origins = runtime` is for named policies")
                        .with_why("the program sets these origins, and needs a name to set them by")
                        .with_help(
                            "write `#[derive(CorsPolicy)] #[policy(origins = runtime, ..)] struct Api;`, \
                             `#[cors(Api)]` here and `Api::set_origins(..)` at start",
                        );
                    self.report.finding(value.extent, &found);
                    return;
                }
                "mirror" | "reflect" | "echo" | "request" if self.credentials => {
                    spot.broken = true;
                    let found = Violation::new(
                        &catalogue::MIRROR_ANY_ORIGIN_WITH_CREDENTIALS,
                        Place::key(Field::Origins),
                        word,
                        format!("`origins = {word}` would let every site act as the user"),
                    );
                    self.report.finding(value.extent, &found);
                    return;
                }
                "mirror" | "reflect" | "echo" | "request" => {
                    spot.broken = true;
                    let found = unknown(word, format!("`origins` has no mode `{word}`"))
                        .with_why("an answer that repeats the request's origin says the same as `*`, and caches spoil it")
                        .with_help("write `origins = any`, or list the origins");
                    self.report.finding(value.extent, &found);
                    return;
                }
                _ => {}
            }
        }
        if let Some(items) = self.list(Field::Origins, value, spot) {
            self.out.spec.origins = OriginsSpec::List(items);
        }
    }

    /// `any`, or a list of literals; the items that are none are reported and left out.
    fn list(&mut self, field: Field, value: Value, spot: &mut Spot) -> Option<Vec<String>> {
        let items = match value.kind {
            Kind::List(items) => items,
            Kind::Word(word) if word == "any" && field != Field::DevOrigins => {
                spot.items.push(value.extent);
                return Some(vec!["*".to_owned()]);
            }
            _ => {
                self.unfit_value(field, &value, spot);
                return None;
            }
        };
        let mut texts = Vec::new();
        for item in items {
            let text = match &item.kind {
                Kind::Text(text) => Some(text.clone()),
                Kind::Word(word) if word == "any" => Some("*".to_owned()),
                Kind::Word(word) if field == Field::Methods => Some(word.trim_start_matches("r#").to_owned()),
                _ => None,
            };
            if let Some(text) = text {
                texts.push(text);
                spot.items.push(item.extent);
            } else {
                spot.broken = true;
                self.unfit_item(field, &item);
            }
        }
        Some(texts)
    }

    fn max_age(&mut self, value: Value, spot: &mut Spot) {
        self.out.spec.max_age = match value.kind {
            Kind::Text(text) => Some(MaxAgeSpec::Text(text)),
            Kind::Number(Number { whole: Some(seconds), suffix, .. }) if suffix.is_empty() => {
                Some(MaxAgeSpec::Seconds(seconds))
            }
            Kind::Number(Number { text, suffix, .. }) if suffix.is_empty() && !is_whole(&text) => {
                Some(MaxAgeSpec::Text(text))
            }
            Kind::Number(number) => {
                spot.broken = true;
                let found = Violation::new(
                    &catalogue::MAX_AGE_INVALID,
                    Place::key(Field::MaxAge),
                    &number.text,
                    format!("max age `{}` is no whole number of seconds", number.text),
                );
                let found = match (number.suffix.as_str(), number.whole) {
                    ("s" | "m" | "h" | "d", Some(_)) => {
                        found.with_help(format!("a time with a unit is a string: `\"{}\"`", number.text))
                    }
                    (_, Some(seconds)) => found.with_help(format!("write `{seconds}`")),
                    ("", None) => {
                        found.with_why("it does not fit into 64 bits").with_help("write at most `86400`")
                    }
                    _ => found,
                };
                self.report.finding(value.extent, &found);
                None
            }
            _ => {
                self.unfit_value(Field::MaxAge, &value, spot);
                None
            }
        };
    }

    fn danger(&mut self, entries: Vec<Entry>, spot: &mut Spot) {
        let mut seen: Vec<Spanned<String>> = Vec::new();
        for Entry { key, body } in entries {
            if self.is_repeated(&seen, &key) {
                continue;
            }
            seen.push(key.clone());
            let reason = match body {
                Body::Value(Value { kind: Kind::Text(reason), extent }) if reason.trim().is_empty() => {
                    self.report.finding(extent, &without_reason(&key.value));
                    None
                }
                Body::Value(Value { kind: Kind::Text(reason), .. }) => {
                    spot.items.push(key.extent);
                    Some(reason)
                }
                Body::Value(value) => {
                    let found = unknown("", format!("the reason for `{}` is no string literal", key.value))
                        .with_why(format!("found {}: the macro reads literals", describe(&value)))
                        .with_help(format!("write `{} = \"why this is safe here\"`", key.value));
                    self.report.finding(value.extent, &found);
                    None
                }
                Body::Flag | Body::Group(..) => {
                    self.report.finding(key.extent, &without_reason(&key.value));
                    None
                }
                Body::Broken => {
                    spot.broken = true;
                    continue;
                }
            };
            // The author opted out, if in the wrong form: the rule itself need not be reported on top.
            let reason = reason.unwrap_or_else(|| {
                spot.broken = true;
                spot.items.push(key.extent);
                "not readable".to_owned()
            });
            self.out.spec.danger.push(DangerSpec::new(key.value, reason));
        }
    }

    fn silence(&mut self, entries: Vec<Entry>, spot: &mut Spot) {
        let mut seen: Vec<Spanned<String>> = Vec::new();
        for Entry { key, body } in entries {
            if self.is_repeated(&seen, &key) {
                continue;
            }
            if let Body::Value(Value { extent, .. }) | Body::Group(_, extent) = body {
                let found = unknown(&key.value, format!("`{}` takes no value in `silence`", key.value))
                    .with_why("a warning is silenced without a reason")
                    .with_help(format!("write `silence({})`", key.value));
                self.report.finding(extent, &found);
            }
            spot.items.push(key.extent);
            seen.push(key.clone());
            self.out.spec.silence.push(key.value);
        }
    }

    fn is_repeated(&mut self, seen: &[Spanned<String>], key: &Spanned<String>) -> bool {
        let Some(first) = seen.iter().find(|seen| seen.value == key.value) else { return false };
        self.report.finding(key.extent, &duplicate(&key.value));
        self.report.other(first.extent, &format!("`{}` is given first here", key.value));
        true
    }

    fn unknown_key(&mut self, key: &Spanned<String>) {
        let special = match key.value.as_str() {
            "origin_regex" | "origins_regex" | "regex" | "origin_regexes" | "allow_origin_regex" => {
                self.out.places.mark_broken(Field::Origins, key.extent);
                Some((&catalogue::REGEX_ORIGIN, format!("`{}` is a regular expression", key.value)))
            }
            "vary" | "vary_origin" | "vary_header" => Some((
                &catalogue::VARY_ORIGIN_SUPPRESSED,
                format!("`{}` is not for a policy to set", key.value),
            )),
            "private_network" | "allow_private_network" | "private_network_access" => {
                Some((&catalogue::PRIVATE_NETWORK_ACCESS_OBSOLETE, format!("`{}` has no effect", key.value)))
            }
            _ => None,
        };
        if let Some((rule, what)) = special {
            self.report
                .finding(key.extent, &Violation::new(rule, Place::key(Field::Origins), &key.value, what));
            return;
        }
        let found = unknown(&key.value, format!("unknown option `{}`", key.value));
        if let Some(rule) = rules::find_word(&key.value) {
            self.out.places.mark_broken(Field::Danger, key.extent);
            let found = found.with_why(format!("`{}` is a rule, not a key", rule.id()));
            let help = match rule.level() {
                Level::Denied => format!("write `danger({} = \"why this is safe here\")`", key.value),
                Level::Warning => format!("write `silence({})`", key.value),
                _ => "remove it: this rule has no opt-out".to_owned(),
            };
            self.report.finding(key.extent, &found.with_help(help));
            return;
        }
        let found = match keys::guess(&key.value) {
            Guess::Key(name) => {
                match keys::find(name) {
                    Some(Key::Policy(field)) => self.out.places.mark_broken(field, key.extent),
                    _ => self.out.places.unknown_keys = true,
                }
                found
                    .with_why("a policy takes its own keys only, so that no setting is ignored unnoticed")
                    .with_help(format!("did you mean `{name}`? for example `{}`", keys::example(name)))
            }
            Guess::WholePolicy => {
                self.out.places.unknown_keys = true;
                found
                    .with_why("there are no ready-made policies: a policy says what it allows")
                    .with_help("write `origins = any` and the methods and headers that scripts may send")
            }
            Guess::Nothing => {
                self.out.places.unknown_keys = true;
                found
                    .with_why(format!("a policy has the keys {}", keys::list()))
                    .with_help("use one of these keys, or remove it")
            }
        };
        self.report.finding(key.extent, &found);
    }

    fn unfit(&mut self, field: Field, at: Extent, what: &str) {
        let found = unknown("", what)
            .with_why(takes(field))
            .with_help(format!("write `{}`", keys::example(field.key())));
        self.report.finding(at, &found);
    }

    fn unfit_value(&mut self, field: Field, value: &Value, spot: &mut Spot) {
        spot.broken = true;
        let what = format!("`{}` cannot be {}", field.key(), describe(value));
        let list =
            matches!(field, Field::Origins | Field::DevOrigins | Field::Methods) || is_list_of_names(field);
        let why = match value.kind {
            Kind::Word(_) | Kind::Path(_) | Kind::Other(_) if list => {
                format!("{}; {READS_LITERALS}", takes(field))
            }
            _ => takes(field).to_owned(),
        };
        let found = unknown("", what).with_why(why).with_help(cure(field, value));
        self.report.finding(value.extent, &found);
    }

    fn unfit_item(&mut self, field: Field, item: &Value) {
        let what = format!("an item of `{}` cannot be {}", field.key(), describe(item));
        let help = match &item.kind {
            Kind::Word(word) if word == "null" || is_list_of_names(field) => format!("write `\"{word}\"`"),
            Kind::Word(_) | Kind::Path(_) => NAMED_INSTEAD.to_owned(),
            Kind::List(_) => "write its items into the outer list".to_owned(),
            _ => format!("write string literals: `{}`", keys::example(field.key())),
        };
        let found = unknown("", what).with_why(READS_LITERALS).with_help(help);
        self.report.finding(item.extent, &found);
    }
}

const READS_LITERALS: &str = "the macro reads literals: it runs before constants and functions have values";
const NAMED_INSTEAD: &str = "write the text itself, share one with `#[cors(Api)]`, or let the program set it with `origins = runtime`";

fn is_whole(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
}

fn is_list_of_names(field: Field) -> bool {
    matches!(field, Field::Headers | Field::ExposeHeaders)
}

/// What may stand behind a key.
fn takes(field: Field) -> &'static str {
    match field {
        Field::Origins => "it takes a list of string literals, `any`, or in a named policy `runtime`",
        Field::DevOrigins => "it takes a list of string literals",
        Field::Methods => "it takes a list of names and string literals, or `any`",
        Field::Headers | Field::ExposeHeaders => "it takes a list of string literals, or `any`",
        Field::Credentials => "it stands alone, or before `= true` or `= false`",
        Field::MaxAge => "it takes whole seconds, or a string of a whole number and `s`, `m`, `h` or `d`",
        Field::PreflightStatus => "it takes a status from 200 to 299",
        Field::OnRefused => "it takes `pass` or `forbid`",
        Field::PublicOrigin => "it takes one origin as a string literal",
        Field::Danger => "it takes rule ids, each with a reason",
        Field::Silence => "it takes rule ids",
        _ => "it takes another form of value",
    }
}

/// The cure for a value of the wrong form, with the author's own words where that can be done.
fn cure(field: Field, value: &Value) -> String {
    let key = field.key();
    let list =
        matches!(field, Field::Origins | Field::DevOrigins | Field::Methods) || is_list_of_names(field);
    match &value.kind {
        Kind::Text(text) if list && text == "*" && field != Field::DevOrigins => {
            format!("write `{key} = any`")
        }
        Kind::Text(text) if list => format!("write `{key} = [{text:?}]`"),
        Kind::Text(text) if field == Field::Credentials && text == "true" => "write `credentials`".to_owned(),
        Kind::Text(text) if field == Field::OnRefused && matches!(text.as_str(), "pass" | "forbid") => {
            format!("write `on_refused = {text}`")
        }
        Kind::Text(text) if field == Field::PreflightStatus && text.parse::<u16>().is_ok() => {
            format!("write `preflight_status = {text}`")
        }
        Kind::Word(word)
            if list
                && field != Field::DevOrigins
                && keys::nearest(word, [("any", "any".to_owned())]).is_some() =>
        {
            format!("did you mean `{key} = any`?")
        }
        Kind::Word(word) if field == Field::Methods => format!("write `methods = [{word}]`"),
        Kind::Word(word) if field == Field::Headers && matches!(word.as_str(), "mirror" | "reflect" | "echo" | "request") => {
            "write `headers = any`, or with `credentials` replace the key by `danger(mirror_request_headers = \"..\")`"
                .to_owned()
        }
        Kind::Word(word) if is_list_of_names(field) => format!("write `{key} = [{word:?}]`"),
        Kind::Word(_) | Kind::Path(_) if matches!(field, Field::Origins | Field::DevOrigins) => {
            NAMED_INSTEAD.to_owned()
        }
        Kind::Word(_) | Kind::Path(_) if list => "write the list itself, or share a policy with `#[cors(Api)]`".to_owned(),
        _ => format!("write for example `{}`", keys::example(key)),
    }
}

/// A value in words.
fn describe(value: &Value) -> String {
    match &value.kind {
        Kind::List(_) => "a list".to_owned(),
        Kind::Text(text) => format!("the string {text:?}"),
        Kind::Number(number) => format!("the number `{}`", number.text),
        Kind::Word(word) => format!("the word `{word}`"),
        Kind::Path(tokens) => format!("the path `{}`", tokens.to_string().replace(' ', "")),
        Kind::Other(words) => (*words).to_owned(),
    }
}

fn crate_path(entry: Entry, report: &mut Report) -> CratePath {
    let (at, path) = match entry.body {
        Body::Value(Value { kind: Kind::Path(tokens), extent }) => (extent, CratePath::parse(&tokens)),
        Body::Value(value) => (value.extent, None),
        Body::Group(_, extent) => (extent, None),
        Body::Flag => (entry.key.extent, None),
        Body::Broken => return CratePath::default(),
    };
    path.unwrap_or_else(|| {
        let found = unknown("crate", "`crate` needs an absolute path")
            .with_why("generated code names the library by it, wherever the attribute stands")
            .with_help("write it with `::` in front: `crate = ::path::to::cors`");
        report.finding(at, &found);
        CratePath::default()
    })
}

fn unknown(value: &str, what: impl Into<String>) -> Violation {
    Violation::new(&catalogue::UNKNOWN_OPTION, Place::key(Field::Origins), value, what)
}

fn without_reason(word: &str) -> Violation {
    Violation::new(
        &catalogue::DANGER_WITHOUT_REASON,
        Place::key(Field::Danger),
        word,
        format!("the opt-out from `{}` has no reason", word.replace('_', "-")),
    )
    .with_help(format!("say why: `danger({word} = \"why this is safe here\")`"))
}

fn duplicate(key: &str) -> Violation {
    Violation::new(
        &catalogue::DUPLICATE_OPTION,
        Place::key(Field::Origins),
        key,
        format!("`{key}` is given twice"),
    )
    .with_help(format!("keep one `{key}`"))
}
