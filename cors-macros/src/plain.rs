//! `#[cors(..)]` on a plain function.

use cors_core::{Field, Place, Violation, rules::catalogue};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::{
    attrs::{bare_cure, cfgs, framework, framework_cure, is_cors, is_framework_route, shown},
    crate_path::CratePath,
    expand::handler::handler,
    item::Function,
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
    let (source, krate) = policy::read(attr, &Sight::of(&function.sig, None), &mut report);
    refuse_stacked(&mut function, &mut report);
    if let Some(route) = function.attrs.iter().find(|attr| is_framework_route(attr)) {
        report_framework(route, &mut report);
        // The framework's own attribute makes the item that the registration expects.
        return report.beside(function);
    }
    finish(source, &krate, function, report)
}

fn finish(source: Source, krate: &CratePath, function: Function, report: Report) -> TokenStream {
    let source = if report.refuses() { Source::Refused } else { source };
    let Messages { errors, warnings } = report.into_messages(&cfgs(&function.attrs));
    let handler = handler(krate, &source, function);
    quote!(#errors #handler #warnings)
}

/// Reports and removes further attributes of this library.
pub(crate) fn refuse_stacked(function: &mut Function, report: &mut Report) {
    let mut stacked = Vec::new();
    function.attrs.retain(|attr| {
        let ours = is_cors(attr);
        if ours {
            stacked.push(Extent::of_stream(attr.to_token_stream()));
        }
        !ours
    });
    for at in &stacked {
        let what = format!("a second policy on the handler `{}`", function.sig.name);
        report.finding(
            *at,
            &Violation::new(&catalogue::STACKED_POLICIES, Place::key(Field::Origins), "", what),
        );
    }
    if !stacked.is_empty() {
        report.other(Extent::call(), "the first policy is here");
    }
}

fn report_framework(route: &Attribute, report: &mut Report) {
    let name = shown(route);
    let what = format!("`cors::cors` cannot stand above `{name}`");
    let found = Violation::new(&catalogue::FRAMEWORK_ATTRIBUTE, Place::key(Field::Origins), &name, what)
        .with_why(format!(
            "`{name}` makes the function a route of its framework, which no return type can change"
        ))
        .with_help(match framework(route) {
            Some(name) => framework_cure(name),
            None => bare_cure(route),
        });
    report.finding(Extent::of_stream(route.to_token_stream()), &found);
}
