//! The fairing that has preflights answered and sets headers.

use ::rocket::{
    Build, Orbit, Rocket,
    fairing::{self, Fairing, Info, Kind},
};
use cors_core::{CorsPolicy, PolicyRef, spec::OnRefused};

use super::{
    behind::{Behind, attach_last},
    preflights::Preflights,
    site::Site,
};

/// The fairing that has preflights answered and sets headers. Attach it once, before or after others: what they set is
/// replaced in either case.
///
/// An application with an annotated route and without it does not launch.
///
/// ```
/// use cors::rocket::cors;
/// use rocket::{get, routes};
///
/// #[cors(origins = ["https://app.example.com"])]
/// #[get("/orders")]
/// fn list_orders() -> &'static str {
///     "none yet"
/// }
///
/// let app = rocket::build().mount("/", routes![list_orders]).attach(cors::rocket::fairing());
/// ```
pub fn fairing() -> CorsFairing {
    CorsFairing { app: None }
}

/// The fairing of [`fairing()`].
#[must_use = "a fairing does nothing until it is attached"]
#[derive(Debug, Clone)]
pub struct CorsFairing {
    app: Option<PolicyRef>,
}

impl CorsFairing {
    /// Gives everything that has no policy of its own the policy `P`: the routes of others, 404 and the answers of
    /// catchers where no route with a policy was tried.
    ///
    /// A handler's own policy replaces it whole, and `#[cors(off)]` or [`without`](super::without) takes the handler
    /// out.
    ///
    /// ```
    /// use cors::CorsPolicy;
    ///
    /// #[derive(CorsPolicy)]
    /// #[policy(origins = ["https://app.example.com"], methods = [GET, PUT])]
    /// struct Api;
    ///
    /// let app = rocket::build().attach(cors::rocket::fairing().policy::<Api>());
    /// ```
    pub fn policy<P: CorsPolicy>(self) -> Self {
        self.policy_of(P::policy())
    }

    /// Like [`policy`](Self::policy), for a policy that is made at run time.
    ///
    /// ```
    /// use cors::Policy;
    ///
    /// let policy = Policy::builder().origins(["https://app.example.com"]).build()?;
    /// let app = rocket::build().attach(cors::rocket::fairing().policy_of(policy));
    /// # Ok::<(), cors::PolicyError>(())
    /// ```
    pub fn policy_of(self, policy: impl Into<PolicyRef>) -> Self {
        Self { app: Some(policy.into()) }
    }
}

#[::rocket::async_trait]
impl Fairing for CorsFairing {
    fn info(&self) -> Info {
        Info { name: "CORS", kind: Kind::Ignite | Kind::Liftoff | Kind::Singleton }
    }

    async fn on_ignite(&self, rocket: Rocket<Build>) -> fairing::Result {
        let site = Site::new(self.app.clone());
        let forbids = self.app.as_ref().is_some_and(|policy| policy.on_refused() == OnRefused::Forbid);
        if forbids {
            site.remember();
        }
        let rocket = rocket.manage(site).mount("/", vec![Preflights::route()]);
        Ok(attach_last(rocket, Behind::new(forbids)))
    }

    async fn on_liftoff(&self, rocket: &Rocket<Orbit>) {
        // The table is made now, not for the first request.
        Site::of(rocket);
    }
}
