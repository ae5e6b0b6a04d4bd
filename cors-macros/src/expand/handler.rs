//! An annotated plain function: the function itself, whose return type names its policy.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

use crate::{
    attrs::{self, Sorted},
    crate_path::CratePath,
    expand::policy::static_policy,
    item::Function,
    policy::Source,
    syntax::{Attribute, Output, Parameter, Signature, unraw},
};

/// The function as its callers see it, with the user's function inside, and the hidden type of its policy.
pub(crate) fn handler(krate: &CratePath, source: &Source, function: Function) -> TokenStream {
    let Function { attrs, vis, sig, body } = function;
    let Sorted { outer, cfgs, inner } = attrs::sort(attrs);
    let hidden = hidden_type(krate, source, &cfgs, &vis, &sig.name);
    let name = hidden_name(&sig.name);
    let forward = forward(&quote!(#krate::Cors), &sig);
    let outer_sig = outer_signature(&sig, |returned| quote!(#krate::Cors<#name, #returned>));
    // Clippy counts the arguments of both functions; once is enough.
    let counted = (sig.inputs.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #(#outer)* #(#cfgs)*
        #vis #outer_sig {
            #(#inner)* #counted #sig #body
            #forward
        }
        #hidden
    }
}

/// A function whose attribute has been refused because it stands in the wrong place: its return type is `wrapper`,
/// which every way of registration takes, so that no second error follows.
pub(crate) fn misplaced(wrapper: &TokenStream, function: Function) -> TokenStream {
    let Function { attrs, vis, sig, body } = function;
    let Sorted { outer, cfgs, inner } = attrs::sort(attrs);
    let forward = forward(wrapper, &sig);
    let outer_sig = outer_signature(&sig, |returned| quote!(#wrapper<#returned>));
    quote! {
        #(#outer)* #(#cfgs)*
        #vis #outer_sig {
            #(#inner)* #sig #body
            #forward
        }
    }
}

/// The name of the hidden type of a handler.
pub(crate) fn hidden_name(handler: &Ident) -> Ident {
    format_ident!("__Cors_{}", unraw(handler), span = handler.span())
}

/// The hidden type that stands for the handler's policy.
pub(crate) fn hidden_type(
    krate: &CratePath,
    source: &Source,
    cfgs: &[Attribute],
    vis: &TokenStream,
    handler: &Ident,
) -> TokenStream {
    let cfgs = attrs::tokens(cfgs);
    let hidden = hidden_name(handler);
    let private = quote!(#krate::__private);
    let shown = unraw(handler).to_string();
    let name = quote!(::core::concat!(::core::module_path!(), "::", #shown));
    let policy = match source {
        Source::Inline(spec) => {
            let policy = static_policy(krate, &name, spec);
            quote!(#policy ::core::option::Option::Some(&POLICY))
        }
        Source::Named(path) => {
            quote!(::core::option::Option::Some(<#path as #private::CorsPolicy>::policy()))
        }
        // Nothing runs what has been refused: it must only have the same types.
        Source::Off | Source::Refused => quote!(::core::option::Option::None),
    };
    quote! {
        #cfgs
        #[doc(hidden)]
        #[allow(
            dead_code,
            missing_copy_implementations,
            missing_debug_implementations,
            non_camel_case_types,
            unnameable_types,
            unreachable_pub,
            clippy::exhaustive_enums
        )]
        #vis enum #hidden {}

        #cfgs
        #[automatically_derived]
        impl #private::HandlerPolicy for #hidden {
            fn policy() -> ::core::option::Option<&'static #private::Policy> {
                #policy
            }

            fn handler() -> #private::HandlerInfo {
                #private::HandlerInfo::new(#name, ::core::file!(), ::core::line!())
            }
        }
    }
}

/// The user's signature with numbered arguments and something around the return type.
pub(crate) fn outer_signature(sig: &Signature, around: impl FnOnce(TokenStream) -> TokenStream) -> Signature {
    let mut outer = sig.clone();
    for (index, input) in outer.inputs.iter_mut().enumerate() {
        input.attrs.retain(|attr| attr.path().is("cfg"));
        input.pattern = argument_name(index).into_token_stream();
    }
    // `!` is no type of its own on stable; it turns into any other.
    let returned = if sig.output.is_never() { quote!(::core::convert::Infallible) } else { sig.output.ty() };
    outer.output = Output::of(around(returned));
    outer
}

/// The call of the user's function inside, in `wrapper`.
fn forward(wrapper: &TokenStream, sig: &Signature) -> TokenStream {
    let name = &sig.name;
    // Lifetimes are left to inference: those that are bound late must not be written out.
    let generics: Vec<_> = sig.generics.parameters.iter().filter_map(Parameter::as_argument).collect();
    let turbofish = (!generics.is_empty()).then(|| quote!(::<#(#generics),*>));
    let arguments = sig.inputs.iter().enumerate().map(|(index, input)| {
        let cfgs = input.cfgs();
        let name = argument_name(index);
        quote!(#(#cfgs)* #name)
    });
    let dot_await = sig.asyncness.as_ref().map(|_| quote!(.await));
    let call = quote!(#name #turbofish(#(#arguments),*) #dot_await);
    if sig.output.is_never() {
        return quote!(#[allow(unreachable_code)] { #wrapper::new(#call) });
    }
    quote!(#wrapper::new(#call))
}

pub(crate) fn argument_name(index: usize) -> Ident {
    format_ident!("__a{index}", span = Span::mixed_site())
}
