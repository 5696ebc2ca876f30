//! What each risk clause allows, and what happens if nobody chooses. A table; docs/decisions tells its sources. It must
//! not know grams or fen.

use super::Remedy;
use crate::campaign::RiskClause;

/// What may be chosen, and the default among it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remedies {
    /// What may be chosen, in the order of [`Remedy::ALL`].
    pub options: Vec<Remedy>,
    /// What happens if nobody chooses.
    pub default: Remedy,
}

/// The remedies of a clause; none if the buyer bears the shortfall. `nothing_left`: the part gives no fruit at all, so
/// that there is no harvest whose risk the buyer could share. `without_fruit`: fruit was tried and could not be had.
#[must_use]
pub fn remedies(clause: RiskClause, nothing_left: bool, without_fruit: bool) -> Option<Remedies> {
    use Remedy::{CarryOver, Credit, Refund, Substitute, TopUp};
    let (options, default) = match clause {
        RiskClause::TopUp if without_fruit => (vec![CarryOver, Credit, Refund], Refund),
        RiskClause::TopUp => (vec![TopUp, Substitute, Credit, Refund], TopUp),
        RiskClause::RefundShortfall => (vec![Credit, Refund], Refund),
        RiskClause::CarryOver => (vec![CarryOver, Credit, Refund], CarryOver),
        RiskClause::BuyerBears if nothing_left => (vec![Credit, Refund], Refund),
        RiskClause::BuyerBears => return None,
    };
    Some(Remedies { options, default })
}
