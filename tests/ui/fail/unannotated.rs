//! A handler without a policy is refused wherever a policy is asked for.

async fn plain() {}

fn needs_a_policy<H: Fn() -> F, F: Future>(_: H)
where
    F::Output: cors::HasPolicy,
{
}

fn main() {
    needs_a_policy(plain);
    needs_a_policy(|| async { "x" });
}
