//! Every form of a plain function that may be a handler.

use std::{
    fmt::Display,
    future::{Future, ready},
    pin::Pin,
    str::FromStr,
};

use cors::cors;

const APP: &str = "https://app.example.com";

struct Path<T>(T);
struct Query<A, B>(A, B);

#[cors(origins = ["https://app.example.com"])]
async fn no_arguments() -> impl Display {
    "x"
}

#[cors(origins = ["https://app.example.com"])]
async fn unit() {}

#[cors(origins = ["https://app.example.com"])]
async fn patterns(Path((a, b)): Path<(u32, u32)>, mut text: String, _: Query<u8, u8>) -> String {
    text.push('x');
    format!("{a}{b}{text}")
}

#[cors(origins = ["https://app.example.com"])]
async fn question_mark(text: String) -> Result<impl Display, std::num::ParseIntError> {
    let number: u32 = text.parse()?;
    Ok(number)
}

#[cors(origins = ["https://app.example.com"])]
async fn generic<T: FromStr + Send>(Path(text): Path<String>) -> Option<T>
where
    T: Display,
{
    text.parse().ok()
}

#[cors(origins = ["https://app.example.com"])]
async fn const_generic<const N: usize>() -> [u8; N] {
    [0; N]
}

#[cors(origins = ["https://app.example.com"])]
async fn impl_argument(shown: impl Display + Send) -> String {
    shown.to_string()
}

#[cors(origins = ["https://app.example.com"])]
async fn generic_and_impl_argument<T: Default + Display>(shown: impl Display + Send) -> String {
    format!("{shown}{}", T::default())
}

#[cors(origins = ["https://app.example.com"])]
async fn lifetimes<'a>(first: &'a str, second: &str) -> &'a str {
    if second.is_empty() { first } else { "" }
}

#[cors(origins = ["https://app.example.com"])]
async fn elided(text: &str) -> &str {
    text
}

#[cors(origins = ["https://app.example.com"])]
async fn boxed_answer() -> Box<dyn Display + Send> {
    if APP.is_empty() { Box::new(1) } else { Box::new("x") }
}

#[cors(origins = ["https://app.example.com"])]
async fn never() -> ! {
    std::future::pending().await
}

#[cors(origins = ["https://app.example.com"])]
fn impl_future() -> impl Future<Output = u8> {
    ready(1)
}

#[cors(origins = ["https://app.example.com"])]
fn boxed_future(n: u8) -> Pin<Box<dyn Future<Output = u8> + Send>> {
    Box::pin(ready(n))
}

#[cors(origins = ["https://app.example.com"])]
fn not_async(n: u8) -> u8 {
    n
}

/// Documented.
#[deprecated]
#[allow(clippy::unused_async)]
#[cors(origins = ["https://app.example.com"])]
async fn attributes_above() {}

#[cors(origins = ["https://app.example.com"])]
#[deprecated]
#[doc = "documented"]
#[must_use]
async fn attributes_below() -> u8 {
    1
}

#[cors(origins = ["https://app.example.com"])]
#[cfg(any())]
async fn configured_out() -> NoSuchType {}

#[cors(origins = ["https://app.example.com"])]
#[cfg_attr(all(), allow(unused_variables), inline)]
async fn conditional(#[cfg(all())] unused: u8, #[cfg(any())] gone: NoSuchType) {}

#[cors(origins = ["https://app.example.com"])]
async fn recursion(n: u32) -> u32 {
    if n == 0 { 0 } else { 1 + Box::pin(recursion(n - 1)).await }
}

#[cors(origins = ["https://app.example.com"])]
async fn r#match(r#type: u8) -> u8 {
    r#type
}

#[cors(off)]
async fn off() {}

#[cors(origins = ["https://app.example.com"])]
pub async fn public() {}

#[cors(origins = ["https://app.example.com"])]
pub(crate) async fn crate_wide() {}

fn run<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(value) => value,
        std::task::Poll::Pending => panic!("nothing here waits"),
    }
}

#[allow(deprecated, unused_must_use)]
fn main() {
    #[cors(origins = ["https://app.example.com"])]
    async fn inside_a_function() -> u8 {
        7
    }

    run(unit()).into_inner();
    assert_eq!(run(no_arguments()).into_inner().to_string(), "x");
    assert_eq!(run(patterns(Path((1, 2)), "t".to_owned(), Query(1, 2))).into_inner(), "12tx");
    assert!(run(question_mark("x".to_owned())).into_inner().is_err());
    assert_eq!(run(generic::<u8>(Path("8".to_owned()))).into_inner(), Some(8));
    assert_eq!(run(const_generic::<2>()).into_inner(), [0, 0]);
    assert_eq!(run(impl_argument(3)).into_inner(), "3");
    assert_eq!(run(generic_and_impl_argument::<u8>(3)).into_inner(), "30");
    assert_eq!(run(lifetimes("a", "")).into_inner(), "a");
    assert_eq!(run(elided("a")).into_inner(), "a");
    assert_eq!(run(boxed_answer()).into_inner().to_string(), "x");
    assert_eq!(run(impl_future()).into_inner(), 1);
    assert_eq!(run(boxed_future(2)).into_inner(), 2);
    assert_eq!(not_async(3).into_inner(), 3);
    run(attributes_above());
    run(attributes_below());
    run(conditional(1));
    // The name inside is the user's own function: recursion sees its plain return type.
    assert_eq!(run(recursion(3)).into_inner(), 3);
    assert_eq!(run(r#match(4)).into_inner(), 4);
    assert_eq!(run(inside_a_function()).into_inner(), 7);
    let _ = never;
    let _ = (public, crate_wide);

    for policy in [
        cors::policy_of(&no_arguments),
        cors::policy_of(&unit),
        cors::policy_of(&patterns),
        cors::policy_of(&generic::<u8>),
        cors::policy_of(&impl_future),
        cors::policy_of(&boxed_future),
        cors::policy_of(&r#match),
        cors::policy_of(&public),
        cors::policy_of(&never),
    ] {
        assert_eq!(policy.map(ToString::to_string).as_deref(), Some("origins=[https://app.example.com]"));
    }
    assert!(cors::policy_of(&off).is_none());
    assert!(cors::handler_of(&r#match).name().ends_with("::match"));
    assert!(cors::handler_of(&patterns).file().ends_with("forms.rs"));
    assert_eq!(cors::handler_of(&unit).line(), 22);
}
