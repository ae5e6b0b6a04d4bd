//! The attribute macros and the derive of the `cors` crate, which documents and re-exports them.
//!
//! | step | module |
//! |---|---|
//! | tokens to entries, all mistakes at once | `parse` |
//! | the function below the attribute | `item`, `attrs`, `syntax` |
//! | entries to the specification of a policy | `keys`, `lower`, `policy` |
//! | the rulebook's findings, at their tokens | `judge`, `places`, `report` |
//! | the item again, one `static` and a thin implementation | `expand` |
//!
//! After an error the last step runs too: it leaves items of the same kind and name, so that no error of the compiler
//! follows ours.

mod actix;
mod attrs;
mod crate_path;
mod derive;
mod expand;
mod item;
mod judge;
mod keys;
mod lower;
mod parse;
mod places;
mod plain;
mod poem;
mod policy;
mod report;
mod rocket;
mod salvo;
mod sight;
mod spanned;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Gives a handler that is a plain function a CORS policy.
#[proc_macro_attribute]
pub fn cors(attr: TokenStream, item: TokenStream) -> TokenStream {
    plain::expand(attr.into(), &item.into()).into()
}

/// Gives a route of actix-web a CORS policy. `cors::actix_web` re-exports it under the name `cors`.
#[proc_macro_attribute]
pub fn cors_actix_web(attr: TokenStream, item: TokenStream) -> TokenStream {
    actix::expand(attr.into(), &item.into()).into()
}

/// Gives a route of Rocket a CORS policy. `cors::rocket` re-exports it under the name `cors`.
#[proc_macro_attribute]
pub fn cors_rocket(attr: TokenStream, item: TokenStream) -> TokenStream {
    rocket::expand(attr.into(), &item.into()).into()
}

/// Gives a handler of salvo a CORS policy. `cors::salvo` re-exports it under the name `cors`.
#[proc_macro_attribute]
pub fn cors_salvo(attr: TokenStream, item: TokenStream) -> TokenStream {
    salvo::expand(attr.into(), &item.into()).into()
}

/// Gives a handler of poem a CORS policy. `cors::poem` re-exports it under the name `cors`.
#[proc_macro_attribute]
pub fn cors_poem(attr: TokenStream, item: TokenStream) -> TokenStream {
    poem::expand(attr.into(), &item.into()).into()
}

/// Makes a type a named policy: `#[derive(CorsPolicy)] #[policy(..)] struct Api;`.
#[proc_macro_derive(CorsPolicy, attributes(policy))]
pub fn derive_cors_policy(item: TokenStream) -> TokenStream {
    derive::expand(item.into()).into()
}

/// A policy as an expression of type `&'static Policy`.
#[proc_macro]
pub fn policy(tokens: TokenStream) -> TokenStream {
    derive::expand_expression(tokens.into()).into()
}
