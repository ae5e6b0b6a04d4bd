//! A handler of poem behind something else of its own name.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Ident, TypeParam, Visibility, parse_quote};

use crate::{
    attrs::{self, cfgs},
    crate_path::CratePath,
    expand::handler::{hidden_name, hidden_type},
    item::Function,
    policy::Source,
};

/// What the handler is registered by, the hidden type of its policy, and the framework's own handler, which
/// nothing but the hidden type can name.
pub(crate) fn handler(krate: &CratePath, source: &Source, mut function: Function) -> TokenStream {
    let cfgs = cfgs(&function.attrs);
    function.attrs.retain(|attr| !attr.path().is_ident("cfg"));
    let name = function.sig.ident.clone();
    let hidden = hidden_name(&name);
    let hidden_type = hidden_type(krate, source, &cfgs, &function.vis.to_token_stream(), &name);
    let private = quote!(#krate::poem::__private);
    let parameters: Vec<Ident> = types(&function.sig.generics).map(|param| param.ident.clone()).collect();
    let arguments = quote!((#(#parameters,)*));
    let generics = for_any_time(&function.sig.generics);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let shown = shown(&function, &quote!(#private::Annotated<#hidden, #arguments>));
    // Nobody else sees it: as `pub` it would be called unreachable.
    function.vis = Visibility::Inherited;
    let endpoint = if function.sig.generics.params.is_empty() {
        name.to_token_stream()
    } else {
        quote!(<#name #type_generics as ::core::default::Default>::default())
    };
    let cfgs = attrs::tokens(&cfgs);
    // The framework's handler is in a block of its own, because it has the same name.
    quote! {
        #cfgs
        #shown
        #hidden_type

        #cfgs
        const _: () = {
            #function

            #[automatically_derived]
            impl #impl_generics #private::Inside<#arguments> for #hidden #where_clause {
                fn endpoint() -> #private::BoxEndpoint<'static> {
                    #private::boxed(#endpoint)
                }
            }
        };
    }
}

/// What users see in the place of the framework's handler, of the type `annotated`: a value, or a type that is `Default`
/// where there are parameters.
fn shown(function: &Function, annotated: &TokenStream) -> TokenStream {
    let docs = function.attrs.iter().filter(|attr| attr.path().is_ident("doc"));
    let (vis, name, generics) = (&function.vis, &function.sig.ident, &function.sig.generics);
    if generics.params.is_empty() {
        return quote! {
            #(#docs)*
            #[allow(non_upper_case_globals)]
            #vis const #name: #annotated = <#annotated>::new();
        };
    }
    let (_, type_generics, _) = generics.split_for_impl();
    quote! {
        #(#docs)*
        #[allow(non_camel_case_types)]
        #vis type #name #type_generics = #annotated;
    }
}

fn types(generics: &Generics) -> impl Iterator<Item = &TypeParam> {
    generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => Some(param),
        _ => None,
    })
}

/// The same with `'static` parameters: a route keeps its handlers.
fn for_any_time(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    for param in &mut generics.params {
        if let GenericParam::Type(param) = param {
            param.bounds.push(parse_quote!('static));
        }
    }
    generics
}
