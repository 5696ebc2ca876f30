//! What tests about money ask again and again: a line of the bank, a paid adoption, a disputed one, a balance.

use app::{
    Error,
    commands::{
        disputes::{self, Case},
        payments::{Capture, payment_of},
    },
    permission::Identity,
};
use kernel::{AdoptionId, DisputeId, Money};
use settlement::{dispute::DisputeReason, payment::Channel};

use super::World;

/// The stable name of the rule that said no.
#[track_caller]
pub(crate) fn code(error: &Error) -> &'static str {
    let Error::Rejected(rejection) = error else {
        panic!("{error}")
    };
    rejection.code()
}

impl World {
    /// A line of the bank statement, of today and without a fee.
    pub(crate) fn line(&self, transaction: &str, fen: i64) -> Capture {
        Capture {
            channel: Channel::Manual,
            transaction: transaction.into(),
            amount: Money::fen(fen),
            fee: Money::fen(0),
            value_at: self.app.now(),
        }
    }

    /// Somebody's adoption of the first tree, paid.
    pub(crate) async fn one_adopted(&self) -> (Identity, AdoptionId) {
        let tree = self.tree(1).await;
        let campaign = self.campaign(&[tree], |_| ()).await;
        let buyer = self.person("buyer", None).await;
        let adoption = self.adopted(&buyer, campaign, tree).await;
        (buyer, adoption)
    }

    /// The payer of the adoption wants so much back from the bank.
    pub(crate) async fn disputed(&self, adoption: AdoptionId, fen: i64) -> DisputeId {
        let case = Case {
            case: "dp_1".into(),
            amount: Money::fen(fen),
            reason: DisputeReason::NotReceived,
            respond_by: self.app.now().plus_days(7),
        };
        let intent = self.intent(&self.operator);
        let payment = payment_of(adoption);
        let opened = disputes::open(&self.app, &self.operator(), &intent, payment, case).await;
        self.policies().await;
        opened.unwrap().0
    }

    /// Balances of the books by account name, in fen, without those at zero.
    pub(crate) fn balances(&self) -> Vec<(String, i64)> {
        let rows = self.app.read().trial_balance().unwrap();
        rows.into_iter()
            .filter(|row| row.balance != 0)
            .map(|row| (row.account, row.balance))
            .collect()
    }

    /// The balance of one account, in fen.
    pub(crate) fn balance(&self, account: &str) -> i64 {
        let all = self.balances();
        all.iter()
            .find(|(name, _)| name == account)
            .map_or(0, |(_, minor)| *minor)
    }
}
