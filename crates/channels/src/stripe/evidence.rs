//! Evidence against a dispute: files are uploaded one by one, then named in one submission. The shapes are Stripe's
//! (`POST /v1/files` with purpose `dispute_evidence`, `POST /v1/disputes/{id}`). It must not know what a file shows.

use serde::Deserialize;

use super::{Stripe, objects::form};
use crate::{Error, HttpReply, HttpRequest, Method, http, text};

/// Divides the parts of an upload; a file that holds it is not a picture and not a paper of ours.
const BOUNDARY: &str = "pomona-evidence-7f3a9c51e2b84d06";

/// A file to be uploaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceFile<'a> {
    /// Stands for this file and no other, so that it is uploaded once: 1–200 printable characters.
    pub key: &'a str,
    /// Its name at Stripe, with an ending: letters, digits, dots and hyphens.
    pub name: &'a str,
    /// Its media type.
    pub media_type: &'static str,
    /// What it holds.
    pub content: &'a [u8],
}

/// What a field of the evidence is about, as Stripe names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EvidenceField {
    /// `receipt`
    Receipt,
    /// `cancellation_policy`
    Contract,
    /// `shipping_documentation`
    Shipping,
    /// `customer_communication`
    Communication,
    /// `service_documentation`
    Service,
    /// `uncategorized_file`
    Other,
}

impl EvidenceField {
    const fn name(self) -> &'static str {
        match self {
            Self::Receipt => "evidence[receipt]",
            Self::Contract => "evidence[cancellation_policy]",
            Self::Shipping => "evidence[shipping_documentation]",
            Self::Communication => "evidence[customer_communication]",
            Self::Service => "evidence[service_documentation]",
            Self::Other => "evidence[uncategorized_file]",
        }
    }
}

impl Stripe {
    /// The request that uploads a file; [`uploaded`](Self::uploaded) reads its reply.
    ///
    /// # Errors
    /// A name or a key that does not fit, or a file that holds the boundary.
    pub fn ask_upload(&self, file: EvidenceFile<'_>) -> Result<HttpRequest, Error> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
        if file.name.is_empty() || !file.name.bytes().all(plain) {
            return Err(Error::OrderInvalid { field: "name" });
        }
        let divided = file.content.windows(BOUNDARY.len());
        if file.content.is_empty() || divided.into_iter().any(|part| part == BOUNDARY.as_bytes()) {
            return Err(Error::OrderInvalid { field: "content" });
        }
        let mut body = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"purpose\"\r\n\r\ndispute_evidence\r\n\
             --{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{}\"\r\n\
             content-type: {}\r\n\r\n",
            file.name, file.media_type
        )
        .into_bytes();
        body.extend_from_slice(file.content);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let headers = vec![
            (
                "content-type",
                format!("multipart/form-data; boundary={BOUNDARY}"),
            ),
            ("idempotency-key", file.key.to_owned()),
        ];
        let mut request = self.request(Method::Post, "/v1/files", headers, String::new());
        request.url = format!("{}/v1/files", self.settings.files_base.as_str());
        request.body = body;
        Ok(request)
    }

    /// Stripe's name of the file that was uploaded.
    ///
    /// # Errors
    /// Stripe refused it, or the reply is out of form.
    pub fn uploaded(&self, reply: &HttpReply) -> Result<String, Error> {
        let file: Named = read(reply)?;
        let named = Some(file.id).filter(|id| text::is_attempt(id));
        named.ok_or(form("id"))
    }

    /// The request that submits evidence for good; [`submitted`](Self::submitted) reads its reply.
    ///
    /// # Errors
    /// A case or a file that is none of Stripe's names.
    pub fn ask_submit(
        &self,
        case: &str,
        files: &[(EvidenceField, String)],
        note: &str,
    ) -> Result<HttpRequest, Error> {
        let named = files.iter().all(|(_, file)| text::is_attempt(file));
        if !text::is_attempt(case) || !named {
            return Err(Error::OrderInvalid { field: "case" });
        }
        let mut fields: Vec<(&str, &str)> = files
            .iter()
            .map(|(field, file)| (field.name(), file.as_str()))
            .collect();
        if !note.is_empty() {
            fields.push(("evidence[uncategorized_text]", note));
        }
        fields.push(("submit", "true"));
        let key = format!("submit-{case}");
        Ok(self.post(&format!("/v1/disputes/{case}"), &fields, &key))
    }

    /// Whether Stripe has the evidence of this case now.
    ///
    /// # Errors
    /// Stripe refused it, or the reply is about another case.
    pub fn submitted(&self, case: &str, reply: &HttpReply) -> Result<(), Error> {
        let dispute: Named = read(reply)?;
        if dispute.id == case {
            Ok(())
        } else {
            Err(Error::NotOurs { field: "id" })
        }
    }
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

fn read(reply: &HttpReply) -> Result<Named, Error> {
    let body = http::text(&reply.body)?;
    if !reply.is_good() {
        return Err(super::reply::refused(reply.status, body));
    }
    serde_json::from_str(body).map_err(|_| form("body"))
}
