//! What an annotated function returns, and how its policy is read from there.

use std::{
    fmt,
    future::Future,
    marker::PhantomData,
    pin::Pin,
    task::{Context, Poll, ready},
};

use cors_core::{HandlerInfo, HandlerPolicy, Policy};
use pin_project_lite::pin_project;

pin_project! {
    /// What a function with `#[cors(..)]` returns: its own `R`, with its policy in the type.
    ///
    /// It implements no framework's response trait. An annotated function that is handed to the framework's own
    /// `get` or `to` does not compile instead of losing its policy; this crate's registration functions take it.
    ///
    /// Of a function that is not `async` and returns a future, it is that future.
    ///
    /// ```
    /// # use cors::cors;
    /// #[cors(origins = ["https://app.example.com"])]
    /// async fn double(n: u32) -> u32 {
    ///     2 * n
    /// }
    /// # let mut future = std::pin::pin!(double(21));
    /// # let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    /// # let std::task::Poll::Ready(answer) = std::future::Future::poll(future.as_mut(), &mut context) else { panic!() };
    ///
    /// // A test calls it as it stands; `answer` is `double(21).await`.
    /// assert_eq!(answer.into_inner(), 42);
    /// ```
    pub struct Cors<P, R> {
        #[pin]
        inner: R,
        policy: PhantomData<fn() -> P>,
    }
}

impl<P, R> Cors<P, R> {
    /// Puts the policy `P` into the type of `inner`.
    pub const fn new(inner: R) -> Self {
        Self { inner, policy: PhantomData }
    }

    /// What the function itself returned.
    pub fn into_inner(self) -> R {
        self.inner
    }
}

impl<P, F: Future> Future for Cors<P, F> {
    type Output = Cors<P, F::Output>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(Cors::new(ready!(self.project().inner.poll(context))))
    }
}

impl<P, R: fmt::Debug> fmt::Debug for Cors<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cors").field(&self.inner).finish()
    }
}

/// A handler's answer that names the handler's policy: [`Cors`] and nothing else.
///
/// Registration functions ask for it, so that forgetting `#[cors(..)]` does not compile.
#[diagnostic::on_unimplemented(
    message = "this handler has no CORS policy",
    label = "returns `{Self}`, which names no policy",
    note = "write `#[cors(origins = [\"https://app.example.com\"])]`, `#[cors(Api)]` or `#[cors(off)]` above the handler",
    note = "a handler or service that cannot be annotated is wrapped at the route: `with::<Api, _>(..)` or `without(..)`"
)]
pub trait HasPolicy: sealed::Sealed {
    /// The hidden type that leads to the policy and to the handler's name.
    type Policy: HandlerPolicy;

    /// What the handler itself returned.
    type Inner;

    /// What the handler itself returned.
    fn into_inner(self) -> Self::Inner;
}

impl<P: HandlerPolicy, R> HasPolicy for Cors<P, R> {
    type Policy = P;
    type Inner = R;

    fn into_inner(self) -> R {
        self.inner
    }
}

/// A function with `#[cors(..)]` whose arguments are `Args`; for [`policy_of`] and [`handler_of`].
pub trait Annotated<Args>: sealed::Annotated<Args> {
    /// The hidden type that leads to the policy and to the handler's name.
    type Policy: HandlerPolicy;
}

/// The policy of an annotated handler; `None` for `#[cors(off)]`.
///
/// ```
/// use cors::cors;
///
/// #[cors(origins = ["https://app.example.com"], max_age = "10m")]
/// async fn list_orders(page: u32) -> String {
///     format!("page {page}")
/// }
///
/// #[cors(off)]
/// async fn health() {}
///
/// assert_eq!(cors::policy_of(&list_orders).and_then(|policy| policy.max_age()), Some("600"));
/// assert!(cors::policy_of(&health).is_none());
/// ```
#[must_use]
pub fn policy_of<F, Args>(_handler: &F) -> Option<&'static Policy>
where
    F: Annotated<Args>,
{
    F::Policy::policy()
}

/// The name and the place of an annotated handler.
///
/// ```
/// # use cors::cors;
/// #[cors(origins = ["https://app.example.com"])]
/// async fn list_orders() {}
///
/// assert!(cors::handler_of(&list_orders).name().ends_with("::list_orders"));
/// ```
#[must_use]
pub fn handler_of<F, Args>(_handler: &F) -> HandlerInfo
where
    F: Annotated<Args>,
{
    F::Policy::handler()
}

pub(crate) mod sealed {
    use super::{Cors, Future, HandlerPolicy, HasPolicy};

    #[expect(unnameable_types, reason = "nobody else may implement what it seals")]
    pub trait Sealed {}

    impl<P: HandlerPolicy, R> Sealed for Cors<P, R> {}

    #[expect(unnameable_types, reason = "nobody else may implement what it seals")]
    pub trait Annotated<Args> {}

    macro_rules! arity {
        ($($argument:ident)*) => {
            impl<F, Fut, $($argument),*> Annotated<($($argument,)*)> for F
            where
                F: Fn($($argument),*) -> Fut,
                Fut: Future,
                Fut::Output: HasPolicy,
            {
            }

            impl<F, Fut, $($argument),*> super::Annotated<($($argument,)*)> for F
            where
                F: Fn($($argument),*) -> Fut,
                Fut: Future,
                Fut::Output: HasPolicy,
            {
                type Policy = <Fut::Output as HasPolicy>::Policy;
            }
        };
    }

    macro_rules! arities {
        ($first:ident $($rest:ident)*) => {
            arity!($first $($rest)*);
            arities!($($rest)*);
        };
        () => {
            arity!();
        };
    }

    arities!(A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 A13 A14 A15 A16);
}
