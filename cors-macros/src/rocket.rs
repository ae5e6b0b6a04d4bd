//! `#[cors::rocket::cors(..)]` above `#[get(..)]` or `#[route(..)]` of Rocket.
//!
//! The function stays a function. The struct of its name, which `routes![..]` looks for, is made here; inside of it the
//! route attribute stands above a function that calls the author's.

use cors_core::{Field, Place, Violation, rules::catalogue};
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::{
    attrs::{cfgs, framework, framework_cure, is_framework_route, shown},
    expand::{actix_web, handler, rocket},
    item::Function,
    plain::refuse_stacked,
    policy::{self, Source},
    report::{Messages, Report},
    sight::Sight,
    spanned::Extent,
    syntax::{Attribute, Text, is_punct, is_word},
};

/// A route attribute, read.
pub(crate) struct Route {
    pub(crate) attr: Attribute,
    method: Option<String>,
    /// Path and query with their parameters.
    pub(crate) uri: Option<Text>,
}

/// Expands the attribute with the tokens `attr` above `item`.
pub(crate) fn expand(attr: TokenStream, item: &TokenStream) -> TokenStream {
    let mut report = Report::default();
    let Some(mut function) = Function::from_tokens(item, &mut report) else {
        return report.beside(item);
    };
    refuse_stacked(&mut function, &mut report);
    let route = match route(&function.attrs, &mut report) {
        Ok(route) => route,
        Err(left) => {
            let item = match left {
                Left::AsItIs => function.into_token_stream(),
                Left::FirstRoute => {
                    let imports = actix_web::keep_imports(&function.attrs);
                    let mut routes = 0_u32;
                    function.attrs.retain(|attr| {
                        routes += u32::from(is_framework_route(attr));
                        !is_framework_route(attr) || routes == 1
                    });
                    quote!(#function #imports)
                }
                Left::Bare => {
                    let krate = policy::crate_path(attr);
                    handler::misplaced(&quote!(#krate::rocket::__private::Misplaced), function)
                }
            };
            return report.beside(item);
        }
    };
    let methods = route.method.iter().cloned().collect();
    let (source, krate) = policy::read(attr, &Sight::of(&function.sig, Some(methods)), &mut report);
    let source = if report.refuses() { Source::Refused } else { source };
    let Messages { errors, warnings } = report.into_messages(&cfgs(&function.attrs));
    let item = if matches!(source, Source::Refused) {
        // The framework's own attribute makes the item that the registration expects.
        quote!(#function)
    } else {
        rocket::route(&krate, &source, function, &route)
    };
    quote!(#errors #item #warnings)
}

/// What is left of a function whose route attribute cannot be read.
enum Left {
    /// The framework's own attributes make an item of it, or report what is wrong.
    AsItIs,
    /// It has several route attributes: the first one makes an item of it.
    FirstRoute,
    /// It has no route attribute: the attribute above may have read it already.
    Bare,
}

/// The route attribute; an error where there is none, or where the framework itself will report what is wrong.
fn route(attrs: &[Attribute], report: &mut Report) -> Result<Route, Left> {
    let found: Vec<&Attribute> = attrs.iter().filter(|attr| is_framework_route(attr)).collect();
    let foreign = found.iter().find(|attr| framework(attr).is_some_and(|name| name != "rocket"));
    if let Some(attr) = foreign {
        let name = framework(attr).unwrap_or_default();
        let finding = misplaced(format!("`cors::rocket::cors` cannot stand above `{}`", shown(attr)))
            .with_why(format!("`{}` makes a route of another framework", shown(attr)))
            .with_help(framework_cure(name));
        report.finding(Extent::of_stream(attr.to_token_stream()), &finding);
        return Err(Left::AsItIs);
    }
    match found.as_slice() {
        [] => {
            let finding = misplaced("`cors::rocket::cors` has no route attribute below it")
                .with_why(
                    "it becomes a part of `#[get(..)]` or its like; one that stands above it has done its work already",
                )
                .with_help("write `#[get(\"/path\")]` or its like below it");
            report.finding(Extent::call(), &finding);
            Err(Left::Bare)
        }
        [attr] => Ok(read(attr)),
        [_, second, ..] => {
            let finding = misplaced(format!("a second route attribute `{}`", shown(second)))
                .with_why("the framework makes one route of a function")
                .with_help("write a function for each route, and let them call a third one");
            report.finding(Extent::of_stream(second.to_token_stream()), &finding);
            Err(Left::FirstRoute)
        }
    }
}

fn misplaced(what: impl Into<String>) -> Violation {
    Violation::new(&catalogue::FRAMEWORK_ATTRIBUTE, Place::key(Field::Origins), "", what)
}

/// Reads a route attribute. What cannot be read is left to the framework: the attribute itself stays, with the policy.
fn read(attr: &Attribute) -> Route {
    let tokens: Vec<TokenTree> = attr.list().cloned().unwrap_or_default().into_iter().collect();
    let name = attr.path().last().map(ToString::to_string).unwrap_or_default();
    let (method, uri) = if name == "route" {
        // `GET, uri = "/path"`, in any order but for the method, which may be a path.
        let method = tokens.iter().take_while(|token| !is_punct(token, ',')).last().map(ToString::to_string);
        let uri = tokens.iter().position(|token| is_word(token, "uri"));
        (method, uri.and_then(|at| tokens.get(at + 2)))
    } else {
        (Some(name), tokens.first())
    };
    let uri = uri.and_then(|uri| Text::parse(uri.to_token_stream()));
    Route { attr: attr.clone(), method: method.map(|method| method.to_ascii_uppercase()), uri }
}
