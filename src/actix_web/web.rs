//! Routes for annotated functions: `web::get().to(list_orders)`, as with actix-web's own `web`.
//!
//! What [`Route::to`] returns is actix-web's own [`Route`](::actix_web::Route): it goes wherever one goes, to
//! `App::route`, `Scope::route` and `Resource::route`, beside routes of the framework's own.
//!
//! Middleware for one handler goes around the resource, not around the route: `Route::wrap` stands outside of the
//! policy, and what it refuses is refused to preflights too, unless it is in a
//! [`SkipPreflight`](super::SkipPreflight).

use ::actix_web::{guard::Guard, http::Method};

use super::{guard::Methods, handler::HandlerCors, stated::CorsHandler};

/// A route that waits for its handler.
#[must_use = "a route does nothing until it has a handler and is registered"]
pub struct Route {
    /// Empty for any.
    methods: Vec<Method>,
    guarded: ::actix_web::Route,
}

/// A route of GET.
///
/// ```
/// use actix_web::App;
/// use cors::{actix_web::web, cors};
///
/// #[cors(origins = ["https://app.example.com"])]
/// async fn list_orders() -> &'static str {
///     "none yet"
/// }
///
/// let app = App::new().route("/orders", web::get().to(list_orders));
/// ```
///
/// actix-web gives GET handlers no HEAD requests; `web::get().or(Method::HEAD)` does.
pub fn get() -> Route {
    method(Method::GET)
}

/// A route of POST.
pub fn post() -> Route {
    method(Method::POST)
}

/// A route of PUT.
pub fn put() -> Route {
    method(Method::PUT)
}

/// A route of PATCH.
pub fn patch() -> Route {
    method(Method::PATCH)
}

/// A route of DELETE.
pub fn delete() -> Route {
    method(Method::DELETE)
}

/// A route of HEAD.
pub fn head() -> Route {
    method(Method::HEAD)
}

/// A route of TRACE.
pub fn trace() -> Route {
    method(Method::TRACE)
}

/// A route of `method`.
pub fn method(method: Method) -> Route {
    any().or(method)
}

/// A route of any method. Preflights are answered with the method that they ask for, as far as the policy lists it.
pub fn any() -> Route {
    Route { methods: Vec::new(), guarded: ::actix_web::Route::new() }
}

impl Route {
    /// Serves `method` too.
    pub fn or(mut self, method: Method) -> Self {
        self.methods.push(method);
        self
    }

    /// Adds a guard. It is asked for preflights too: one that looks at headers which preflights do not carry
    /// keeps them away, and with them the requests of browsers.
    pub fn guard(self, guard: impl Guard + 'static) -> Self {
        Self { guarded: self.guarded.guard(guard), ..self }
    }

    /// Gives the route its handler, and the handler's policy.
    pub fn to<F, Args>(self, handler: F) -> ::actix_web::Route
    where
        F: CorsHandler<Args>,
    {
        let Self { methods, guarded } = self;
        let parts = handler.into_parts();
        let names: Vec<&str> = methods.iter().map(Method::as_str).collect();
        let cors = HandlerCors::new(parts.policy, parts.info, &names);
        guarded.guard(Methods(methods)).to(parts.handler).wrap(cors)
    }
}
