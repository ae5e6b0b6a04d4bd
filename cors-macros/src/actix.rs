//! `#[cors::actix_web::cors(..)]` above `#[get(..)]`, `#[route(..)]` or `#[routes]`.
//!
//! The route attribute is rewritten: what it registers then also answers the preflights of its methods.

use cors_core::{Field, Place, Violation, rules::catalogue};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::{
    attrs::{cfgs, framework, framework_cure, is_framework_route, shown},
    crate_path::CratePath,
    expand::{actix_web, handler},
    item::Function,
    plain::refuse_stacked,
    policy::{self, Source},
    report::{Messages, Report},
    sight::Sight,
    spanned::Extent,
    syntax::{Attribute, Meta, Text, Tokens},
};

/// One route attribute, read.
pub(crate) struct Route {
    pub(crate) path: Text,
    /// The methods that it serves.
    pub(crate) methods: Vec<String>,
    /// Everything else in its brackets, in the author's order.
    pub(crate) options: Vec<Meta>,
}

/// Expands the attribute with the tokens `attr` above `item`.
pub(crate) fn expand(attr: TokenStream, item: &TokenStream) -> TokenStream {
    let mut report = Report::default();
    let Some(mut function) = Function::from_tokens(item, &mut report) else {
        return report.beside(item);
    };
    refuse_stacked(&mut function, &mut report);
    let found = match routes(&function.attrs, &mut report) {
        Ok(found) => found,
        Err(left) => {
            let item = match left {
                Left::AsItIs => function.into_token_stream(),
                Left::AsRoutes => {
                    let imports = actix_web::keep_imports(&function.attrs);
                    quote!(#[::actix_web::routes] #function #imports)
                }
                Left::Bare => {
                    let krate = policy::crate_path(attr);
                    handler::misplaced(&quote!(#krate::actix_web::__private::Misplaced), function)
                }
            };
            return report.beside(item);
        }
    };
    let methods = found.routes.iter().flat_map(|route| route.methods.iter().cloned()).collect();
    let (source, krate) = policy::read(attr, &Sight::of(&function.sig, Some(methods)), &mut report);
    let source = if report.refuses() { Source::Refused } else { source };
    let Messages { errors, warnings } = report.into_messages(&cfgs(&function.attrs));
    let item = if matches!(source, Source::Refused) {
        // The framework's own attributes make the item that the registration expects.
        quote!(#function)
    } else {
        rewrite(&krate, &source, function, &found)
    };
    quote!(#errors #item #warnings)
}

fn rewrite(krate: &CratePath, source: &Source, function: Function, found: &Routes) -> TokenStream {
    if found.several {
        actix_web::several(krate, source, function, &found.routes)
    } else {
        actix_web::single(krate, source, function, &found.routes)
    }
}

/// The route attributes of one function.
struct Routes {
    routes: Vec<Route>,
    /// Whether they stand below `#[routes]`.
    several: bool,
}

/// What is left of a function whose route attributes cannot be read.
enum Left {
    /// The framework's own attributes make an item of it, or report what is wrong.
    AsItIs,
    /// It has several route attributes and would need `#[routes]`.
    AsRoutes,
    /// It has no route attribute: it may be meant for `web::get().to(..)`, or the attribute above has read it already.
    Bare,
}

/// The route attributes; an error where there are none, or where the framework itself will report what is wrong.
fn routes(attrs: &[Attribute], report: &mut Report) -> Result<Routes, Left> {
    let found: Vec<&Attribute> = attrs.iter().filter(|attr| is_framework_route(attr)).collect();
    let foreign = found.iter().find(|attr| framework(attr).is_some_and(|name| name != "actix_web"));
    if let Some(attr) = foreign {
        let name = framework(attr).unwrap_or_default();
        let what = format!("`cors::actix_web::cors` cannot stand above `{}`", shown(attr));
        let finding = misplaced(what)
            .with_why(format!("`{}` makes a route of another framework", shown(attr)))
            .with_help(framework_cure(name));
        report.finding(Extent::of_stream(attr.to_token_stream()), &finding);
        return Err(Left::AsItIs);
    }
    let several = found.iter().any(|attr| is_named(attr, "routes"));
    let routes: Vec<&Attribute> = found.into_iter().filter(|attr| !is_named(attr, "routes")).collect();
    match routes.as_slice() {
        [] if several => return Err(Left::AsItIs),
        [] => {
            let finding = misplaced("`cors::actix_web::cors` has no route attribute below it")
                .with_why("it becomes a part of `#[get(..)]` or its like; one that stands above it has done its work already")
                .with_help(
                    "write it above `#[get(..)]`; on a function that is registered with `web::get().to(..)` \
                     write `#[cors::cors(..)]`",
                );
            report.finding(Extent::call(), &finding);
            return Err(Left::Bare);
        }
        [_, second, ..] if !several => {
            let finding =
                misplaced(format!("a second route attribute `{}` without `#[routes]`", shown(second)))
                    .with_why("the framework takes several route attributes only below `#[routes]`")
                    .with_help("write `#[routes]` above them");
            report.finding(Extent::of_stream(second.to_token_stream()), &finding);
            return Err(Left::AsRoutes);
        }
        _ => {}
    }
    let routes = routes.into_iter().map(read).collect::<Option<Vec<_>>>().ok_or(Left::AsItIs)?;
    Ok(Routes { routes, several })
}

fn misplaced(what: impl Into<String>) -> Violation {
    Violation::new(&catalogue::FRAMEWORK_ATTRIBUTE, Place::key(Field::Origins), "", what)
}

/// Reads one route attribute; `None` where the framework will refuse it.
fn read(attr: &Attribute) -> Option<Route> {
    let mut tokens = Tokens::new(attr.list()?.clone());
    let path = Text::take(&mut tokens)?;
    if tokens.take_punct(',').is_none() && !tokens.is_empty() {
        return None;
    }
    let options = Meta::list_of(tokens).filter(|options| options.iter().all(Meta::is_name_value))?;
    let name = attr.path().last()?.to_string();
    let (methods, options) = if name == "route" {
        let (methods, options): (Vec<_>, Vec<_>) =
            options.into_iter().partition(|option| option.path.is("method"));
        let text = |method: &Meta| method.text().map(|text| text.value().to_owned());
        (methods.iter().map(text).collect::<Option<Vec<_>>>()?, options)
    } else {
        (vec![name.to_ascii_uppercase()], options)
    };
    (!methods.is_empty()).then_some(Route { path, methods, options })
}

/// Whether the path of `attr` ends in `name`.
pub(crate) fn is_named(attr: &Attribute, name: &str) -> bool {
    is_framework_route(attr) && attr.path().ends_in(name)
}

/// The function without its route attributes, and the paths by which these were imported.
pub(crate) fn without_routes(function: &mut Function) -> Vec<Attribute> {
    let (routes, rest) = std::mem::take(&mut function.attrs).into_iter().partition(is_framework_route);
    function.attrs = rest;
    routes
}
