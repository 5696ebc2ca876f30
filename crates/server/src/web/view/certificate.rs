//! A certificate as everybody sees it who scans its code (`GET /l/{lot}/certificates/{nth}`).

use super::{parts::Fact, sheet::Link, shell::Shell};
use askama::Template;

/// `GET /l/{lot}/certificates/{nth}`
#[derive(Debug, Template)]
#[template(path = "certificate.html")]
pub(crate) struct CertificatePage {
    /// The frame.
    pub(crate) shell: Shell,
    /// What it is called: words of the law, in Chinese.
    pub(crate) title: String,
    /// What is promised.
    pub(crate) promise: String,
    /// Its fields.
    pub(crate) facts: Vec<Fact>,
    /// The name of what it rests on.
    pub(crate) basis: String,
    /// On what it may rest, and whether it does.
    pub(crate) bases: Vec<(String, bool)>,
    /// What stands in its place; `None` while it counts.
    pub(crate) successor: Option<Successor>,
    /// The lot.
    pub(crate) lot: Link,
    /// The other lots it covers.
    pub(crate) mixed: Vec<Link>,
    /// The lot's other certificates.
    pub(crate) others: Vec<Link>,
    /// The paper, as PDF.
    pub(crate) paper: String,
    /// The label, as PDF.
    pub(crate) label: String,
}

/// What stands in a certificate's place.
#[derive(Clone, Debug)]
pub(crate) struct Successor {
    /// Its number.
    pub(crate) number: String,
    /// Where it is.
    pub(crate) href: String,
    /// Why it was issued.
    pub(crate) cause: String,
}
