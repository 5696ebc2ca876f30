//! Evidence against disputes is handed in where a channel takes it from programs: Stripe. Each file is uploaded under a key
//! of its own, so that a round that was cut short uploads nothing twice; then all of them are submitted once.

use app::commands::evidence::{self, HandIn};
use channels::{
    HttpReply, HttpRequest,
    stripe::{EvidenceField, EvidenceFile, Stripe},
};
use kernel::DisputeId;
use settlement::{dispute::DocumentKind, payment::Channel};

use super::{
    AnyRail, AskError, Cashier, Desk,
    turns::{PAGE_ROWS, Round, Subject},
};

impl Cashier {
    pub(super) async fn hand_in_evidence(&self, round: &mut Round) -> Result<(), app::Error> {
        let Some(desk) = self.desk(Channel::Stripe) else {
            return Ok(());
        };
        let rows = self.app.read().evidence_to_hand_in(desk.channel, PAGE_ROWS);
        for row in rows.map_err(app::error::Fault::from)? {
            let subject = Subject::Evidence(row.dispute);
            round.seen.insert(subject);
            let since = round.now.plus_days(-1);
            let due = self.turns.is_due(subject, since, row.opened_at, round.now);
            if round.questions == 0 || !due {
                continue;
            }
            round.questions -= 1;
            self.turns.note(subject, round.now);
            match self.hand_in(desk, row.dispute).await {
                Ok(()) => {}
                Err(AskError::App(error)) => return Err(error),
                Err(error) => {
                    tracing::warn!(dispute = %row.dispute, %error, "evidence was not taken");
                }
            }
        }
        Ok(())
    }

    async fn hand_in(&self, desk: &Desk, dispute: DisputeId) -> Result<(), AskError> {
        let Some(evidence) = evidence::to_hand_in(&self.app, dispute).await? else {
            return Ok(());
        };
        let HandIn {
            case,
            note,
            documents,
        } = evidence;
        let mut files = Vec::new();
        for (document, content) in documents {
            let key = format!("evidence-{dispute}-{}", document.sealed);
            let name = format!("{}.{}", document.kind.as_str(), document.media.ending());
            let file = EvidenceFile {
                key: &key,
                name: &name,
                media_type: document.media.media_type(),
                content: &content,
            };
            let reply = self
                .at_stripe(desk, |stripe| stripe.ask_upload(file))
                .await?;
            let named = stripe(desk, |stripe| stripe.uploaded(&reply))?;
            files.push((field(document.kind), named));
        }
        let reply = self.at_stripe(desk, |stripe| stripe.ask_submit(&case, &files, &note));
        let reply = reply.await?;
        stripe(desk, |stripe| stripe.submitted(&case, &reply))?;
        evidence::handed_in(&self.app, dispute).await?;
        tracing::info!(%dispute, files = files.len(), "evidence was handed in");
        Ok(())
    }

    async fn at_stripe(
        &self,
        desk: &Desk,
        ask: impl FnOnce(&Stripe) -> Result<HttpRequest, channels::Error>,
    ) -> Result<HttpReply, AskError> {
        let request = stripe(desk, ask)?;
        self.exchange(desk, request).await
    }
}

fn stripe<T>(
    desk: &Desk,
    ask: impl FnOnce(&Stripe) -> Result<T, channels::Error>,
) -> Result<T, AskError> {
    match &*desk.rail.read() {
        AnyRail::Stripe(rail) => Ok(ask(rail)?),
        AnyRail::WeChat(_) | AnyRail::Alipay(_) | AnyRail::Sandbox(_) => Err(AskError::Off),
    }
}

const fn field(kind: DocumentKind) -> EvidenceField {
    match kind {
        DocumentKind::Receipt => EvidenceField::Receipt,
        DocumentKind::Contract => EvidenceField::Contract,
        DocumentKind::Shipping => EvidenceField::Shipping,
        DocumentKind::Communication => EvidenceField::Communication,
        DocumentKind::Service => EvidenceField::Service,
        DocumentKind::Other => EvidenceField::Other,
    }
}
