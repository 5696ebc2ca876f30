//! A buyer's steps, and what the operator does with their money.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{Answer, Campaign, Client, PASSWORD, PRICE_FEN, Tree};

/// A buyer.
#[derive(Clone)]
pub struct Buyer {
    /// What they sign in with.
    pub login: String,
    /// Their way to the program.
    pub client: Client,
}

/// An adoption and its buyer.
#[derive(Clone)]
pub struct Adoption {
    /// Its id.
    pub id: String,
    /// Who adopts.
    pub buyer: Buyer,
    /// The tree.
    pub tree: Tree,
}

impl Buyer {
    /// Signs up.
    pub async fn sign_up(visitor: &Client, number: usize) -> Self {
        let login = format!("buyer{number}@example.cn");
        let name = format!("林{number}");
        let client = visitor.signed_up(&login, PASSWORD, &name).await;
        Self { login, client }
    }

    /// Asks for a tree, as it comes.
    pub async fn try_adopt(&self, campaign: &Campaign, tree: &Tree) -> Answer {
        let path = format!("/api/v1/campaigns/{}/adoptions", campaign.id);
        self.client.post(&path, &json!({ "tree": tree.id })).await
    }

    /// Adopts a tree that is free.
    pub async fn adopt(&self, campaign: &Campaign, tree: &Tree) -> Adoption {
        let id = self.try_adopt(campaign, tree).await.made();
        Adoption {
            id,
            buyer: self.clone(),
            tree: tree.clone(),
        }
    }
}

impl Adoption {
    /// Its address.
    #[must_use]
    pub fn path(&self, rest: &str) -> String {
        format!("/api/v1/adoptions/{}{rest}", self.id)
    }

    /// The address of its payment, once opened.
    pub async fn payment(&self) -> String {
        let payment = self
            .shown()
            .await
            .pointer("/payments/0/payment")
            .and_then(Value::as_str)
            .map(str::to_owned);
        format!("/api/v1/payments/{}", payment.expect("a payment is opened"))
    }

    /// What its buyer sees.
    pub async fn shown(&self) -> Value {
        self.buyer.client.read(&self.path("")).await
    }

    /// `started`, `confirmed`, `cancelled` or `completed`.
    pub async fn status(&self) -> String {
        self.shown().await["status"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Writes the nameplate, accepts the contract, asks how to pay.
    pub async fn sign(&self, campaign: &Campaign, plate: &str) {
        let client = &self.buyer.client;
        client
            .put(&self.path("/nameplate"), &json!({ "text": plate }))
            .await
            .good();
        let seen = json!({
            "contract": campaign.contract, "risk_clause": "top-up", "no_return_confirmed": true
        });
        client.post(&self.path("/contract"), &seen).await.good();
        client
            .post(&self.path("/payments"), &json!({ "channel": "manual" }))
            .await
            .good();
    }

    /// The operator finds the transfer on the bank statement. Asked again, it is the same line of the same statement.
    pub async fn capture(&self, operator: &Client, fee_fen: i64) -> Answer {
        let path = format!("{}/captures", self.payment().await);
        let fact = self.bank_line("in", fee_fen);
        let key = format!("statement-{}", self.id);
        operator.command(Method::POST, &path, &key, &fact).await
    }

    /// A line of the bank statement for this adoption.
    #[must_use]
    pub fn bank_line(&self, direction: &str, fee_fen: i64) -> Value {
        json!({
            "transaction": format!("BANK-{direction}-{}", self.id),
            "amount": { "minor": PRICE_FEN, "currency": "CNY" },
            "fee": { "minor": fee_fen, "currency": "CNY" }
        })
    }
}
