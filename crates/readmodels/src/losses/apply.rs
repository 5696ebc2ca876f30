//! The tables of losses, of what each adoption was offered for them, and what changes them.

use adoption::shortfall::{self, Settled};
use kernel::{AdoptionId, LossId, TreeId};
use rusqlite::{Connection, Result, params};
use settlement::{carry_over, dispute};
use traceability::loss::{Declaration, Event, Finding, Scope};

use crate::columns::{kept_grams, kept_json};
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

pub(crate) const TABLES: Owner = Owner::new(
    "losses",
    1,
    "CREATE TABLE loss (
         declared_position INTEGER PRIMARY KEY,
         loss BLOB NOT NULL UNIQUE,
         orchard BLOB NOT NULL,
         season INTEGER NOT NULL,
         block BLOB,
         cause TEXT NOT NULL,
         degree INTEGER NOT NULL,
         note TEXT,
         evidence TEXT NOT NULL,
         declared_by BLOB NOT NULL,
         declared_at INTEGER NOT NULL,
         trees INTEGER NOT NULL,
         revision INTEGER,
         expected TEXT,
         choose_by INTEGER,
         said_at INTEGER,
         correction TEXT
     ) STRICT;
     CREATE TABLE loss_tree (
         loss BLOB NOT NULL,
         tree BLOB NOT NULL,
         PRIMARY KEY (loss, tree)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE loss_photo (
         photo BLOB NOT NULL,
         loss BLOB NOT NULL,
         PRIMARY KEY (photo, loss)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE loss_word (
         adoption BLOB NOT NULL,
         loss BLOB NOT NULL,
         expected INTEGER,
         missing INTEGER NOT NULL,
         PRIMARY KEY (adoption, loss)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE remedy (
         adoption BLOB NOT NULL,
         offer INTEGER NOT NULL,
         loss BLOB NOT NULL,
         shortfall INTEGER NOT NULL,
         value INTEGER NOT NULL,
         currency TEXT NOT NULL,
         options TEXT NOT NULL,
         by_default TEXT NOT NULL,
         choose_by INTEGER NOT NULL,
         offered_at INTEGER NOT NULL,
         state TEXT NOT NULL,
         taken TEXT,
         withdrawn TEXT,
         unserved INTEGER NOT NULL,
         ended_at INTEGER,
         ended_position INTEGER,
         PRIMARY KEY (adoption, offer)
     ) STRICT, WITHOUT ROWID;
     CREATE INDEX remedy_due ON remedy (choose_by) WHERE state = 'open';
     CREATE TABLE loss_note (
         position INTEGER PRIMARY KEY,
         adoption BLOB NOT NULL,
         loss BLOB NOT NULL,
         stands INTEGER NOT NULL,
         grams INTEGER NOT NULL,
         at INTEGER NOT NULL
     ) STRICT;
     CREATE TABLE remedy_frozen (
         adoption BLOB NOT NULL,
         dispute BLOB NOT NULL,
         PRIMARY KEY (adoption, dispute)
     ) STRICT, WITHOUT ROWID;
     CREATE TABLE carry_over (
         adoption BLOB NOT NULL,
         remedy INTEGER NOT NULL,
         amount INTEGER NOT NULL,
         currency TEXT NOT NULL,
         until INTEGER NOT NULL,
         state TEXT NOT NULL,
         redeemed_by BLOB,
         PRIMARY KEY (adoption, remedy)
     ) STRICT, WITHOUT ROWID;",
    "CREATE INDEX loss_orchard ON loss (orchard, declared_position);
     CREATE INDEX loss_tree_tree ON loss_tree (tree);
     CREATE INDEX loss_word_loss ON loss_word (loss, adoption);
     CREATE INDEX remedy_loss ON remedy (loss, adoption, offer);
     CREATE INDEX remedy_fruit ON remedy (ended_position) WHERE taken IN ('\"top-up\"', '\"substitute\"');
     CREATE INDEX loss_note_adoption ON loss_note (adoption, position);
     CREATE INDEX carry_over_until ON carry_over (until) WHERE state = 'owed';
     CREATE INDEX carry_over_redeemed ON carry_over (redeemed_by) WHERE redeemed_by IS NOT NULL;",
);

pub(crate) fn loss(db: &Connection, fact: &Fact, loss: LossId, event: &Event) -> Result<()> {
    match event {
        Event::LossDeclared {
            declaration,
            trees,
            at,
        } => {
            declare(db, fact, declaration, at.millis())?;
            add_photos(db, loss, &declaration.evidence)?;
            add_trees(db, loss, trees)
        }
        Event::LossScopeContinued { trees } => add_trees(db, loss, trees),
        Event::LossAssessed {
            expected,
            choose_by,
            by: _,
            at,
        } => {
            db.prepare_cached(
                "UPDATE loss SET revision = 1, expected = ?2, choose_by = ?3, said_at = ?4
                 WHERE loss = ?1",
            )?
            .execute(params![
                loss.as_bytes(),
                kept_json(expected)?,
                choose_by.millis(),
                at.millis()
            ])?;
            Ok(())
        }
        Event::LossCorrected {
            revision,
            correction,
            at,
        } => {
            let expected = match &correction.finding {
                Finding::DidNotOccur => None,
                Finding::IncorrectData(expected) => Some(kept_json(expected)?),
            };
            db.prepare_cached(
                "UPDATE loss SET revision = ?2, expected = ?3, choose_by = ?4, said_at = ?5,
                     correction = ?6 WHERE loss = ?1",
            )?
            .execute(params![
                loss.as_bytes(),
                revision,
                expected,
                correction.choose_by.millis(),
                at.millis(),
                kept_json(correction)?
            ])?;
            add_photos(db, loss, &correction.evidence)
        }
    }
}

fn declare(db: &Connection, fact: &Fact, said: &Declaration, at_millis: i64) -> Result<()> {
    let block = match &said.scope {
        Scope::Trees => None,
        Scope::Block(block) => Some(block.as_bytes()),
    };
    db.prepare_cached(
        "INSERT INTO loss (declared_position, loss, orchard, season, block, cause, degree, note,
                           evidence, declared_by, declared_at, trees)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 0)",
    )?
    .execute(params![
        kept_position(fact.position),
        said.loss.as_bytes(),
        said.orchard.as_bytes(),
        said.season.year(),
        block,
        kept_json(&said.cause)?,
        said.degree_percent,
        said.note,
        kept_json(&said.evidence)?,
        said.by.as_bytes(),
        at_millis,
    ])?;
    Ok(())
}

