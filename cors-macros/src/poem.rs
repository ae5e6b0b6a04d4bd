//! `#[cors::poem::cors(..)]` above `#[handler]`.
//!
//! What `#[handler]` makes is hidden behind something of the same name, which only this library's routing functions take.

use cors_core::{Field, Place, Violation, rules::catalogue};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::{
    attrs::{cfgs, framework, framework_cure, is_framework_route, shown},
    expand,
    item::Function,
    plain::refuse_stacked,
    policy::{self, Source},
    report::{Messages, Report},
    sight::Sight,
    spanned::Extent,
    syntax::Attribute,
};

/// Expands the attribute with the tokens `attr` above `item`.
pub(crate) fn expand(attr: TokenStream, item: &TokenStream) -> TokenStream {
    let mut report = Report::default();
    let Some(mut function) = Function::from_tokens(item, &mut report) else {
        return report.beside(item);
    };
    refuse_stacked(&mut function, &mut report);
    if !has_handler_below(&function.attrs, &mut report) {
        // What stands there already makes the item that it is to be, or reports what is wrong.
        return report.beside(function);
    }
    // The methods stand where the handler is registered.
    let (source, krate) = policy::read(attr, &Sight::of(&function.sig, None), &mut report);
    let source = if report.refuses() { Source::Refused } else { source };
    let Messages { errors, warnings } = report.into_messages(&cfgs(&function.attrs));
    let handler = expand::poem::handler(&krate, &source, function);
    quote!(#errors #handler #warnings)
}

/// Whether poem's `#[handler]` is among the attributes below; reports if not.
fn has_handler_below(attrs: &[Attribute], report: &mut Report) -> bool {
    let mut routes = attrs.iter().filter(|attr| is_framework_route(attr));
    match routes.next() {
        Some(attr) if is_handler(attr) => true,
        Some(attr) => {
            let what = format!("`cors::poem::cors` cannot stand above `{}`", shown(attr));
            let why = format!("`{}` makes a route of another framework", shown(attr));
            let finding = misplaced(what).with_why(why);
            let finding = match framework(attr) {
                Some(name) => finding.with_help(framework_cure(name)),
                None => finding.with_help("a handler of poem has `#[handler]` there"),
            };
            report.finding(Extent::of_stream(attr.to_token_stream()), &finding);
            false
        }
        None => {
            let finding = misplaced("`cors::poem::cors` has no `#[handler]` below it")
                .with_why(
                    "it hides what `#[handler]` makes; one that stands above it has done its work already",
                )
                .with_help("write it above `#[handler]`");
            report.finding(Extent::call(), &finding);
            false
        }
    }
}

/// Whether `attr` is `#[handler]` or `#[poem::handler]`.
fn is_handler(attr: &Attribute) -> bool {
    attr.path().ends_in("handler") && framework(attr).is_none_or(|name| name == "poem")
}

fn misplaced(what: impl Into<String>) -> Violation {
    Violation::new(&catalogue::FRAMEWORK_ATTRIBUTE, Place::key(Field::Origins), "", what)
}
