//! The other attributes of a handler: which go where, and which cannot stand beside ours.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::syntax::{Attribute, Meta, Path, Tokens};

/// The attributes of an annotated function, by where they belong.
#[derive(Default)]
pub(crate) struct Sorted {
    /// For whoever calls the function: documentation, `deprecated`, lint levels.
    pub(crate) outer: Vec<Attribute>,
    /// Conditions under which the function exists at all.
    pub(crate) cfgs: Vec<Attribute>,
    /// For the function that has the user's body.
    pub(crate) inner: Vec<Attribute>,
}

/// Sorts the attributes of a function.
pub(crate) fn sort(attrs: Vec<Attribute>) -> Sorted {
    let mut sorted = Sorted::default();
    for attr in attrs {
        if attr.path().is("cfg") {
            sorted.cfgs.push(attr);
        } else if attr.path().is("cfg_attr") {
            for part in split_cfg_attr(attr) {
                sorted.push_conditional(part);
            }
        } else if is_outer(attr.path()) {
            sorted.outer.push(attr);
        } else {
            sorted.inner.push(attr);
        }
    }
    sorted
}

/// The conditions under which an item with these attributes exists.
pub(crate) fn cfgs(attrs: &[Attribute]) -> Vec<Attribute> {
    attrs.iter().filter(|attr| attr.path().is("cfg")).cloned().collect()
}

/// Whether `attr` is this library's attribute, under any path that ends in its name.
pub(crate) fn is_cors(attr: &Attribute) -> bool {
    attr.path().ends_in("cors")
}

/// The names of the attributes with which frameworks make a route of a function.
const ROUTE_NAMES: &[&str] = &[
    "get", "post", "put", "delete", "patch", "head", "options", "connect", "trace", "query", "route",
    "routes", "handler", "endpoint",
];

/// The crates that have such attributes; for each there is a module with an attribute of ours.
const FRAMEWORKS: &[&str] = &["actix_web", "rocket", "poem", "salvo"];

/// Whether `attr` makes the function a route of its framework. Without a path the name alone must tell.
pub(crate) fn is_framework_route(attr: &Attribute) -> bool {
    let named = ROUTE_NAMES.iter().any(|name| attr.path().ends_in(name));
    named && (attr.path().is_one() || framework(attr).is_some())
}

/// The framework that the path of `attr` names.
pub(crate) fn framework(attr: &Attribute) -> Option<&'static str> {
    let first = attr.path().first().filter(|_| !attr.path().is_one())?;
    FRAMEWORKS.iter().copied().find(|name| first == name)
}

impl Sorted {
    fn push_conditional(&mut self, attr: Attribute) {
        let outer = condition_and_attrs(&attr)
            .and_then(|parts| parts.get(1).map(|meta| is_outer(&meta.path) || meta.path.is("cfg")));
        if outer == Some(true) { self.outer.push(attr) } else { self.inner.push(attr) }
    }
}

/// `cfg_attr(a, b, c)` as `cfg_attr(a, b)` and `cfg_attr(a, c)`: its attributes may belong to different places.
fn split_cfg_attr(attr: Attribute) -> Vec<Attribute> {
    let Some(parts) = condition_and_attrs(&attr) else { return vec![attr] };
    let mut parts = parts.into_iter();
    let Some(condition) = parts.next() else { return vec![attr] };
    parts.filter_map(|part| Attribute::parse(quote!(#[cfg_attr(#condition, #part)]))).collect()
}

fn condition_and_attrs(attr: &Attribute) -> Option<Vec<Meta>> {
    Meta::list_of(Tokens::new(attr.list()?.clone()))
}

fn is_outer(path: &Path) -> bool {
    ["doc", "deprecated", "must_use", "allow", "warn", "deny", "forbid", "expect"]
        .iter()
        .any(|name| path.is(name))
}

/// The cure for a route attribute of the framework `name` below the wrong attribute of ours.
pub(crate) fn framework_cure(name: &str) -> String {
    format!("import that framework's own attribute: `use cors::{name}::cors;`")
}

/// The cure for a route attribute below the wrong attribute of ours, where its path does not name the framework.
pub(crate) fn bare_cure(attr: &Attribute) -> String {
    let path = attr.path();
    let examples = if path.is("handler") {
        "`use cors::poem::cors;` or `use cors::salvo::cors;`"
    } else if path.is("endpoint") {
        "`use cors::salvo::cors;`"
    } else if path.is("routes") {
        "`use cors::actix_web::cors;`"
    } else {
        "`use cors::actix_web::cors;` or `use cors::rocket::cors;`"
    };
    format!("import that framework's own attribute: {examples}")
}

/// An attribute as its author sees it, without its arguments: `#[get]`.
pub(crate) fn shown(attr: &Attribute) -> String {
    let path = attr.path().to_token_stream().to_string().replace(' ', "");
    format!("#[{path}]")
}

/// The attributes as tokens, for places where they are repeated.
pub(crate) fn tokens(attrs: &[Attribute]) -> TokenStream {
    quote!(#(#attrs)*)
}