fn add_photos(db: &Connection, loss: LossId, photos: &[kernel::ContentHash]) -> Result<()> {
    for photo in photos {
        db.prepare_cached("INSERT OR IGNORE INTO loss_photo (photo, loss) VALUES (?1, ?2)")?
            .execute(params![photo.as_bytes(), loss.as_bytes()])?;
    }
    Ok(())
}

fn add_trees(db: &Connection, loss: LossId, trees: &[TreeId]) -> Result<()> {
    for tree in trees {
        db.prepare_cached("INSERT INTO loss_tree (loss, tree) VALUES (?1, ?2)")?
            .execute(params![loss.as_bytes(), tree.as_bytes()])?;
    }
    db.prepare_cached("UPDATE loss SET trees = trees + ?2 WHERE loss = ?1")?
        .execute(params![
            loss.as_bytes(),
            i64::try_from(trees.len()).unwrap_or(i64::MAX)
        ])?;
    Ok(())
}

pub(crate) fn shortfall(
    db: &Connection,
    fact: &Fact,
    adoption: AdoptionId,
    event: &shortfall::Event,
) -> Result<()> {
    match event {
        shortfall::Event::ExpectationNoted {
            loss,
            expected,
            missing,
            ..
        } => {
            db.prepare_cached(
                "INSERT OR REPLACE INTO loss_word (adoption, loss, expected, missing)
                 VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                adoption.as_bytes(),
                loss.as_bytes(),
                expected.map(kept_grams),
                kept_grams(*missing)
            ])?;
            Ok(())
        }
        shortfall::Event::RemedyOffered { .. } => offer(db, adoption, event),
        shortfall::Event::RemedyWithdrawn { offer, why, at, .. } => {
            db.prepare_cached(
                "UPDATE remedy SET state = 'withdrawn', withdrawn = ?3, ended_at = ?4
                 WHERE adoption = ?1 AND offer = ?2",
            )?
            .execute(params![
                adoption.as_bytes(),
                offer,
                kept_json(why)?,
                at.millis()
            ])?;
            Ok(())
        }
        shortfall::Event::RemedyChosen { settled, at } => {
            settle(db, fact, settled, ("chosen", at.millis()))
        }
        shortfall::Event::RemedyDefaulted { settled, at } => {
            settle(db, fact, settled, ("defaulted", at.millis()))
        }
        shortfall::Event::FruitGivenUp {
            offer, unserved, ..
        } => {
            db.prepare_cached(
                "UPDATE remedy SET unserved = unserved + ?3 WHERE adoption = ?1 AND offer = ?2",
            )?
            .execute(params![adoption.as_bytes(), offer, kept_grams(*unserved)])?;
            Ok(())
        }
        shortfall::Event::ShortfallBorne {
            loss,
            shortfall,
            at,
            ..
        } => note(
            db,
            fact,
            (adoption, *loss),
            (false, *shortfall, at.millis()),
        ),
        shortfall::Event::RemedyStands { loss, over, at, .. } => {
            note(db, fact, (adoption, *loss), (true, *over, at.millis()))
        }
    }
}

