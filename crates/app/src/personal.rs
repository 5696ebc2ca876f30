//! Sealing and opening personal data. A person who was erased opens as `None`, never as an error.

use kernel::{
    AdoptionId, BankLineId, BoxId, ContentHash, DisputeId, ObservationId, PayoutId, PersonId,
    Sealed, StatementId,
};
use settlement::dispute::DocumentKind;
use vault::{Context, Opened, Subject};

use crate::{
    App,
    account::Account,
    address::Address,
    error::{Error, Fault},
};

/// A person as the vault knows them.
pub(crate) fn subject(person: PersonId) -> Result<Subject, Error> {
    Subject::parse(&person.to_string()).map_err(Error::from)
}

fn name_place(person: PersonId) -> Context {
    Context::new(format!("member-{person}"), "name")
}

fn email_place(person: PersonId) -> Context {
    Context::new(format!("contact-{person}"), "email")
}

fn nameplate_place(adoption: AdoptionId) -> Context {
    Context::new(format!("adoption-{adoption}"), "nameplate")
}

fn address_place(adoption: AdoptionId, box_id: BoxId) -> Context {
    Context::new(format!("box-plan-{adoption}"), box_id.to_string())
}

fn account_place(payout: PayoutId) -> Context {
    Context::new(format!("payout-{payout}"), "account")
}

fn document_place(dispute: DisputeId, kind: DocumentKind) -> Context {
    Context::new(
        format!("dispute-{dispute}"),
        format!("document/{}", kind.as_str()),
    )
}

fn secret_place(adoption: AdoptionId) -> Context {
    Context::new(format!("adoption-{adoption}"), "link")
}

fn exif_place(observation: ObservationId, photo: ContentHash) -> Context {
    Context::new(format!("observation-{observation}"), photo.to_string())
}

fn line_place(line: BankLineId) -> Context {
    Context::new(format!("bank-line-{line}"), "text")
}

/// Who paid is not known when a statement is read, so its names are sealed under the statement: it has a key like a
/// person, and its names can be erased like one's.
const fn statement_subject(statement: StatementId) -> PersonId {
    PersonId::from_bytes(*statement.as_bytes())
}

impl App {
    pub(crate) fn seal_line(
        &self,
        statement: StatementId,
        line: BankLineId,
        text: &str,
    ) -> Result<Sealed, Error> {
        self.seal(
            statement_subject(statement),
            &line_place(line),
            text.as_bytes(),
        )
    }

    pub(crate) fn open_line(
        &self,
        statement: StatementId,
        line: BankLineId,
        sealed: &Sealed,
    ) -> Result<Option<String>, Error> {
        self.open(statement_subject(statement), &line_place(line), sealed)
    }

    pub(crate) fn seal_name(&self, person: PersonId, name: &str) -> Result<Sealed, Error> {
        self.seal(person, &name_place(person), name.as_bytes())
    }

    pub(crate) fn seal_email(&self, person: PersonId, email: &str) -> Result<Sealed, Error> {
        self.seal(person, &email_place(person), email.as_bytes())
    }

    pub(crate) fn seal_nameplate(
        &self,
        buyer: PersonId,
        adoption: AdoptionId,
        text: &str,
    ) -> Result<Sealed, Error> {
        self.seal(buyer, &nameplate_place(adoption), text.as_bytes())
    }

    pub(crate) fn seal_address(
        &self,
        buyer: PersonId,
        adoption: AdoptionId,
        box_id: BoxId,
        address: &Address,
    ) -> Result<Sealed, Error> {
        let json = serde_json::to_vec(address).map_err(Fault::from)?;
        self.seal(buyer, &address_place(adoption, box_id), &json)
    }

    pub(crate) fn seal_account(
        &self,
        payee: PersonId,
        payout: PayoutId,
        account: &Account,
    ) -> Result<Sealed, Error> {
        let json = serde_json::to_vec(account).map_err(Fault::from)?;
        self.seal(payee, &account_place(payout), &json)
    }

    /// The account that a payout goes to.
    ///
    /// # Errors
    /// The vault failed.
    pub fn open_account(
        &self,
        payee: PersonId,
        payout: PayoutId,
        sealed: &Sealed,
    ) -> Result<Option<Account>, Error> {
        let json = self.open(payee, &account_place(payout), sealed)?;
        let account = json.map(|text| serde_json::from_str(&text)).transpose();
        Ok(account.map_err(Fault::from)?)
    }

