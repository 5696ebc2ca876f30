//! Sign-in and sign-up: nobody is signed in yet, so the origin is checked and the address's rate is limited.

use actix_web::{FromRequest, HttpRequest, dev::Payload, web};
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;

use super::{Fields, csrf, posted::read_fields, wish::read_json};
use crate::{problem::Problem, state::State, throttle::client_address};

/// A visitor's form at the door.
pub(crate) struct Knock {
    /// What was typed.
    pub(crate) fields: Fields,
    /// A stable key of the caller, for slowing guesses.
    pub(crate) client: String,
    /// The request, for the idempotency key of a sign-up.
    pub(crate) req: HttpRequest,
}

/// The same over JSON.
pub(crate) struct KnockJson<T> {
    /// What was sent.
    pub(crate) form: T,
    /// A stable key of the caller.
    pub(crate) client: String,
    /// The request.
    pub(crate) req: HttpRequest,
}

fn admit(req: &HttpRequest) -> Result<String, Problem> {
    csrf::demand_own_site(req)?;
    let address = client_address(req);
    if let Some(state) = req.app_data::<web::Data<State>>() {
        state.throttle.door(address)?;
    }
    Ok(address.to_string())
}

impl FromRequest for Knock {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let client = admit(&req)?;
            let fields = read_fields(&req, payload).await?;
            Ok(Self {
                fields,
                client,
                req,
            })
        })
    }
}

impl<T: DeserializeOwned + 'static> FromRequest for KnockJson<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (req, payload) = (req.clone(), payload.take());
        Box::pin(async move {
            let client = admit(&req)?;
            let (form, _) = read_json(&req, payload).await?;
            Ok(Self { form, client, req })
        })
    }
}
