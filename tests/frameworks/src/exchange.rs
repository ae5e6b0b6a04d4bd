//! What one exchange is: a request, and all that must come of it.

/// One exchange.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Exchange {
    /// The behaviour that it shows.
    pub name: &'static str,
    /// The rows of the adapter contract that it belongs to.
    pub rows: &'static [u8],
    /// The forms of the application that it is run against.
    pub forms: &'static [Form],
    /// What is sent.
    pub request: Request,
    /// What must come back.
    pub expected: Expected,
}

/// How policies are registered in an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// At each route, nothing around.
    Routes,
    /// With a table of all routes in front, where the framework has one.
    Table,
    /// At each route, with `SkipPreflight` around authentication around everything.
    Skip,
    /// With the policy `Front` for the whole application, and authentication, a timeout, a limit and panic catching
    /// inside of it.
    Front,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 4] = [Self::Routes, Self::Table, Self::Skip, Self::Front];
}

/// A request.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// The target.
    pub path: &'static str,
    /// Header lines; `Host` and `Connection` are added.
    pub lines: &'static [(&'static str, &'static [u8])],
    /// The body; `Content-Length` is added if it is not empty.
    pub body: &'static str,
}

/// All that must come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Expected {
    /// The status.
    pub status: u16,
    /// Every line of a CORS header, sorted by name.
    pub cors: &'static [(&'static str, &'static str)],
    /// The names in `Vary`, in lower case and sorted.
    pub vary: &'static [&'static str],
    /// How often a handler ran.
    pub handlers: usize,
}

/// Where a framework differs from the table, and why.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Exception {
    /// The exchange.
    pub name: &'static str,
    /// The form in which it differs; `None` for all.
    pub form: Option<Form>,
    /// What comes back instead; `None` if it is not run.
    pub expected: Option<Expected>,
    /// Why.
    pub reason: &'static str,
}

impl Exchange {
    /// An exchange.
    #[must_use]
    pub const fn new(
        name: &'static str,
        rows: &'static [u8],
        forms: &'static [Form],
        request: Request,
        expected: Expected,
    ) -> Self {
        Self { name, rows, forms, request, expected }
    }
}

impl Request {
    /// A request without a body.
    #[must_use]
    pub const fn new(
        method: &'static str,
        path: &'static str,
        lines: &'static [(&'static str, &'static [u8])],
    ) -> Self {
        Self { method, path, lines, body: "" }
    }

    /// The same with a body.
    #[must_use]
    pub const fn with_body(self, body: &'static str) -> Self {
        Self { body, ..self }
    }
}

impl Expected {
    /// The answer of a handler that ran once.
    #[must_use]
    pub const fn ran(
        status: u16,
        cors: &'static [(&'static str, &'static str)],
        vary: &'static [&'static str],
    ) -> Self {
        Self { status, cors, vary, handlers: 1 }
    }

    /// An answer for which no handler ran.
    #[must_use]
    pub const fn kept_out(
        status: u16,
        cors: &'static [(&'static str, &'static str)],
        vary: &'static [&'static str],
    ) -> Self {
        Self { status, cors, vary, handlers: 0 }
    }
}

impl Exception {
    /// A different answer.
    #[must_use]
    pub const fn differs(
        name: &'static str,
        form: Option<Form>,
        expected: Expected,
        reason: &'static str,
    ) -> Self {
        Self { name, form, expected: Some(expected), reason }
    }

    /// An exchange that makes no sense there.
    #[must_use]
    pub const fn skipped(name: &'static str, form: Option<Form>, reason: &'static str) -> Self {
        Self { name, form, expected: None, reason }
    }
}
