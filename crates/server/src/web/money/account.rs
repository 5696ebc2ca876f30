//! The bank account that somebody is paid on, as forms ask for it: holder, bank and number. It must not know what is paid.

use app::{Error, Violation, account::Account};

use super::draw;
use crate::{
    auth::Fields,
    problem::Problem,
    web::{
        view::sheet::{Field, FieldKind},
        visit::Visit,
    },
};

/// The fields of an account, in the order in which banks ask for them.
pub(in crate::web) const FIELDS: [&str; 3] = ["holder", "bank", "account_number"];

/// What a sheet's form asks for.
pub(super) fn fields(visit: &Visit, required: bool) -> Vec<Field> {
    FIELDS
        .map(|name| Field {
            required,
            ..draw::field(visit, name, FieldKind::Line("text"))
        })
        .into()
}

/// The account that was typed; nothing if all of it is empty.
pub(in crate::web) fn typed(fields: &Fields) -> Result<Option<Account>, Problem> {
    if FIELDS
        .iter()
        .all(|name| fields.text(name).trim().is_empty())
    {
        return Ok(None);
    }
    needed(fields).map(Some)
}

/// The account, which must be whole.
pub(in crate::web) fn needed(fields: &Fields) -> Result<Account, Problem> {
    let [holder, bank, number] = FIELDS.map(|name| fields.text(name).trim().to_owned());
    let account = Account {
        holder,
        bank,
        number,
    };
    account.parse("account").map_err(named_as_typed)
}

/// Paths of the use case in the names of the form.
fn named_as_typed(error: Error) -> Problem {
    let Error::Invalid(found) = error else {
        return Problem::from(error);
    };
    let named = found.into_iter().map(|one| {
        let name = match one.field.trim_start_matches("account.") {
            "number" => "account_number",
            name => name,
        };
        Violation::new(name, one.code)
    });
    Problem::from(Error::Invalid(named.collect()))
}
