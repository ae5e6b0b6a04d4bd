//! A named policy: the trait that leads from a type to its policy.

use cors_core::{PolicySpec, spec::OriginsSpec};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::{crate_path::CratePath, expand::policy::static_policy, syntax::unraw};

/// `impl CorsPolicy for ..`, and `set_origins` where the program sets the origins.
///
/// Without a specification, after an error, the items are the same and lead nowhere.
pub(crate) fn named(
    krate: &CratePath,
    vis: &TokenStream,
    name: &Ident,
    spec: Option<&PolicySpec>,
    runtime: bool,
) -> TokenStream {
    let private = quote!(#krate::__private);
    let shown = unraw(name).to_string();
    let label = quote!(::core::concat!(::core::module_path!(), "::", #shown));
    let body = if let Some(spec) = spec {
        let policy = static_policy(krate, &label, spec);
        quote!(#policy &POLICY)
    } else {
        quote!(loop {})
    };
    let runtime = runtime || spec.is_some_and(|spec| spec.origins == OriginsSpec::Runtime);
    let set_origins = runtime.then(|| {
        quote! {
            #[automatically_derived]
            impl #name {
                /// Replaces the origins that may read the answers, at once for all requests that follow.
                ///
                /// # Errors
                /// Every finding of the rulebook that refuses the new origins, all at once; then nothing changes.
                #[allow(dead_code, unreachable_pub)]
                #vis fn set_origins<I>(origins: I) -> ::core::result::Result<(), #private::PolicyError>
                where
                    I: ::core::iter::IntoIterator,
                    I::Item: ::core::convert::AsRef<::core::primitive::str>,
                {
                    #private::Policy::set_origins(<Self as #private::CorsPolicy>::policy(), origins)
                }
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #private::CorsPolicy for #name {
            fn policy() -> &'static #private::Policy {
                #body
            }
        }
        #set_origins
    }
}

/// The end of a block of type `&'static Policy`.
pub(crate) fn expression(krate: &CratePath, spec: Option<&PolicySpec>) -> TokenStream {
    let private = quote!(#krate::__private);
    if let Some(spec) = spec {
        let policy = static_policy(krate, &quote!(::core::module_path!()), spec);
        quote!(#policy &POLICY)
    } else {
        quote!(
            fn refused() -> &'static #private::Policy {
                loop {}
            }
            refused()
        )
    }
}
