//! `#[cors::salvo::cors(..)]` above `#[handler]`, or above the `#[endpoint(..)]` of `salvo::oapi`.
//!
//! The handler stays what it is, inside: what bears its name outside is a constant whose type
//! leads registration to the policy.

use cors_core::{Field, Place, Violation, rules::catalogue};
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::{
    attrs::{bare_cure, cfgs, framework, framework_cure, is_framework_route, shown},
    expand::salvo,
    item::Function,
    plain::refuse_stacked,
    policy::{self, Source},
    report::{Messages, Report},
    sight::Sight,
    spanned::Extent,
    syntax::Attribute,
};

/// The attributes by which salvo makes a handler of a function.
const HANDLER_NAMES: [&str; 2] = ["handler", "endpoint"];

/// Expands the attribute with the tokens `attr` above `item`.
pub(crate) fn expand(attr: TokenStream, item: &TokenStream) -> TokenStream {
    let mut report = Report::default();
    if is_impl(item) {
        let finding = misplaced("`#[cors]` cannot stand on an `impl` block")
            .with_why("a handler that is a value gets its policy where it is registered")
            .with_help("remove it, and register the value: `.get(with::<Api, _>(value))`, with `use cors::salvo::with;`");
        report.finding(Extent::call(), &finding);
        return report.beside(item);
    }
    let Some(mut function) = Function::from_tokens(item, &mut report) else {
        return report.beside(item);
    };
    refuse_stacked(&mut function, &mut report);
    if !has_handler(&function.attrs, &mut report) {
        return report.beside(function);
    }
    let (source, krate) = policy::read(attr, &Sight::of(&function.sig, None), &mut report);
    let source = if report.refuses() { Source::Refused } else { source };
    let Messages { errors, warnings } = report.into_messages(&cfgs(&function.attrs));
    let item = salvo::handler(&krate, &source, function);
    quote!(#errors #item #warnings)
}

/// Whether the item is an `impl` block, behind its attributes.
fn is_impl(item: &TokenStream) -> bool {
    let mut tokens = item.clone().into_iter();
    loop {
        match tokens.next() {
            Some(TokenTree::Punct(hash)) if hash.as_char() == '#' => drop(tokens.next()),
            Some(TokenTree::Ident(word)) => return word == "impl",
            _ => return false,
        }
    }
}

/// Whether `#[handler]` stands below and nothing of another framework; an error where not.
fn has_handler(attrs: &[Attribute], report: &mut Report) -> bool {
    let is_handler = |attr: &Attribute| HANDLER_NAMES.iter().any(|name| attr.path().ends_in(name));
    let foreign = |attr: &&Attribute| {
        is_framework_route(attr) && framework(attr).map_or(!is_handler(attr), |name| name != "salvo")
    };
    if let Some(attr) = attrs.iter().find(foreign) {
        let name = shown(attr);
        let finding = misplaced(format!("`cors::salvo::cors` cannot stand above `{name}`"))
            .with_why(format!("`{name}` makes a route of another framework"))
            .with_help(framework(attr).map_or_else(|| bare_cure(attr), framework_cure));
        report.finding(Extent::of_stream(attr.to_token_stream()), &finding);
        return false;
    }
    if attrs.iter().any(is_handler) {
        return true;
    }
    let finding = misplaced("`cors::salvo::cors` has no `#[handler]` below it")
        .with_why("it stands above what makes a handler of the function; a `#[handler]` above it has done its work already")
        .with_help("write it above `#[handler]`");
    report.finding(Extent::call(), &finding);
    false
}

fn misplaced(what: impl Into<String>) -> Violation {
    Violation::new(&catalogue::FRAMEWORK_ATTRIBUTE, Place::key(Field::Origins), "", what)
}
