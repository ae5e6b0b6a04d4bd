//! A handler of poem behind a type of its own name.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Attribute, GenericParam, Generics, Ident, TypeParam, parse_quote};

use crate::{
    attrs::{self, cfgs},
    crate_path::CratePath,
    expand::handler::{hidden_name, hidden_type},
    item::Function,
    policy::Source,
};

/// The type by which the handler is registered, the hidden type of its policy, and the framework's own handler, which
/// nothing but the hidden type can name.
pub(crate) fn handler(krate: &CratePath, source: &Source, mut function: Function) -> TokenStream {
    let cfgs = cfgs(&function.attrs);
    function.attrs.retain(|attr| !attr.path().is_ident("cfg"));
    let name = function.sig.ident.clone();
    let hidden = hidden_name(&name);
    let hidden_type = hidden_type(krate, source, &cfgs, &function.vis.to_token_stream(), &name);
    let shown = shown(&cfgs, &function);
    let private = quote!(#krate::poem::__private);
    let parameters: Vec<Ident> = types(&function.sig.generics).map(|param| param.ident.clone()).collect();
    let arguments = quote!((#(#parameters,)*));
    let generics = for_any_time(&function.sig.generics);
    let (impl_generics, type_generics, where_clause) = generics.split_for_impl();
    let endpoint = if function.sig.generics.params.is_empty() {
        name.to_token_stream()
    } else {
        quote!(<#name #type_generics as ::core::default::Default>::default())
    };
    let cfgs = attrs::tokens(&cfgs);
    quote! {
        #shown

        #cfgs
        #[automatically_derived]
        impl #impl_generics #private::Annotated for #name #type_generics #where_clause {
            type Hidden = #hidden;
            type Arguments = #arguments;
        }
        #hidden_type

        // In a block of its own: the framework's type has the same name.
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

/// The type that users see, made like the framework's own: a unit, or `Default` where there are parameters.
fn shown(cfgs: &[Attribute], function: &Function) -> TokenStream {
    let cfgs = attrs::tokens(cfgs);
    let docs = function.attrs.iter().filter(|attr| attr.path().is_ident("doc"));
    let (vis, name) = (&function.vis, &function.sig.ident);
    let generics = &function.sig.generics;
    let attributes = quote! {
        #cfgs
        #(#docs)*
        #[allow(
            missing_copy_implementations,
            missing_debug_implementations,
            non_camel_case_types,
            clippy::exhaustive_structs
        )]
    };
    if generics.params.is_empty() {
        return quote!(#attributes #vis struct #name;);
    }
    let (_, type_generics, _) = generics.split_for_impl();
    let parameters: Vec<&Ident> = types(generics).map(|param| &param.ident).collect();
    quote! {
        #attributes
        #vis struct #name #type_generics {
            __marker: ::core::marker::PhantomData<fn() -> (#(#parameters,)*)>,
        }

        #cfgs
        #[automatically_derived]
        impl #type_generics ::core::default::Default for #name #type_generics {
            fn default() -> Self {
                Self { __marker: ::core::marker::PhantomData }
            }
        }
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
