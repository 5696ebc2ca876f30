//! The bank: what it has moved, and its statements, half of them CSV and half camt.053. It must not know what a transfer
//! is for beyond what its text says.

use kernel::Day;

use super::stand_in::yuan;

/// A movement on the account.
#[derive(Debug, Clone)]
pub(super) struct Movement {
    /// The bank's own number.
    pub(super) number: String,
    /// Below zero for what went.
    pub(super) fen: i64,
    pub(super) text: String,
    pub(super) payer: String,
}

/// The account.
#[derive(Default)]
pub(super) struct Bank {
    moved: usize,
    /// What came and what went, in fen.
    pub(super) came_fen: i64,
    pub(super) went_fen: i64,
    /// What went since the last statement.
    pub(super) went: Vec<Movement>,
}

impl Bank {
    /// Somebody transfers money to us.
    pub(super) fn receive(&mut self, fen: i64, text: &str, payer: &str) -> Movement {
        self.came_fen += fen;
        self.movement(fen, text, payer)
    }

    /// We transfer money; it stands on the next statement. Its number is what a channel's fact names.
    pub(super) fn send(&mut self, fen: i64, text: &str) -> Movement {
        self.went_fen += fen;
        let movement = self.movement(-fen, text, "三标合作社");
        self.went.push(movement.clone());
        movement
    }

    fn movement(&mut self, fen: i64, text: &str, payer: &str) -> Movement {
        self.moved += 1;
        Movement {
            number: format!("B{}", 100_000 + self.moved),
            fen,
            text: text.to_owned(),
            payer: payer.to_owned(),
        }
    }
}

/// A statement as CSV in the plain layout.
pub(super) fn csv(movements: &[Movement], day: Day) -> String {
    let mut file = String::from("booked,value,amount,text,payer,reference\n");
    for one in movements {
        let (sum, text, payer, number) = (signed(one.fen), &one.text, &one.payer, &one.number);
        file.push_str(&format!("{day},{day},{sum},{text},{payer},{number}\n"));
    }
    file
}

fn signed(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    format!("{sign}{}", yuan(fen.abs()))
}

/// A statement as camt.053.001.08.
pub(super) fn camt(movements: &[Movement], day: Day) -> String {
    let entries: String = movements.iter().map(|one| entry(one, day)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>\
         <GrpHdr><MsgId>M-{day}</MsgId><CreDtTm>{day}T18:00:00+08:00</CreDtTm></GrpHdr>\
         <Stmt><Id>S-{day}</Id><Acct><Id><Othr><Id>6222000011112222</Id></Othr></Id></Acct>{entries}</Stmt>\
         </BkToCstmrStmt></Document>"
    )
}

fn entry(one: &Movement, day: Day) -> String {
    let (way, role) = if one.fen < 0 {
        ("DBIT", "Cdtr")
    } else {
        ("CRDT", "Dbtr")
    };
    let (sum, text, payer, number) = (yuan(one.fen.abs()), &one.text, &one.payer, &one.number);
    format!(
        "<Ntry><Amt Ccy=\"CNY\">{sum}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt><AcctSvcrRef>{number}</AcctSvcrRef>\
         <NtryDtls><TxDtls><RltdPties><{role}><Pty><Nm>{payer}</Nm></Pty></{role}></RltdPties>\
         <RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"
    )
}