    /// The text under which a document of a dispute is kept.
    pub(crate) fn seal_document(
        &self,
        payer: PersonId,
        dispute: DisputeId,
        kind: DocumentKind,
        plain: &[u8],
    ) -> Result<String, Error> {
        let place = document_place(dispute, kind);
        let sealed = self.vault().seal(&subject(payer)?, &place, plain)?;
        Ok(sealed.into_string())
    }

    /// A document of a dispute; nothing once the payer is erased.
    pub(crate) fn open_document(
        &self,
        payer: PersonId,
        dispute: DisputeId,
        kind: DocumentKind,
        text: &str,
    ) -> Result<Option<Vec<u8>>, Error> {
        let place = document_place(dispute, kind);
        match self.vault().open_sealed(&subject(payer)?, &place, text) {
            Ok(Opened::Plain(bytes)) => Ok(Some(bytes.to_vec())),
            Ok(Opened::Erased) => Ok(None),
            Err(error) => Err(Fault::Vault(error).into()),
        }
    }

    pub(crate) fn seal_secret(
        &self,
        of: PersonId,
        adoption: AdoptionId,
        secret: &str,
    ) -> Result<Sealed, Error> {
        self.seal(of, &secret_place(adoption), secret.as_bytes())
    }

    /// The secret of a link that its owner made, so that they can send it again.
    ///
    /// # Errors
    /// The vault failed.
    pub fn open_secret(
        &self,
        of: PersonId,
        adoption: AdoptionId,
        sealed: &Sealed,
    ) -> Result<Option<String>, Error> {
        self.open(of, &secret_place(adoption), sealed)
    }

    pub(crate) fn seal_exif(
        &self,
        by: PersonId,
        observation: ObservationId,
        photo: ContentHash,
        exif: &[u8],
    ) -> Result<Sealed, Error> {
        self.seal(by, &exif_place(observation, photo), exif)
    }

    /// A member's name.
    ///
    /// # Errors
    /// The vault failed.
    pub fn open_name(&self, person: PersonId, sealed: &Sealed) -> Result<Option<String>, Error> {
        self.open(person, &name_place(person), sealed)
    }

    /// A person's address.
    ///
    /// # Errors
    /// The vault failed.
    pub fn open_email(&self, person: PersonId, sealed: &Sealed) -> Result<Option<String>, Error> {
        self.open(person, &email_place(person), sealed)
    }

    /// The text of a nameplate.
    ///
    /// # Errors
    /// The vault failed.
    pub fn open_nameplate(
        &self,
        buyer: PersonId,
        adoption: AdoptionId,
        sealed: &Sealed,
    ) -> Result<Option<String>, Error> {
        self.open(buyer, &nameplate_place(adoption), sealed)
    }

    /// Where a box goes.
    ///
    /// # Errors
    /// The vault failed.
    pub fn open_address(
        &self,
        buyer: PersonId,
        adoption: AdoptionId,
        box_id: BoxId,
        sealed: &Sealed,
    ) -> Result<Option<Address>, Error> {
        let json = self.open(buyer, &address_place(adoption, box_id), sealed)?;
        let address = json.map(|text| serde_json::from_str(&text)).transpose();
        Ok(address.map_err(Fault::from)?)
    }

    pub(crate) fn open_exif(
        &self,
        by: PersonId,
        observation: ObservationId,
        photo: ContentHash,
        sealed: &Sealed,
    ) -> Result<Option<String>, Error> {
        self.open(by, &exif_place(observation, photo), sealed)
    }

    fn seal(&self, person: PersonId, place: &Context, plain: &[u8]) -> Result<Sealed, Error> {
        let sealed = self.vault().seal(&subject(person)?, place, plain)?;
        Ok(Sealed::new(sealed.into_string()))
    }

    fn open(
        &self,
        person: PersonId,
        place: &Context,
        sealed: &Sealed,
    ) -> Result<Option<String>, Error> {
        match self
            .vault()
            .open_sealed(&subject(person)?, place, sealed.as_str())
        {
            Ok(Opened::Plain(bytes)) => Ok(String::from_utf8(bytes.to_vec()).ok()),
            Ok(Opened::Erased) => Ok(None),
            Err(error) => Err(Fault::Vault(error).into()),
        }
    }
}
