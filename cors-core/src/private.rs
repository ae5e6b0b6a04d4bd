//! What generated code names. Not for use by hand: no promise is made about it.
#![allow(missing_docs, reason = "hidden; the fields are those of a `Plan`")]

pub use crate::{
    error::PolicyError,
    policy::{CorsPolicy, HandlerInfo, HandlerPolicy, Policy},
};
use crate::{
    origin_set::{OriginSet, OriginTable},
    policy::{Dangers, Methods as MethodsForm},
    spec::OnRefused,
    text::Text,
};

/// The finished parts of a policy, printed by the macro.
#[expect(clippy::exhaustive_structs, reason = "generated code writes it as a literal")]
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    pub name: &'static str,
    pub file: &'static str,
    pub line: u32,
    pub origins: Origins,
    /// Joined by `,`; `None` for those of the route.
    pub methods: Option<&'static str>,
    pub headers: &'static str,
    pub mirror_headers: bool,
    pub expose_headers: &'static str,
    pub credentials: bool,
    pub max_age: &'static str,
    pub preflight_status: u16,
    pub forbid: bool,
    pub public_origin: &'static str,
    pub dangers: &'static [(&'static str, &'static str)],
}

/// A policy of parts that the macro has checked.
#[must_use]
pub const fn policy(parts: Parts) -> Policy {
    let Parts {
        name,
        file,
        line,
        origins,
        methods,
        headers,
        mirror_headers,
        expose_headers,
        credentials,
        max_age,
        preflight_status,
        forbid,
        public_origin,
        dangers,
    } = parts;
    Policy {
        name: Text::Static(name),
        file,
        line,
        origins: match origins {
            Origins::Any => OriginSet::any(),
            Origins::Listed(table) => OriginSet::listed(table.build()),
            Origins::Runtime(table) => OriginSet::runtime(table.build()),
        },
        methods: match methods {
            Some(methods) => MethodsForm::Listed(Text::Static(methods)),
            None => MethodsForm::OfRoute,
        },
        headers: Text::Static(headers),
        mirror_headers,
        expose_headers: Text::Static(expose_headers),
        credentials,
        max_age: Text::Static(max_age),
        preflight_status,
        on_refused: if forbid { OnRefused::Forbid } else { OnRefused::Pass },
        public_origin: Text::Static(public_origin),
        dangers: Dangers::Static(dangers),
    }
}

/// Who is allowed, as plain data.
///
/// Plain, because a value with a destructor cannot be taken apart in a `const fn` (E0493).
#[non_exhaustive]
#[derive(Debug, Clone, Copy)]
pub enum Origins {
    Any,
    Listed(Table),
    Runtime(Table),
}

/// A table as in a `Plan`.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    exact: &'static [&'static str],
    exact_index: &'static [u8],
    patterns: &'static [&'static str],
    pattern_index: &'static [u8],
    null: bool,
}

impl Table {
    const fn build(self) -> OriginTable {
        OriginTable::from_static(self.exact, self.exact_index, self.patterns, self.pattern_index, self.null)
    }
}

/// Any origin.
#[must_use]
pub const fn any() -> Origins {
    Origins::Any
}

/// These origins.
#[must_use]
pub const fn listed(table: Table) -> Origins {
    Origins::Listed(table)
}

/// These origins and what the program sets.
#[must_use]
pub const fn runtime(fixed: Table) -> Origins {
    Origins::Runtime(fixed)
}

/// A table as in a `Plan`.
#[must_use]
pub const fn table(
    exact: &'static [&'static str],
    exact_index: &'static [u8],
    patterns: &'static [&'static str],
    pattern_index: &'static [u8],
    null: bool,
) -> Table {
    Table { exact, exact_index, patterns, pattern_index, null }
}
