//! What can be seen of the handler below the attribute, and the rules that look at it.
//!
//! They speak only where the fact is visible; their silence proves nothing.

use cors_core::{Field, Place, Rule, Violation, rules::catalogue, spec::OnRefused};
use proc_macro2::{TokenStream, TokenTree};

use crate::{
    lower::Lowered,
    report::Report,
    syntax::{Signature, last_name},
};

/// Facts about one handler.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    /// The methods of its route attribute, where it has one.
    methods: Option<Vec<String>>,
    /// An argument is a JSON body.
    reads_json: bool,
    /// An argument is the request's `Authorization`.
    reads_authorization: bool,
    /// An argument is the upgrade of a WebSocket.
    upgrades: bool,
}

impl Sight {
    pub(crate) fn of(sig: &Signature, methods: Option<Vec<String>>) -> Self {
        let mentions = |names: &[&str]| sig.inputs.iter().any(|input| mentions(input.ty.clone(), names));
        Self {
            methods,
            reads_json: mentions(&["Json", "JsonBody"]),
            reads_authorization: mentions(&["Authorization", "BearerAuth", "BasicAuth"]),
            // axum and salvo. The names of poem's, rocket_ws's and warp's types are words that others use too.
            upgrades: mentions(&["WebSocketUpgrade"])
                || sig.inputs.iter().any(|input| is_called(&input.ty, &["WebSocket", "Ws"])),
        }
    }

    /// Reports what the policy and the handler say differently.
    pub(crate) fn judge(&self, lowered: &Lowered, report: &mut Report) {
        let spec = &lowered.spec;
        let silenced = |rule: &Rule| spec.silence.iter().any(|word| rule.is_word(word));
        let mut warn = |found: Violation| {
            if !silenced(found.rule()) {
                report.finding(lowered.places.extent(found.place()), &found);
            }
        };
        if self.upgrades
            && spec.on_refused != OnRefused::Forbid
            && !lowered.places.is_broken(Field::OnRefused)
        {
            let what = "this handler takes a WebSocket upgrade from any origin";
            warn(Violation::new(
                &catalogue::WEBSOCKET_HANDSHAKE_OPEN,
                Place::key(Field::OnRefused),
                "",
                what,
            ));
        }
        let served = self.methods.as_deref().unwrap_or_default();
        for (index, method) in spec.methods.iter().flatten().enumerate().filter(|_| !served.is_empty()) {
            if !is_served(served, method) {
                let what = format!("method `{method}` is not served by this handler");
                let place = Place::item(Field::Methods, index);
                let found = Violation::new(&catalogue::METHOD_NOT_SERVED, place, method, what);
                warn(found.with_help(format!("remove it: this handler serves {} only", served.join(", "))));
            }
        }
        if lowered.places.is_broken(Field::Headers)
            || spec.danger.iter().any(|danger| danger.word == "mirror_request_headers")
        {
            return;
        }
        let lists =
            |name: &str| spec.headers.iter().flatten().any(|header| header.eq_ignore_ascii_case(name));
        let place = Place::key(Field::Headers);
        if self.reads_json && !lists("content-type") && !lists("*") {
            let what = "`content-type` is not listed, and this handler reads JSON";
            let help = if spec.headers.is_some() {
                "add `\"content-type\"` to `headers`"
            } else {
                "add `headers = [\"content-type\"]`"
            };
            warn(Violation::new(&catalogue::CONTENT_TYPE_MISSING, place, "", what).with_help(help));
        }
        if self.reads_authorization && lists("*") && !lists("authorization") && !spec.credentials {
            let what = "`any` does not name `authorization`, and this handler reads it";
            warn(Violation::new(&catalogue::AUTHORIZATION_NOT_COVERED_BY_WILDCARD, place, "*", what));
        }
    }
}

/// Whether a route that serves `served` answers `method`. Preflights are `OPTIONS`, and GET answers HEAD.
fn is_served(served: &[String], method: &str) -> bool {
    let by = |name: &str| served.iter().any(|served| served == name);
    method == "*" || method == "OPTIONS" || by(method) || (method == "HEAD" && by("GET"))
}

/// Whether a type, and not only a part of it, has one of these names.
fn is_called(ty: &TokenStream, names: &[&str]) -> bool {
    last_name(ty).is_some_and(|last| names.iter().any(|name| last == name))
}

fn mentions(tokens: TokenStream, names: &[&str]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => names.iter().any(|name| word == name),
        TokenTree::Group(group) => mentions(group.stream(), names),
        _ => false,
    })
}
