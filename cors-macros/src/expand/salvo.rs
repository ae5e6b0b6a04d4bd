//! An annotated handler of salvo: a type of its name that leads to the policy and to the handler itself.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Visibility};

use crate::{
    attrs::{self, Sorted},
    crate_path::CratePath,
    expand::handler::{hidden_name, hidden_type},
    item::Function,
    policy::Source,
};

/// The type in the place of the handler. salvo's own attribute makes a type of the same name, inside of a function.
pub(crate) fn handler(krate: &CratePath, source: &Source, function: Function) -> TokenStream {
    let Function { attrs, vis, sig, body } = function;
    let Sorted { outer, cfgs, inner } = attrs::sort(attrs);
    let name = sig.ident.clone();
    let hidden = hidden_type(krate, source, &cfgs, &TokenStream::new(), &name);
    let hidden_name = hidden_name(&name);
    let private = quote!(#krate::salvo::__private);
    let is = |attr: &Attribute, word: &str| attr.path().is_ident(word);
    // An expectation is met by the function.
    let of_type: Vec<_> = outer.iter().filter(|attr| !is(attr, "expect")).collect();
    // Whoever registers the handler is to be told, not this expansion.
    let of_function = outer.iter().filter(|attr| !is(attr, "deprecated") && !is(attr, "must_use"));
    let function = Function {
        attrs: of_function.cloned().chain(inner).collect(),
        vis: Visibility::Inherited,
        sig,
        body,
    };
    quote! {
        #(#of_type)*
        #(#cfgs)*
        #[allow(non_camel_case_types, clippy::exhaustive_structs)]
        #[derive(::core::fmt::Debug, ::core::clone::Clone, ::core::marker::Copy)]
        #vis struct #name;

        #(#cfgs)*
        #[automatically_derived]
        #[allow(deprecated)]
        impl #krate::salvo::CorsHandler for #name {
            fn policy(&self) -> ::core::option::Option<#private::PolicyRef> {
                #private::policy::<#hidden_name>()
            }

            fn info(&self) -> ::core::option::Option<#private::HandlerInfo> {
                ::core::option::Option::Some(<#hidden_name as #krate::__private::HandlerPolicy>::handler())
            }

            fn into_handler(self) -> ::std::sync::Arc<dyn #private::Handler> {
                #function
                #private::shared(#name)
            }
        }
        #hidden
    }
}
