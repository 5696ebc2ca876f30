//! Closing days (D 19). Stream `books-main`: one closed day after the other, each with the balances it was closed at.
//! It must not know single postings.

use kernel::{Currency, Day, Decider, Money, PersonId, Timestamp, codec::StoredEvent};
use serde::{Deserialize, Serialize};

use crate::postings::Account;

/// The id part of the stream's name.
pub const STREAM_ID: &str = "main";

/// What an account sums to at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    /// The account.
    pub account: Account,
    /// Debits less credits, all days up to this one.
    pub amount: Money,
}

/// What may be asked of the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Close a day and all before it. Quiet if it is closed.
    CloseDay {
        /// The day.
        day: Day,
        /// The day that it is now, in the books' time.
        today: Day,
        /// The trial balance at its end.
        balances: Vec<Balance>,
        /// Who closes it.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

/// What may happen to the books.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Event {
    /// A day and all before it are closed: corrections go to later days.
    #[serde(rename = "settlement.day-closed")]
    DayClosed {
        /// The day.
        day: Day,
        /// The trial balance at its end.
        balances: Vec<Balance>,
        /// Who closed it.
        by: PersonId,
        /// When.
        at: Timestamp,
    },
}

impl StoredEvent for Event {
    const CATEGORY: &'static str = "books";
    const TYPES: &'static [(&'static str, u16)] = &[("settlement.day-closed", 1)];
}

/// Why a wish about the books was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize)]
pub enum Rejection {
    /// Only days that are over can be closed.
    #[error("{day} is not over")]
    DayNotOver {
        /// The day.
        day: Day,
    },
    /// The trial balance is not zero (D 11).
    #[error("the trial balance leaves {difference}")]
    BooksUnbalanced {
        /// Debits less credits.
        difference: Money,
    },
}

impl Rejection {
    /// The stable name of the rule that said no.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::DayNotOver { .. } => "day-not-over",
            Self::BooksUnbalanced { .. } => "books-unbalanced",
        }
    }
}

/// What is remembered of the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct State {
    /// The last closed day.
    pub closed_through: Option<Day>,
}

/// The rules of closing.
#[derive(Debug, Clone, Copy)]
pub struct Books;

impl Decider for Books {
    type State = State;
    type Command = Command;
    type Event = Event;
    type Rejection = Rejection;

    fn decide(state: &State, command: Command) -> Result<Vec<Event>, Rejection> {
        let Command::CloseDay {
            day,
            today,
            balances,
            by,
            at,
        } = command;
        if state.closed_through >= Some(day) {
            return Ok(vec![]);
        }
        if day >= today {
            return Err(Rejection::DayNotOver { day });
        }
        for currency in [Currency::CNY, Currency::EUR, Currency::USD] {
            let difference = balances
                .iter()
                .filter(|balance| balance.amount.currency == currency)
                .fold(0_i64, |sum, balance| {
                    sum.saturating_add(balance.amount.minor)
                });
            if difference != 0 {
                return Err(Rejection::BooksUnbalanced {
                    difference: Money::new(difference, currency),
                });
            }
        }
        Ok(vec![Event::DayClosed {
            day,
            balances,
            by,
            at,
        }])
    }

    fn evolve(state: &mut State, event: &Event) {
        let Event::DayClosed { day, .. } = event;
        state.closed_through = Some(*day);
    }
}

#[cfg(test)]
mod tests {
    use kernel::testing::given;

    use super::*;
    use crate::payment::Channel;

    fn at() -> Timestamp {
        "2026-03-02T08:00:00Z".parse().unwrap()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn balance(account: Account, minor: i64, currency: Currency) -> Balance {
        Balance {
            account,
            amount: Money::new(minor, currency),
        }
    }

    fn balanced() -> Vec<Balance> {
        vec![
            balance(Account::Channel(Channel::Manual), 5, Currency::CNY),
            balance(Account::Deposits, -5, Currency::CNY),
        ]
    }

    fn close(text: &str, balances: Vec<Balance>) -> Command {
        Command::CloseDay {
            day: day(text),
            today: day("2026-03-03"),
            balances,
            by: PersonId::from_bytes([9; 16]),
            at: at(),
        }
    }

    fn closed(text: &str) -> Event {
        Event::DayClosed {
            day: day(text),
            balances: balanced(),
            by: PersonId::from_bytes([9; 16]),
            at: at(),
        }
    }

    #[test]
    fn d19_days_that_are_over_are_closed_in_order() {
        given::<Books>(&[])
            .when(close("2026-03-02", balanced()))
            .then(&[closed("2026-03-02")]);
        for earlier in ["2026-03-01", "2026-03-02"] {
            given::<Books>(&[closed("2026-03-02")])
                .when(close(earlier, balanced()))
                .then(&[]);
        }
        given::<Books>(&[])
            .when(close("2026-03-03", balanced()))
            .then_rejected(&Rejection::DayNotOver {
                day: day("2026-03-03"),
            });
    }

    #[test]
    fn d11_no_day_is_closed_on_a_difference_in_any_currency() {
        let euros = balance(Account::Deposits, -1, Currency::EUR);
        given::<Books>(&[])
            .when(close("2026-03-02", [balanced(), vec![euros]].concat()))
            .then_rejected(&Rejection::BooksUnbalanced {
                difference: Money::new(-1, Currency::EUR),
            });
    }

    #[test]
    fn rejections_have_stable_codes() {
        let not_over = Rejection::DayNotOver {
            day: day("2026-03-03"),
        };
        let unbalanced = Rejection::BooksUnbalanced {
            difference: Money::fen(1),
        };
        assert_eq!(not_over.code(), "day-not-over");
        assert_eq!(unbalanced.code(), "books-unbalanced");
    }
}
