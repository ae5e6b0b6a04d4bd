//! What a route attribute of Rocket becomes, so that its route carries a policy.

use std::hash::{DefaultHasher, Hash, Hasher};

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

use crate::{
    attrs::{cfgs, is_framework_route},
    crate_path::CratePath,
    expand::handler::{argument_name, hidden_name, hidden_type, outer_signature},
    item::Function,
    policy::Source,
    rocket::Route,
    spanned::Extent,
    syntax::{Input, Output, unraw},
};

/// The author's function without its route attribute, and the struct of its name that `routes![..]` takes.
///
/// The framework's attribute moves into the struct's method, above a function that calls the author's: there all names
/// mean what they mean at the author's function, also in a block.
pub(crate) fn route(
    krate: &CratePath,
    source: &Source,
    mut function: Function,
    route: &Route,
) -> TokenStream {
    function.attrs.retain(|attr| !is_framework_route(attr));
    let name = &function.sig.name;
    let shown = unraw(name).to_string();
    let cfgs = cfgs(&function.attrs);
    let deprecated = function.attrs.iter().filter(|attr| attr.path().is("deprecated"));
    let private = quote!(#krate::rocket::__private);
    let hidden = hidden_type(krate, source, &cfgs, &TokenStream::new(), name);
    let hidden_name = hidden_name(name);
    let (forwarding, forwarding_name) = forwarding(&private, &function, route);
    let uri = uri(&function, route);
    let vis = &function.vis;
    quote! {
        #function

        #(#cfgs)*
        #(#deprecated)*
        #[doc(hidden)]
        #[allow(nonstandard_style, clippy::exhaustive_structs, clippy::empty_structs_with_brackets)]
        #[allow(missing_copy_implementations, missing_debug_implementations, unnameable_types)]
        #vis struct #name {}

        #(#cfgs)*
        #[automatically_derived]
        #[allow(deprecated, clippy::used_underscore_binding)]
        impl #name {
            #[doc(hidden)]
            #[must_use]
            pub fn into_route(self) -> #private::Route {
                #forwarding
                #private::route::<#hidden_name>(#forwarding_name {}.into_route(), #shown)
            }
        }
        #hidden
        #uri
    }
}

/// The function of which the framework makes the route.
fn forwarding(private: &TokenStream, function: &Function, route: &Route) -> (TokenStream, Ident) {
    let name = &function.sig.name;
    let mut sig = function.sig.clone();
    sig.name = format_ident!("__cors_route_{}", unraw(name), span = name.span());
    sig.constness = None;
    sig.inputs = sig.inputs.iter().map(Input::without_mut).collect();
    let arguments: Vec<Ident> = sig.inputs.iter().filter_map(Input::name).collect();
    let dot_await = sig.asyncness.as_ref().map(|_| quote!(.await));
    // An argument of the function's own name hides the function.
    let hidden = arguments.iter().any(|argument| unraw(argument) == unraw(name));
    let (callee, relay) = if hidden { relay(function) } else { (name.clone(), TokenStream::new()) };
    let call = quote!(#private::Answer::new(#callee(#(#arguments),*) #dot_await));
    let returned = sig.output.ty();
    // What the framework says about the answer, it says where the first token of its type stands.
    let private = respanned(private.clone(), Extent::of_stream(returned.clone()).start);
    let answer = quote!(#private::Answer<#returned, #private::AttachCorsRocketFairing>);
    sig.output = Output::of(answer);
    let forwarding_name = sig.name.clone();
    let attr = &route.attr;
    (quote!(#relay #attr #sig { #call }), forwarding_name)
}

/// The tokens, at another place.
fn respanned(tokens: TokenStream, at: Span) -> TokenStream {
    let tokens = tokens.into_iter().map(|mut token| {
        token.set_span(token.span().located_at(at));
        token
    });
    tokens.collect()
}

/// A function with another name and no names of arguments that calls the author's.
fn relay(function: &Function) -> (Ident, TokenStream) {
    let name = &function.sig.name;
    let mut sig = outer_signature(&function.sig, |returned| returned);
    sig.name = format_ident!("__cors_call_{}", unraw(name), span = name.span());
    let arguments = (0..sig.inputs.len()).map(argument_name);
    let dot_await = sig.asyncness.as_ref().map(|_| quote!(.await));
    (sig.name.clone(), quote!(#sig { #name(#(#arguments),*) #dot_await }))
}

/// The macro that `uri!(name(..))` looks for, as the framework's own attribute makes it.
fn uri(function: &Function, route: &Route) -> TokenStream {
    let Some(uri) = &route.uri else { return TokenStream::new() };
    let name = unraw(&function.sig.name);
    let cfgs = cfgs(&function.attrs);
    let public = format_ident!("rocket_uri_macro_{name}", span = Span::call_site());
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    format!("{:?}{:?}", name.span(), Span::call_site()).hash(&mut hasher);
    route.attr.to_token_stream().to_string().hash(&mut hasher);
    let unique = format_ident!("{public}_cors_{}", hasher.finish().to_string());
    let text = uri.value();
    let arguments = parameters(text).into_iter().filter_map(|parameter| {
        function.sig.inputs.iter().find_map(|input| {
            let name = input.name().filter(|name| unraw(name) == parameter)?;
            let ty = without_lifetimes(input.ty.clone());
            Some(quote!(#name: #ty))
        })
    });
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(nonstandard_style, unused)]
        pub mod #unique {
            #[doc(hidden)]
            #[macro_export]
            macro_rules! #unique {
                ($($token:tt)*) => {{
                    ::rocket::rocket_internal_uri!(#text, (#(#arguments),*), $($token)*)
                }};
            }

            pub use #unique as #public;
        }

        #(#cfgs)*
        #[doc(hidden)]
        #[allow(unused)]
        pub use #unique::#public;
    }
}

/// The names of the parameters of a route, in order, those of the path first.
fn parameters(uri: &str) -> Vec<&str> {
    uri.split(['/', '?', '&'])
        .filter_map(|part| part.strip_prefix('<')?.strip_suffix('>'))
        .map(|name| name.strip_suffix("..").unwrap_or(name))
        .filter(|name| *name != "_")
        .collect()
}

/// The type with `'_` for each lifetime: where `uri!` is called nobody knows the function's.
fn without_lifetimes(ty: TokenStream) -> TokenStream {
    let mut tokens = ty.into_iter();
    let mut out = TokenStream::new();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                tokens.next();
                out.extend(quote!('_));
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), without_lifetimes(group.stream()));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            token => out.extend([token]),
        }
    }
    out
}
