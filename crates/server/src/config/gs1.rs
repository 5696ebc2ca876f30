//! GS1 keys: what the operator got from a GS1 member organisation, if anything. Without it things are named by
//! addresses of our own domain.

use ::gs1::{CompanyPrefix, Gtin};
use serde::{Deserialize, Serialize};

use super::ConfigError;

/// GS1 keys of the operator.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Gs1 {
    /// The company prefix, 4 to 12 digits: trees are assets (8004) and parcels logistic units (00) under it. Empty for
    /// none.
    pub company_prefix: String,
    /// The number (GTIN, 14 digits) of an adopted tree as a product: `/01/…/21/{code of its tag}`. Empty for none.
    pub tree_gtin: String,
    /// The number (GTIN, 14 digits) of the fruit: `/01/…/10/{code of the lot}`. Empty for none.
    pub fruit_gtin: String,
}

impl Gs1 {
    /// The company prefix, if there is one.
    #[must_use]
    pub fn company(&self) -> Option<CompanyPrefix> {
        self.company_prefix.parse().ok()
    }

    /// The number of trees as a product, if there is one.
    #[must_use]
    pub fn tree(&self) -> Option<Gtin> {
        self.tree_gtin.parse().ok()
    }

    /// The number of the fruit, if there is one.
    #[must_use]
    pub fn fruit(&self) -> Option<Gtin> {
        self.fruit_gtin.parse().ok()
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let invalid = |setting, why| Err(ConfigError::Invalid { setting, why });
        if !self.company_prefix.is_empty() && self.company().is_none() {
            return invalid("gs1.company_prefix", "it has 4 to 12 digits");
        }
        let why = "it has 14 digits, the last of which fits the others, and is not for use inside one company only";
        if !self.tree_gtin.is_empty() && self.tree().is_none() {
            return invalid("gs1.tree_gtin", why);
        }
        if !self.fruit_gtin.is_empty() && self.fruit().is_none() {
            return invalid("gs1.fruit_gtin", why);
        }
        if !self.tree_gtin.is_empty() && self.tree_gtin == self.fruit_gtin {
            return invalid("gs1.fruit_gtin", "a tree and its fruit are two products");
        }
        Ok(())
    }
}
