//! `#[derive(CorsPolicy)]` with `#[policy(..)]`, and `policy! { .. }`.

use cors_core::{Field, Place, Violation, rules::catalogue};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};

use crate::{
    attrs::cfgs,
    crate_path::CratePath,
    expand::named::{expression, named},
    lower::Form,
    policy::inline,
    report::{Messages, Report},
    sight::Sight,
    spanned::Extent,
    syntax::{Attribute, Generics, Tokens, outer_attributes, visibility},
};

const EXAMPLE: &str = "write `#[policy(origins = [\"https://app.example.com\"])]` above the type";

/// Expands the derive for the type `item`.
pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut report = Report::default();
    let Some(Type { attrs, vis, name, generics }) = Type::parse(item) else {
        report.error(
            Extent::call(),
            "`CorsPolicy` can be derived for structs and enums",
            "the type only stands for a policy and is never made",
            "write `struct Api;`",
        );
        return report.into_messages(&[]).errors;
    };
    if let Some(generics) = generics {
        report.error(
            Extent::of_stream(generics),
            &format!("the named policy `{name}` cannot have generics"),
            "one type stands for one policy",
            "remove the generics, or implement `CorsPolicy` by hand",
        );
        // An implementation for a generic type needs its parameters; without one there is nothing to stand in for.
        return report.into_messages(&[]).errors;
    }
    let mut runtime = false;
    let (spec, krate) = match arguments(&attrs, &name, &mut report) {
        Some(arguments) => {
            runtime = mentions_runtime(&arguments);
            inline(arguments, Form::Named, &Sight::default(), &mut report)
        }
        None => (None, CratePath::default()),
    };
    let spec = spec.filter(|_| !report.refuses());
    let named = named(&krate, &vis, &name, spec.as_ref(), runtime);
    let Messages { errors, warnings } = report.into_messages(&cfgs(&attrs));
    quote!(#errors #named #warnings)
}

/// Expands the expression `policy! { .. }`.
pub(crate) fn expand_expression(tokens: TokenStream) -> TokenStream {
    let mut report = Report::default();
    let (spec, krate) = inline(tokens, Form::Expression, &Sight::default(), &mut report);
    let expression = expression(&krate, spec.as_ref());
    let Messages { errors, warnings } = report.into_messages(&[]);
    quote!({ #errors #warnings #expression })
}

/// The tokens in the brackets of the one `#[policy(..)]`.
fn arguments(attrs: &[Attribute], name: &Ident, report: &mut Report) -> Option<TokenStream> {
    let mut policies = attrs.iter().filter(|attr| attr.path().is("policy"));
    let Some(first) = policies.next() else {
        report.error(
            name.span(),
            &format!("`{name}` has no policy"),
            "`#[derive(CorsPolicy)]` reads it from the attribute `#[policy(..)]`",
            EXAMPLE,
        );
        return None;
    };
    for second in policies {
        let what = format!("a second policy on the type `{name}`");
        let found = Violation::new(&catalogue::STACKED_POLICIES, Place::key(Field::Origins), "", what)
            .with_why("one type stands for one policy");
        report.finding(Extent::of_stream(second.to_token_stream()), &found);
        report.other(Extent::of_stream(first.to_token_stream()), "the first policy is here");
    }
    match first.list() {
        Some(tokens) if !tokens.is_empty() => Some(tokens.clone()),
        _ => {
            report.error(
                Extent::of_stream(first.to_token_stream()),
                "`#[policy]` says nothing about who may read the answers",
                "there is no default policy, because none would be safe for everybody",
                EXAMPLE,
            );
            None
        }
    }
}

/// Whether a stub needs `set_origins` too. Only what a refused policy leaves behind depends on this.
fn mentions_runtime(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "runtime"))
}

/// What the derive needs to know of a type. Its fields stay tokens.
struct Type {
    attrs: Vec<Attribute>,
    vis: TokenStream,
    name: Ident,
    /// `<..>`, where there is one.
    generics: Option<TokenStream>,
}

impl Type {
    fn parse(item: TokenStream) -> Option<Self> {
        let mut tokens = Tokens::new(item);
        let attrs = outer_attributes(&mut tokens)?;
        let vis = visibility(&mut tokens);
        tokens.take_word("struct").or_else(|| tokens.take_word("enum"))?;
        let name = tokens.take_ident()?;
        let generics = Generics::take(&mut tokens)?;
        let generics = (!generics.parameters.is_empty()).then(|| generics.into_token_stream());
        // Fields, a where clause, a semicolon: whatever rustc has accepted.
        Some(Self { attrs, vis, name, generics })
    }
}