fn offer(db: &Connection, adoption: AdoptionId, event: &shortfall::Event) -> Result<()> {
    let shortfall::Event::RemedyOffered {
        adoption: _,
        offer,
        loss,
        shortfall,
        value,
        options,
        default,
        choose_by,
        at,
    } = event
    else {
        return Ok(());
    };
    db.prepare_cached(
        "INSERT INTO remedy (adoption, offer, loss, shortfall, value, currency, options,
                             by_default, choose_by, offered_at, state, unserved)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'open', 0)",
    )?
    .execute(params![
        adoption.as_bytes(),
        offer,
        loss.as_bytes(),
        kept_grams(*shortfall),
        value.minor,
        kept_json(&value.currency)?,
        kept_json(options)?,
        kept_json(default)?,
        choose_by.millis(),
        at.millis(),
    ])?;
    Ok(())
}

fn settle(
    db: &Connection,
    fact: &Fact,
    settled: &Settled,
    (state, at_millis): (&str, i64),
) -> Result<()> {
    db.prepare_cached(
        "UPDATE remedy SET state = ?3, taken = ?4, ended_at = ?5, ended_position = ?6
         WHERE adoption = ?1 AND offer = ?2",
    )?
    .execute(params![
        settled.adoption.as_bytes(),
        settled.offer,
        state,
        kept_json(&settled.remedy)?,
        at_millis,
        kept_position(fact.position)
    ])?;
    Ok(())
}

fn note(
    db: &Connection,
    fact: &Fact,
    (adoption, loss): (AdoptionId, LossId),
    (stands, grams, at_millis): (bool, kernel::Grams, i64),
) -> Result<()> {
    db.prepare_cached(
        "INSERT INTO loss_note (position, adoption, loss, stands, grams, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        kept_position(fact.position),
        adoption.as_bytes(),
        loss.as_bytes(),
        stands,
        kept_grams(grams),
        at_millis
    ])?;
    Ok(())
}

pub(crate) fn dispute(db: &Connection, event: &dispute::Event) -> Result<()> {
    match event {
        dispute::Event::DisputeOpened { opened, .. } => {
            db.prepare_cached(
                "INSERT OR IGNORE INTO remedy_frozen (adoption, dispute) VALUES (?1, ?2)",
            )?
            .execute(params![
                opened.adoption.as_bytes(),
                opened.dispute.as_bytes()
            ])?;
        }
        dispute::Event::DisputeWon {
            adoption, dispute, ..
        }
        | dispute::Event::DisputeLost {
            adoption, dispute, ..
        } => {
            db.prepare_cached("DELETE FROM remedy_frozen WHERE adoption = ?1 AND dispute = ?2")?
                .execute(params![adoption.as_bytes(), dispute.as_bytes()])?;
        }
        dispute::Event::EvidenceSubmitted { .. } => {}
    }
    Ok(())
}

pub(crate) fn carry_over(db: &Connection, event: &carry_over::Event) -> Result<()> {
    let (adoption, remedy, state, into) = match event {
        carry_over::Event::CarriedOver {
            adoption,
            remedy,
            amount,
            until,
            at: _,
        } => {
            db.prepare_cached(
                "INSERT INTO carry_over (adoption, remedy, amount, currency, until, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, 'owed')",
            )?
            .execute(params![
                adoption.as_bytes(),
                remedy,
                amount.minor,
                kept_json(&amount.currency)?,
                until.millis()
            ])?;
            return Ok(());
        }
        carry_over::Event::CarryOverRedeemed {
            adoption,
            remedy,
            into,
            ..
        } => (adoption, remedy, "owed", Some(into)),
        carry_over::Event::CarryOverDelivered {
            adoption, remedy, ..
        } => (adoption, remedy, "delivered", None),
        carry_over::Event::CarryOverReturned {
            adoption, remedy, ..
        } => (adoption, remedy, "returned", None),
    };
    db.prepare_cached(
        "UPDATE carry_over SET state = ?3, redeemed_by = coalesce(?4, redeemed_by)
         WHERE adoption = ?1 AND remedy = ?2",
    )?
    .execute(params![
        adoption.as_bytes(),
        remedy,
        state,
        into.map(AdoptionId::as_bytes)
    ])?;
    Ok(())
}
