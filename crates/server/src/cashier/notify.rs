//! `POST /channels/{name}/notify`: a channel tells something. What it tells is recorded, or kept for a person, before the
//! channel gets its receipt; whatever we cannot take now it will tell again.

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{Data, Path, Payload},
};
use app::commands::channel_facts::Outcome;
use channels::Delivery;
use settlement::payment::Channel;

use super::AskError;
use crate::{
    auth::read_whole,
    limits::BODY_BYTES_MAX,
    problem::{Kind, Problem},
    state::State,
};

/// `POST /channels/{name}/notify`
pub(crate) async fn heard(
    req: HttpRequest,
    name: Path<String>,
    state: Data<State>,
    body: Payload,
) -> Result<HttpResponse, Problem> {
    let cashier = &state.cashier;
    let named = |channel: &Channel| channel.as_str() == name.as_str();
    let channel = cashier
        .channels()
        .find(named)
        .ok_or_else(Problem::not_found)?;
    let body = read_whole(&req, body.into_inner(), BODY_BYTES_MAX).await?;
    let headers = req.headers().iter().filter_map(|(name, value)| {
        let value = value.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let delivery = Delivery {
        headers: headers.collect(),
        body: body.to_vec(),
    };
    match cashier.hear(channel, &delivery).await {
        Ok(outcome) => {
            let exception = matches!(outcome, Outcome::Exception(_));
            tracing::info!(channel = channel.as_str(), exception, "a channel was heard");
            Ok(receipt(cashier.receipt(channel)))
        }
        Err(error) => Err(refusal(channel, &error)),
    }
}

fn receipt(receipt: Option<(u16, &'static str)>) -> HttpResponse {
    let (status, body) = receipt.unwrap_or((200, ""));
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut answer = HttpResponse::build(status);
    if body.is_empty() {
        return answer.finish();
    }
    answer.content_type("text/plain; charset=utf-8").body(body)
}

/// What is not signed is refused for good; what could not be recorded shall be told again.
fn refusal(channel: Channel, error: &AskError) -> Problem {
    let channel = channel.as_str();
    match error {
        AskError::Channel(
            cause @ (channels::Error::Header { .. }
            | channels::Error::SignatureWrong
            | channels::Error::SignatureProbe
            | channels::Error::KeyUnknown { .. }
            | channels::Error::Stale { .. }
            | channels::Error::SealWrong),
        ) => {
            tracing::warn!(channel, %cause, "a callback was not believed");
            Problem::new(Kind::Forbidden, "callback-not-believed", cause.to_string())
        }
        AskError::Channel(cause) => {
            tracing::warn!(channel, %cause, "a callback could not be read");
            Problem::new(Kind::Malformed, "callback-malformed", cause.to_string())
        }
        AskError::Off => Problem::not_found(),
        AskError::Send(_) | AskError::App(_) => {
            tracing::error!(channel, %error, "a callback could not be taken; it will be told again");
            let mut problem = Problem::new(Kind::Busy, "busy", "tell it again later");
            problem.retry_after_seconds = Some(crate::limits::BUSY_RETRY_SECONDS);
            problem
        }
    }
}
