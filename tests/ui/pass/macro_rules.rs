//! The attributes inside of `macro_rules!`, with every part substituted.

use cors::{CorsPolicy, cors};

macro_rules! handler {
    ($name:ident, $origin:literal, $method:ident, $age:expr, $argument:ident : $type:ty => $answer:ty, $body:expr) => {
        #[cors(origins = [$origin, "https://b.example.com"], methods = [$method], max_age = $age)]
        async fn $name($argument: $type) -> $answer {
            // A name of the macro's own beside one of the caller's.
            let __a0 = &$argument;
            let _ = __a0;
            $body
        }
    };
}

macro_rules! named {
    ($(#[$attribute:meta])* $vis:vis $name:ident, $($policy:tt)*) => {
        $(#[$attribute])*
        #[derive(CorsPolicy)]
        #[policy($($policy)*)]
        $vis struct $name;
    };
}

macro_rules! under {
    ($path:path, $name:ident) => {
        #[cors($path)]
        async fn $name() {}
    };
    ($expression:expr) => {
        cors::policy! { origins = [$expression] }
    };
}

handler!(first, "https://a.example.com", PUT, 600, n: u32 => u32, n + 1);
handler!(second, "https://a.example.com", DELETE, "10m", text: String => usize, text.len());

named!(#[derive(Debug)] pub(crate) Api, origins = ["https://a.example.com"], credentials);

mod policies {
    pub(crate) use super::Api;
}

under!(policies::Api, third);
under!(crate::Api, fourth);

fn main() {
    assert_eq!(
        cors::policy_of(&first).map(ToString::to_string).as_deref(),
        Some("origins=[https://a.example.com,https://b.example.com] methods=[PUT] max_age=600"),
    );
    assert_eq!(cors::policy_of(&second).and_then(cors::Policy::methods), Some("DELETE"));
    assert!(cors::policy_of(&third).is_some_and(cors::Policy::allows_credentials));
    assert!(cors::policy_of(&fourth).is_some_and(cors::Policy::allows_credentials));
    assert_eq!(under!("https://c.example.com").to_string(), "origins=[https://c.example.com]");
}
