//! What a route attribute of actix-web becomes, so that its resource also answers preflights.

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

use crate::{
    actix::{Route, is_named, without_routes},
    attrs::{self, cfgs},
    crate_path::CratePath,
    expand::handler::{hidden_name, hidden_type},
    item::Function,
    policy::Source,
    syntax::{Attribute, Meta, Text, unraw},
};

/// The further methods that the resource of an annotated handler takes. Its guard lets through only preflights for
/// the handler's own methods, and requests that bear the adapter's private mark.
const FURTHER_METHODS: [&str; 2] = ["OPTIONS", "CORSPROBE"];

/// `#[get("/x", ..)]` becomes `#[route("/x", method = "GET", method = "OPTIONS", .., wrap = ours)]`.
pub(crate) fn single(
    krate: &CratePath,
    source: &Source,
    mut function: Function,
    routes: &[Route],
) -> TokenStream {
    let Some(route) = routes.first() else { return function.into_token_stream() };
    let name = function.sig.name.clone();
    let cfgs = cfgs(&function.attrs);
    let hidden = hidden_type(krate, source, &cfgs, &TokenStream::new(), &name);
    let guard_name = guard_name(&name, 0);
    let guard = guard(krate, &cfgs, &guard_name, route);
    let mut import = TokenStream::new();
    for attr in &mut function.attrs {
        if attrs::is_framework_route(attr) {
            import = keep_import(&cfgs, attr);
            let Route { path, options, .. } = route;
            let methods = served(route).map(|method| quote!(method = #method));
            let guard = guard_name.to_string();
            let wrap = wrap(krate, &name, route).to_string();
            // The last wrap is the outermost one.
            let rewritten = Attribute::parse(quote! {
                #[::actix_web::route(#path, #(#methods,)* guard = #guard, #(#options,)* wrap = #wrap)]
            });
            if let Some(rewritten) = rewritten {
                *attr = rewritten;
            }
        }
    }
    quote!(#function #hidden #guard #import)
}

/// Several route attributes below `#[routes]`: each becomes a resource as the framework itself makes them.
///
/// `#[routes]` takes one method an attribute only, so it cannot be rewritten in its own words.
pub(crate) fn several(
    krate: &CratePath,
    source: &Source,
    mut function: Function,
    routes: &[Route],
) -> TokenStream {
    let name = function.sig.name.clone();
    let cfgs = cfgs(&function.attrs);
    let hidden = hidden_type(krate, source, &cfgs, &TokenStream::new(), &name);
    let imports = without_routes(&mut function);
    let imports = imports.iter().filter(|attr| is_named(attr, "routes")).map(|attr| keep_import(&cfgs, attr));
    let docs: Vec<_> = function.attrs.iter().filter(|attr| attr.path().is("doc")).cloned().collect();
    let vis = function.vis.clone();
    let guards =
        routes.iter().enumerate().map(|(index, route)| guard(krate, &cfgs, &guard_name(&name, index), route));
    let resources = routes.iter().enumerate().map(|(index, route)| {
        let resource = resource(krate, &name, &guard_name(&name, index), route);
        quote!(::actix_web::dev::HttpServiceFactory::register(#resource, __config);)
    });
    quote! {
        #(#cfgs)*
        #(#docs)*
        #[allow(non_camel_case_types)]
        #vis struct #name;

        #(#cfgs)*
        #[automatically_derived]
        impl ::actix_web::dev::HttpServiceFactory for #name {
            fn register(self, __config: &mut ::actix_web::dev::AppService) {
                #function
                #(#resources)*
            }
        }
        #hidden
        #(#guards)*
        #(#imports)*
    }
}

fn resource(krate: &CratePath, handler: &Ident, guard: &Ident, route: &Route) -> TokenStream {
    let path = &route.path;
    let shown = unraw(handler).to_string();
    let name = route.options.iter().filter(|option| option.path.is("name")).find_map(Meta::text);
    let name = name.map_or(shown, |name| name.value().to_owned());
    let mut methods = served(route).map(method_guard);
    let first = methods.next().unwrap_or_default();
    let parsed = |key: &'static str| {
        let options = route.options.iter().filter(move |option| option.path.is(key));
        options.filter_map(|option| option.text().map(code))
    };
    let (guards, wraps) = (parsed("guard"), parsed("wrap"));
    let wrap = wrap(krate, handler, route);
    quote! {
        ::actix_web::Resource::new(#path)
            .name(#name)
            .guard(::actix_web::guard::Any(#first)#(.or(#methods))*)
            .guard(::actix_web::guard::fn_guard(#guard))
            #(.guard(::actix_web::guard::fn_guard(#guards)))*
            #(.wrap(#wraps))*
            .wrap(#wrap)
            .to(#handler)
    }
}

/// The code in a string, where the string stands; the string itself where it is none.
fn code(text: &Text) -> TokenStream {
    let tokens = text.value().parse::<TokenStream>().ok().filter(|tokens| !tokens.is_empty());
    tokens.map_or_else(|| text.to_token_stream(), |tokens| at(text.span(), tokens))
}

fn at(span: Span, tokens: TokenStream) -> TokenStream {
    let tokens = tokens.into_iter().map(|token| {
        let mut token = match token {
            TokenTree::Group(group) => Group::new(group.delimiter(), at(span, group.stream())).into(),
            token => token,
        };
        token.set_span(span);
        token
    });
    tokens.collect()
}

fn method_guard(method: &str) -> TokenStream {
    let standard = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "CONNECT", "TRACE"];
    let method = if standard.contains(&method) {
        let constant = format_ident!("{method}");
        quote!(::actix_web::http::Method::#constant)
    } else {
        // The macro that names it has checked that it is a token.
        quote!(#method.parse().unwrap_or(::actix_web::http::Method::OPTIONS))
    };
    quote!(::actix_web::guard::Method(#method))
}

/// The methods that the resource takes: its own, and those of preflights.
fn served(route: &Route) -> impl Iterator<Item = &str> {
    let own = route.methods.iter().map(String::as_str);
    own.chain(
        FURTHER_METHODS.into_iter().filter(|further| !route.methods.iter().any(|method| method == further)),
    )
}

fn guard(krate: &CratePath, cfgs: &[Attribute], name: &Ident, route: &Route) -> TokenStream {
    let private = quote!(#krate::actix_web::__private);
    let methods = &route.methods;
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(dead_code, non_snake_case)]
        fn #name(context: &#private::GuardContext<'_>) -> bool {
            #private::guard(context, &[#(#methods),*])
        }
    }
}

fn guard_name(handler: &Ident, index: usize) -> Ident {
    let span = handler.span();
    match index {
        0 => format_ident!("__cors_guard_{}", unraw(handler), span = span),
        _ => format_ident!(
            "__cors_guard_{}_{}",
            unraw(handler),
            Literal::usize_unsuffixed(index).to_string(),
            span = span
        ),
    }
}

fn wrap(krate: &CratePath, handler: &Ident, route: &Route) -> TokenStream {
    let hidden = hidden_name(handler);
    let methods = &route.methods;
    quote!(#krate::actix_web::__private::wrap::<#hidden>(&[#(#methods),*]))
}

/// Uses the names of all route attributes among `attributes`.
pub(crate) fn keep_imports(attributes: &[Attribute]) -> TokenStream {
    let cfgs = cfgs(attributes);
    let routes = attributes.iter().filter(|attr| attrs::is_framework_route(attr));
    routes.map(|attr| keep_import(&cfgs, attr)).collect()
}

/// Uses the name by which the author imported the route attribute, which is gone from the expansion: without this
/// rustc would call the import unused.
fn keep_import(cfgs: &[Attribute], attr: &Attribute) -> TokenStream {
    let path = attr.path();
    quote! {
        #(#cfgs)*
        const _: () = {
            #[allow(unused_imports)]
            use #path as _;
        };
    }
}
