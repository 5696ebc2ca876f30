//! What every request passes before its handler: the address's rate limit, and the wait for what the client wrote.

use actix_web::{
    Error,
    body::{BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::Method,
    middleware::Next,
    web,
};
use app::{LogNumber, NumberError};
use eventlog::{Epoch, GlobalPosition};

use crate::{
    answer::POSITION_HEADER,
    problem::{Kind, Problem},
    state::State,
    throttle::client_address,
};

/// Paths that answer whoever watches over the program, however often.
const WATCHED: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Where payment channels call: thousands of callbacks come from few addresses, and each is signed.
const CHANNELS: &str = "/channels/";

/// Middleware: refuses who asks too often; makes a reader see its own writes.
pub(crate) async fn guard<B: MessageBody + 'static>(
    req: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    if !WATCHED.contains(&req.path())
        && !req.path().starts_with(CHANNELS)
        && let Err(problem) = admit(&req).await
    {
        return Ok(req.error_response(problem));
    }
    Ok(next.call(req).await?.map_into_boxed_body())
}

async fn admit(req: &ServiceRequest) -> Result<(), Problem> {
    let Some(state) = req.app_data::<web::Data<State>>() else {
        return Ok(());
    };
    state.throttle.address(client_address(req.request()))?;
    if matches!(*req.method(), Method::GET | Method::HEAD)
        && let Some(position) = asked_position(req, state.app.log().epoch())?
    {
        if position > state.app.log().durable_position() {
            return Err(Problem::query("at", "position-unknown"));
        }
        state.app.caught_up(position).await?;
    }
    Ok(())
}

/// The position in the header or in `?at=`, as a command's answer gave it.
fn asked_position(
    req: &ServiceRequest,
    epoch: Option<Epoch>,
) -> Result<Option<GlobalPosition>, Problem> {
    let header = req
        .headers()
        .get(POSITION_HEADER)
        .map(|value| value.to_str().unwrap_or_default());
    let query = req
        .query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix("at="));
    let Some(text) = header.or(query) else {
        return Ok(None);
    };
    match LogNumber::parse(text, epoch) {
        Ok(number) => Ok(Some(number.position())),
        Err(NumberError::OtherEpoch) => Err(Problem::restored_since()),
        Err(NumberError::Malformed) => Err(Problem::new(
            Kind::Malformed,
            "position-malformed",
            "it is what a command answered",
        )),
    }
}
