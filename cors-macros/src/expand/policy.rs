//! One policy as one `static` of plain data.

use cors_core::{
    PolicySpec,
    plan::{OriginPlan, OriginsPlan, Plan},
    spec::OnRefused,
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::crate_path::CratePath;

/// The statement `static POLICY: Policy = ..;` for a specification that nothing refuses.
///
/// `name` is an expression of type `&'static str`.
pub(crate) fn static_policy(krate: &CratePath, name: &TokenStream, spec: &PolicySpec) -> TokenStream {
    let private = quote!(#krate::__private);
    let plan = Plan::from_spec(spec);
    let (release, debug) = (origins(&private, &plan.origins), origins(&private, &plan.debug_origins));
    let origins = if plan.origins == plan.debug_origins {
        release
    } else {
        // Both forms are compiled; the author's crate decides, not this one.
        quote!(if ::core::cfg!(debug_assertions) { #debug } else { #release })
    };
    let methods = plan.methods.as_ref().map_or_else(
        || quote!(::core::option::Option::None),
        |methods| quote!(::core::option::Option::Some(#methods)),
    );
    let Plan { headers, mirror_headers, expose_headers, credentials, max_age, preflight_status, .. } = &plan;
    let forbid = plan.on_refused == OnRefused::Forbid;
    let public_origin = &plan.public_origin;
    let dangers = plan.dangers.iter().map(|(id, reason)| quote!((#id, #reason)));
    quote! {
        static POLICY: #private::Policy = #private::policy(#private::Parts {
            name: #name,
            file: ::core::file!(),
            line: ::core::line!(),
            origins: #origins,
            methods: #methods,
            headers: #headers,
            mirror_headers: #mirror_headers,
            expose_headers: #expose_headers,
            credentials: #credentials,
            max_age: #max_age,
            preflight_status: #preflight_status,
            forbid: #forbid,
            public_origin: #public_origin,
            dangers: &[#(#dangers),*],
        });
    }
}

fn origins(private: &TokenStream, plan: &OriginsPlan) -> TokenStream {
    match plan {
        OriginsPlan::Listed(plan) => {
            let table = table(private, plan);
            quote!(#private::listed(#table))
        }
        OriginsPlan::Runtime(plan) => {
            let table = table(private, plan);
            quote!(#private::runtime(#table))
        }
        _ => quote!(#private::any()),
    }
}

fn table(private: &TokenStream, plan: &OriginPlan) -> TokenStream {
    let OriginPlan { exact, patterns, null, .. } = plan;
    let exact_index = Literal::byte_string(&plan.exact_index);
    let pattern_index = Literal::byte_string(&plan.pattern_index);
    quote!(#private::table(&[#(#exact),*], #exact_index, &[#(#patterns),*], #pattern_index, #null))
}
