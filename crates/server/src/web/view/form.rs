//! What a person typed and what is wrong with it, so that a refused form is drawn again unharmed.
//!
//! It knows names, values and sentences; it does not know which rule refused.

use std::collections::BTreeMap;

/// The state of one form on a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form {
    /// What is in the fields, by field name: as typed, or as stored.
    pub(crate) values: BTreeMap<String, String>,
    /// One finished sentence per wrong field, by field name.
    pub(crate) errors: BTreeMap<String, String>,
    /// What is wrong with the whole, when no single field is to blame.
    pub(crate) problem: Option<String>,
}

impl Form {
    /// An untouched form.
    pub(crate) fn empty() -> Self {
        Self::default()
    }

    /// The form with a value in a field.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// The form with a sentence about a field.
    #[must_use]
    pub(crate) fn refused(mut self, name: &str, sentence: impl Into<String>) -> Self {
        self.errors.insert(name.to_owned(), sentence.into());
        self
    }

    /// The form with a sentence about the whole.
    #[must_use]
    pub(crate) fn problem(mut self, sentence: impl Into<String>) -> Self {
        self.problem = Some(sentence.into());
        self
    }

    /// What is in a field; empty when nothing is.
    pub(crate) fn value(&self, name: impl AsRef<str>) -> &str {
        self.values.get(name.as_ref()).map_or("", String::as_str)
    }

    /// Whether a field holds exactly this, for selects and check boxes.
    pub(crate) fn has(&self, name: impl AsRef<str>, value: impl AsRef<str>) -> bool {
        self.value(name) == value.as_ref()
    }

    /// The sentence about a field; empty when it is right.
    pub(crate) fn error(&self, name: impl AsRef<str>) -> &str {
        self.errors.get(name.as_ref()).map_or("", String::as_str)
    }

    /// Whether anything was refused.
    pub(crate) fn is_refused(&self) -> bool {
        self.problem.is_some() || !self.errors.is_empty()
    }
}

/// One choice of a select.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    /// What is sent.
    pub(crate) value: String,
    /// What is read.
    pub(crate) label: String,
}

impl Choice {
    /// A choice from what is sent and what is read.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_keeps_what_was_typed() {
        let form = Form::empty()
            .with("phone", "138")
            .refused("phone", "号码短了");
        assert_eq!(form.value("phone"), "138");
        assert_eq!(form.error("phone"), "号码短了");
        assert!(form.is_refused());
        assert!(form.has("phone", "138"));
    }

    #[test]
    fn an_untouched_form_is_empty_and_fine() {
        let form = Form::empty();
        assert_eq!(form.value("any"), "");
        assert_eq!(form.error("any"), "");
        assert!(!form.is_refused());
    }
}
