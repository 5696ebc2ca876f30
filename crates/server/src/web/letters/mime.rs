//! A letter as mail (RFC 5322, 2045, 8058). Names and subjects are encoded by the library, and what could begin another
//! header is taken out before. It knows no words.

use std::time::{Duration, UNIX_EPOCH};

use app::ports::Commission;
use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};

use super::Said;
use crate::{config::Config, web::i18n::Lang};

/// The parts of a letter, and the address that ends such letters.
pub(super) struct Parts {
    pub(super) lang: Lang,
    pub(super) text: String,
    pub(super) html: String,
    pub(super) unsubscribe: Option<String>,
}

/// The message, ready to travel. The same letter at the same moment gives the same bytes.
pub(super) fn message(
    config: &Config,
    commission: &Commission,
    said: &Said,
    parts: Parts,
) -> Option<Vec<u8>> {
    let from: Address = config.letters.from_address.parse().ok()?;
    let to: Address = commission.email.parse().ok()?;
    let millis = u64::try_from(commission.now.millis()).ok()?;
    let message_id = format!("<{}@{}>", commission.letter, from.domain());
    let mut message = Message::builder()
        .from(Mailbox::new(
            Some(one_line(&config.letters.from_name)),
            from,
        ))
        .to(Mailbox::new(Some(one_line(&commission.name)), to))
        .subject(one_line(&said.subject))
        .date(UNIX_EPOCH + Duration::from_millis(millis))
        .message_id(Some(message_id))
        // Nobody's absence is told to a program (RFC 3834).
        .raw_header(header("Auto-Submitted", "auto-generated".to_owned()))
        .raw_header(header("Content-Language", parts.lang.tag().to_owned()));
    if let Some(address) = parts.unsubscribe {
        message = message
            .raw_header(header("List-Unsubscribe", format!("<{address}>")))
            .raw_header(header(
                "List-Unsubscribe-Post",
                "List-Unsubscribe=One-Click".to_owned(),
            ));
    }
    let boundary = |part: &str| format!("{}-{part}", commission.letter);
    let words = MultiPart::alternative()
        .boundary(boundary("words"))
        .singlepart(SinglePart::plain(parts.text))
        .singlepart(SinglePart::html(parts.html));
    let body = match &said.paper {
        None => words,
        Some((name, bytes)) => {
            let kind = ContentType::parse("application/pdf").ok()?;
            MultiPart::mixed()
                .boundary(boundary("all"))
                .multipart(words)
                .singlepart(Attachment::new(name.clone()).body(bytes.clone(), kind))
        }
    };
    Some(message.multipart(body).ok()?.formatted())
}

fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

/// Without line breaks and other controls.
fn one_line(text: &str) -> String {
    kernel::one_line(text)
}
