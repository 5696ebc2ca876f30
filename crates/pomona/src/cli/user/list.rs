//! `pomona user list`: one line for each person, in the order they came. Logins are not listed: the vault keeps only
//! their hashes.

use app::App;
use readmodels::members::{MEMBERS_PAGE_MAX, Member};

use crate::cli::{Failure, out};

/// Shown for the name of somebody who was erased.
const FORGOTTEN: &str = "(erased)";

pub(super) async fn run(app: &App) -> Result<(), Failure> {
    app.caught_up(app.log().durable_position()).await?;
    out::line("person\tname\troles\tsince")?;
    let mut after = None;
    loop {
        let members = app.read().members(after, MEMBERS_PAGE_MAX)?;
        let Some(last) = members.last() else {
            return Ok(());
        };
        after = Some(last.position);
        for member in &members {
            tell(app, member)?;
        }
    }
}

fn tell(app: &App, member: &Member) -> Result<(), Failure> {
    let name = app.open_name(member.person, &member.name)?;
    let name = name.unwrap_or_else(|| FORGOTTEN.to_owned());
    let mut roles: Vec<String> = member.roles.iter().map(|role| super::told(*role)).collect();
    if roles.is_empty() {
        roles.push(super::told(community::member::Role::Buyer));
    }
    let person = member.person;
    out::line(format_args!(
        "{person}\t{name}\t{}\t{}",
        roles.join(", "),
        member.registered_at
    ))
}
