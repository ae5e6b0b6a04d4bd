//! Entries to a [`PolicySpec`]: which key takes which form of value.

mod opt_outs;
mod unfit;
mod unknown;

use cors_core::{
    Field, Place, PolicySpec, Violation,
    rules::catalogue,
    spec::{MaxAgeSpec, OnRefused, OriginsSpec},
};

use self::unknown::unknown;
use crate::{
    crate_path::CratePath,
    keys::{self, Key},
    parse::{self, Body, Entry, Kind, Number, Value},
    places::{Places, Spot},
    report::Report,
    spanned::Spanned,
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
            Body::Group(tokens, at) if field == Field::Danger => {
                let entries = parse::entries_in(tokens, at, self.report);
                self.danger(entries, &mut spot);
            }
            Body::Group(tokens, at) if field == Field::Silence => {
                let entries = parse::entries_in(tokens, at, self.report);
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
}

fn is_whole(number: &str) -> bool {
    number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
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

fn duplicate(key: &str) -> Violation {
    Violation::new(
        &catalogue::DUPLICATE_OPTION,
        Place::key(Field::Origins),
        key,
        format!("`{key}` is given twice"),
    )
    .with_help(format!("keep one `{key}`"))
}
