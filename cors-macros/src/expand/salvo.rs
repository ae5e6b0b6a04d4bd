//! An annotated handler of salvo: a constant of its name, whose type leads to the policy and to the handler itself.

use proc_macro2::TokenStream;
use quote::quote;

use crate::{
    attrs::{self, Sorted},
    crate_path::CratePath,
    expand::handler::{hidden_name, hidden_type},
    item::Function,
    policy::Source,
    syntax::Attribute,
};

/// The constant in the place of the handler. salvo's own attribute makes a type of the same name in a block without
/// a name, so that logs and API documents show it as `module::_::list_orders`.
pub(crate) fn handler(krate: &CratePath, source: &Source, function: Function) -> TokenStream {
    let Function { attrs, vis, sig, body } = function;
    let Sorted { outer, cfgs, inner } = attrs::sort(attrs);
    let name = sig.name.clone();
    let hidden = hidden_type(krate, source, &cfgs, &vis, &name);
    let hidden_name = hidden_name(&name);
    let (salvo, private) = (quote!(#krate::salvo), quote!(#krate::salvo::__private));
    let is = |attr: &Attribute, words: &[&str]| words.iter().any(|word| attr.path().is(word));
    // An expectation is met by the function, and only a function has an answer that must be used.
    let of_constant = outer.iter().filter(|attr| !is(attr, &["expect", "must_use"]));
    // Whoever registers the handler is to be told, not this expansion.
    let of_function = outer.iter().filter(|attr| !is(attr, &["deprecated"]));
    let function =
        Function { attrs: of_function.cloned().chain(inner).collect(), vis: TokenStream::new(), sig, body };
    quote! {
        #(#of_constant)*
        #(#cfgs)*
        #[allow(non_upper_case_globals)]
        #vis const #name: #salvo::Annotated<#hidden_name> = #salvo::Annotated::new();
        #hidden

        #(#cfgs)*
        const _: () = {
            #function

            #[automatically_derived]
            impl #private::Inner for #hidden_name {
                fn handler() -> ::std::sync::Arc<dyn #private::Handler> {
                    #private::shared(#name)
                }
            }
        };
    }
}
