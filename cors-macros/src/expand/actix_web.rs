//! What a route attribute of actix-web becomes, so that its resource also answers preflights.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Attribute, Ident, LitStr, ext::IdentExt, parse_quote};

use crate::{
    actix::{Route, is_named, literal, text, without_routes},
    attrs::{self, cfgs},
    crate_path::CratePath,
    expand::handler::{hidden_name, hidden_type},
    item::Function,
    policy::Source,
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
    let name = function.sig.ident.clone();
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
            *attr = parse_quote! {
                #[::actix_web::route(#path, #(#methods,)* guard = #guard, #(#options,)* wrap = #wrap)]
            };
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
    let name = function.sig.ident.clone();
    let cfgs = cfgs(&function.attrs);
    let hidden = hidden_type(krate, source, &cfgs, &TokenStream::new(), &name);
    let imports = without_routes(&mut function);
    let imports = imports.iter().filter(|attr| is_named(attr, "routes")).map(|attr| keep_import(&cfgs, attr));
    let docs: Vec<_> = function.attrs.iter().filter(|attr| attr.path().is_ident("doc")).cloned().collect();
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
    let shown = handler.unraw().to_string();
    let name =
        route.options.iter().filter(|option| option.path.is_ident("name")).find_map(text).unwrap_or(shown);
    let mut methods = served(route).map(method_guard);
    let first = methods.next().unwrap_or_default();
    let parsed = |key: &'static str| {
        let options = route.options.iter().filter(move |option| option.path.is_ident(key));
        options.filter_map(|option| literal(option).map(LitStr::parse::<syn::Expr>)).filter_map(Result::ok)
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
        0 => format_ident!("__cors_guard_{}", handler.unraw(), span = span),
        _ => format_ident!(
            "__cors_guard_{}_{}",
            handler.unraw(),
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
