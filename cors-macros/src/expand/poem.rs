//! A handler of poem behind something else of its own name.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use crate::{
    attrs::{self, cfgs},
    crate_path::CratePath,
    expand::handler::{hidden_name, hidden_type},
    item::Function,
    policy::Source,
    syntax::Parameter,
};

/// What the handler is registered by, the hidden type of its policy, and the framework's own handler, which
/// nothing but the hidden type can name.
pub(crate) fn handler(krate: &CratePath, source: &Source, mut function: Function) -> TokenStream {
    let cfgs = cfgs(&function.attrs);
    function.attrs.retain(|attr| !attr.path().is("cfg"));
    let name = function.sig.name.clone();
    let hidden = hidden_name(&name);
    let hidden_type = hidden_type(krate, source, &cfgs, &function.vis, &name);
    let private = quote!(#krate::poem::__private);
    let generics = &function.sig.generics;
    let types: Vec<&Ident> = generics.parameters.iter().filter_map(Parameter::as_type).collect();
    let arguments = quote!((#(#types,)*));
    // A route keeps its handlers.
    let impl_generics = generics.for_any_time();
    let where_clause = generics.where_clause.clone();
    let shown = shown(&function, &quote!(#private::Annotated<#hidden, #arguments>));
    let endpoint = if generics.parameters.is_empty() {
        name.to_token_stream()
    } else {
        let arguments = generics.arguments();
        quote!(<#name #arguments as ::core::default::Default>::default())
    };
    // Nobody else sees it: as `pub` it would be called unreachable.
    function.vis = TokenStream::new();
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
    let docs = function.attrs.iter().filter(|attr| attr.path().is("doc"));
    let (vis, name, generics) = (&function.vis, &function.sig.name, &function.sig.generics);
    if generics.parameters.is_empty() {
        return quote! {
            #(#docs)*
            #[allow(non_upper_case_globals)]
            #vis const #name: #annotated = <#annotated>::new();
        };
    }
    let arguments = generics.arguments();
    quote! {
        #(#docs)*
        #[allow(non_camel_case_types)]
        #vis type #name #arguments = #annotated;
    }
}
