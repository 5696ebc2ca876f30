//! The words of the certificate (承诺达标合格证): what it is called, what is promised, how its fields are named. The law
//! fixes the contents, an annex that may change fixes the words, so they are data that the operator keeps right. One
//! stream, `certificate-form-all`; a certificate is drawn with the words that were in force when it was issued.
//!
//! It must not know any lot.

use kernel::{Decider, PersonId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use crate::text::trimmed;

/// The one form's stream.
pub const STREAM_ID: &str = "all";
/// The words that must be prominent on every certificate (农业农村部令 2025年第4号).
pub const WORDS: &str = "承诺达标合格证";
/// Longest title and field name, in characters: they stand on one line of a label.
pub const NAME_CHARS_MAX: usize = 24;
/// Longest text of the promise, in characters: it stands on half a page of A5.
pub const PROMISE_CHARS_MAX: usize = 400;

/// All words of a certificate beside its contents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wording {
    /// What it is called; holds [`WORDS`].
    pub title: String,
    /// What is promised.
    pub promise: String,
    /// The name of the field with its number.
    pub number: String,
    /// The name of the field with the product.
    pub product: String,
    /// The name of the field with the weight.
    pub quantity: String,
    /// The name of the field with the place it grew.
    pub origin: String,
    /// The name of the field with who commits to it.
    pub producer: String,
    /// The name of the field with how to reach them.
    pub contact: String,
    /// The name of the field with the day of issue.
    pub issued_on: String,
    /// The name of the field with what the promise rests on.
    pub basis: String,
    /// The box: a laboratory tested it.
    pub commissioned_test: String,
    /// The box: the grower tested it.
    pub own_test: String,
    /// The box: the grower's own quality control.
    pub internal_control: String,
    /// The box: the grower's word.
    pub self_declaration: String,
}

impl Default for Wording {
    /// The words of the ministry's sample of 2021, until an operator puts others in their place.
    fn default() -> Self {
        Self {
            title: WORDS.to_owned(),
            promise: "我承诺对生产销售的食用农产品：不使用禁用农药兽药、停用兽药和非法添加物；\
                      常规农药兽药残留不超标；对承诺的真实性负责。"
                .to_owned(),
            number: "编号".to_owned(),
            product: "产品名称".to_owned(),
            quantity: "数量（重量）".to_owned(),
            origin: "产地".to_owned(),
            producer: "生产者".to_owned(),
            contact: "联系方式".to_owned(),
            issued_on: "开具日期".to_owned(),
            basis: "承诺依据".to_owned(),
            commissioned_test: "委托检测".to_owned(),
            own_test: "自我检测".to_owned(),
            internal_control: "内部质量控制".to_owned(),
            self_declaration: "自我承诺".to_owned(),
        }
    }
}

/// What may be asked of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Puts other words in force. Quiet when they are.
    ReviseWording {
        /// All words.
        wording: Wording,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

/// What happened to the form; a stored format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// Certificates that are issued from now on have other words.
    #[serde(rename = "traceability.certificate-wording-revised")]
    CertificateWordingRevised {
        /// Which wording it is, from 1; 0 is the one built in.
        version: u32,
        /// All words.
        wording: Wording,
        /// Who says so.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "certificate-form";
    const TYPES: &'static [(&'static str, u16)] =
        &[("traceability.certificate-wording-revised", 1)];
}

/// Why words cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// A text is empty or too long.
    #[error("{field} has 1 to {max} characters")]
    WordingInvalid {
        /// Which text.
        field: &'static str,
        /// How long it may be.
        max: usize,
    },
    /// The title does not hold the words that the law wants.
    #[error("the title holds the words {words}")]
    WordsMissing {
        /// The words, [`WORDS`].
        words: &'static str,
    },
}

impl Rejection {
    /// The stable code that API clients match on.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WordingInvalid { .. } => "wording-invalid",
            Self::WordsMissing { .. } => "words-missing",
        }
    }
}

/// What is remembered of the form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Which wording is in force; 0 for the one built in.
    pub version: u32,
    /// The words in force.
    pub wording: Wording,
}

/// The rules of the form.
#[derive(Debug, Clone, Copy)]
pub struct CertificateForm;

impl Decider for CertificateForm {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        let Command::ReviseWording { wording, by, at } = command;
        let wording = checked(&wording)?;
        if wording == state.wording {
            return Ok(vec![]);
        }
        Ok(vec![Event::CertificateWordingRevised {
            version: state.version.saturating_add(1),
            wording,
            by,
            at,
        }])
    }

    fn evolve(state: &mut State, event: &Event) {
        let Event::CertificateWordingRevised {
            version, wording, ..
        } = event;
        state.version = *version;
        state.wording = wording.clone();
    }
}

fn checked(wish: &Wording) -> Result<Wording, Rejection> {
    let text = |text: &str, field: &'static str, max: usize| {
        trimmed(text, max).ok_or(Rejection::WordingInvalid { field, max })
    };
    let name = |value: &str, field: &'static str| text(value, field, NAME_CHARS_MAX);
    let title = name(&wish.title, "title")?;
    if !title.contains(WORDS) {
        return Err(Rejection::WordsMissing { words: WORDS });
    }
    Ok(Wording {
        title,
        promise: text(&wish.promise, "promise", PROMISE_CHARS_MAX)?,
        number: name(&wish.number, "number")?,
        product: name(&wish.product, "product")?,
        quantity: name(&wish.quantity, "quantity")?,
        origin: name(&wish.origin, "origin")?,
        producer: name(&wish.producer, "producer")?,
        contact: name(&wish.contact, "contact")?,
        issued_on: name(&wish.issued_on, "issued_on")?,
        basis: name(&wish.basis, "basis")?,
        commissioned_test: name(&wish.commissioned_test, "commissioned_test")?,
        own_test: name(&wish.own_test, "own_test")?,
        internal_control: name(&wish.internal_control, "internal_control")?,
        self_declaration: name(&wish.self_declaration, "self_declaration")?,
    })
}

#[cfg(test)]
mod tests;
