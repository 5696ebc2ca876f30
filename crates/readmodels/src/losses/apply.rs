//! The tables of losses and of what each adoption was offered for them, and what losses change in them.

use kernel::{LossId, TreeId};
use rusqlite::{Connection, Result, params};
use traceability::loss::{Declaration, Event, Finding, Scope};

use crate::columns::kept_json;
use crate::fact::Fact;
use crate::store::kept_position;
use crate::tables::Owner;

mod offers;

pub(crate) use offers::{carry_over, dispute, shortfall};

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
