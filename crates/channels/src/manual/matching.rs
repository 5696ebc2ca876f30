//! Which bank line pays which open payment: one pure function. It must not record anything: a match may be recorded
//! at once, a suggestion only after a person has confirmed it.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Day, Money, PaymentId, ShortCode};

use super::{BankLine, Direction};

/// Most suggestions for a line.
pub const SUGGESTIONS_MAX: usize = 5;
/// Fewest points with which something is suggested: the amount alone.
const POINTS_MIN: u32 = 40;
/// Most payments of a line's amount that are looked at: of a thousand trees at one price, a suggestion needs more to
/// go by than the price, and every line must not look at every payment.
const ALIKE_MAX: usize = 50;
/// Days after a payment was opened in which a transfer of the same amount is likely to be it.
const DAYS_LIKELY: u64 = 14;

/// A payment that waits for money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPayment {
    /// Which.
    pub payment: PaymentId,
    /// What the payer was asked to write.
    pub reference: ShortCode,
    /// How much.
    pub amount: Money,
    /// Since when it waits.
    pub opened: Day,
    /// The payer's name, if a person may see it while matching.
    pub payer: Option<String>,
}

/// Why a line may pay a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Its reference is in the text.
    Reference,
    /// A word of the text is its reference but for one character.
    ReferenceMistyped,
    /// The amount is its amount.
    Amount,
    /// The payer's name is the line's.
    PayerName,
    /// The money came within two weeks of its opening.
    Time,
}

impl Reason {
    /// How much it speaks for the payment. A reference outweighs everything else together.
    #[must_use]
    pub const fn points(self) -> u32 {
        match self {
            Self::Reference => 100,
            Self::ReferenceMistyped => 50,
            Self::Amount => 40,
            Self::PayerName => 30,
            Self::Time => 10,
        }
    }
}

/// A payment that a line may pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Which.
    pub payment: PaymentId,
    /// All that speaks for it.
    pub reasons: Vec<Reason>,
}

impl Suggestion {
    /// The sum of its reasons' points.
    #[must_use]
    pub fn points(&self) -> u32 {
        self.reasons.iter().map(|reason| reason.points()).sum()
    }
}

/// Why a line pays nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unmatched {
    /// Money that went.
    Outgoing,
    /// It takes back an earlier line; what that one paid needs a person's eye.
    Reversal,
    /// Nothing that was open on its value date is like it.
    NothingLike,
}

/// What becomes of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It pays this payment: its reference and its amount, and no other payment or line competes.
    Match(PaymentId),
    /// It may pay one of these, the likeliest first.
    Suggest(Vec<Suggestion>),
    /// It pays none.
    Unmatched(Unmatched),
}

/// A line, by its transaction, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched<'a> {
    /// The line.
    pub line: &'a BankLine,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// Judges every line, in the lines' order. A line with the exact reference and amount of one open payment matches; if
/// several lines would pay the same payment, the first by value date does, and the others are for a person to judge.
#[must_use]
pub fn match_lines<'a>(lines: &'a [BankLine], open: &[OpenPayment]) -> Vec<Matched<'a>> {
    let book = Book::of(open);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    order.sort_by_key(|index| (lines[*index].value, *index));
    let mut taken = BTreeSet::new();
    let mut verdicts: BTreeMap<usize, Verdict> = BTreeMap::new();
    for index in order {
        verdicts.insert(index, book.verdict(&lines[index], &mut taken));
    }
    let judged = lines.iter().zip(verdicts.into_values());
    judged
        .map(|(line, verdict)| Matched { line, verdict })
        .collect()
}

/// Open payments by what lines may say of them.
struct Book<'a> {
    open: &'a [OpenPayment],
    references: BTreeMap<ShortCode, usize>,
    mistyped: BTreeMap<[u8; 8], Vec<usize>>,
    /// Of each amount, the longest open first.
    amounts: BTreeMap<Money, Vec<usize>>,
    /// Of each amount and payer, the longest open first.
    payers: BTreeMap<(Money, String), Vec<usize>>,
}

impl<'a> Book<'a> {
    fn of(open: &'a [OpenPayment]) -> Self {
        let mut book = Self {
            open,
            references: BTreeMap::new(),
            mistyped: BTreeMap::new(),
            amounts: BTreeMap::new(),
            payers: BTreeMap::new(),
        };
        let mut by_age: Vec<usize> = (0..open.len()).collect();
        by_age.sort_by_key(|index| (open[*index].opened, *index));
        for index in by_age {
            let payment = &open[index];
            book.references.insert(payment.reference, index);
            book.amounts.entry(payment.amount).or_default().push(index);
            if let Some(name) = payment.payer.as_deref().and_then(plain_name) {
                book.payers
                    .entry((payment.amount, name))
                    .or_default()
                    .push(index);
            }
            for hole in with_one_hole(payment.reference.as_str()) {
                book.mistyped.entry(hole).or_default().push(index);
            }
        }
        book
    }

    /// The payments of a line's amount that were opened last before its value date, and those of its payer too.
    fn alike(&self, line: &BankLine) -> impl Iterator<Item = usize> {
        let name = line.counterparty.as_deref().and_then(plain_name);
        let payer = name.and_then(|name| self.payers.get(&(line.amount, name)));
        let lists = [self.amounts.get(&line.amount), payer];
        lists.into_iter().flatten().flat_map(|list| {
            let opened = |index: &usize| self.open[*index].opened <= line.value;
            let before = &list[..list.partition_point(opened)];
            before.iter().rev().take(ALIKE_MAX).copied()
        })
    }

    fn verdict(&self, line: &BankLine, taken: &mut BTreeSet<PaymentId>) -> Verdict {
        if line.reversal {
            return Verdict::Unmatched(Unmatched::Reversal);
        }
        if line.direction == Direction::Out {
            return Verdict::Unmatched(Unmatched::Outgoing);
        }
        let words = code_words(&line.text);
        let named: BTreeSet<usize> = words
            .iter()
            .filter_map(|word| word.parse::<ShortCode>().ok())
            .filter_map(|code| self.references.get(&code).copied())
            .collect();
        let mut only = named.iter().map(|index| &self.open[*index]);
        if let (Some(payment), None) = (only.next(), only.next())
            && payment.amount == line.amount
            && taken.insert(payment.payment)
        {
            return Verdict::Match(payment.payment);
        }
        self.suggest(line, &words, &named)
    }

    fn suggest(&self, line: &BankLine, words: &[String], named: &BTreeSet<usize>) -> Verdict {
        let mistyped: BTreeSet<usize> = words
            .iter()
            .flat_map(|word| with_one_hole(word))
            .filter_map(|hole| self.mistyped.get(&hole))
            .flatten()
            .copied()
            .collect();
        let referred = named.iter().chain(&mistyped).copied();
        let candidates: BTreeSet<usize> = self.alike(line).chain(referred).collect();
        let mut suggestions: Vec<Suggestion> = candidates
            .into_iter()
            .map(|index| {
                let payment = &self.open[index];
                let reasons = [
                    (Reason::Reference, named.contains(&index)),
                    (
                        Reason::ReferenceMistyped,
                        mistyped.contains(&index) && !named.contains(&index),
                    ),
                    (Reason::Amount, payment.amount == line.amount),
                    (Reason::PayerName, is_same_name(line, payment)),
                    (Reason::Time, is_likely_time(line.value, payment.opened)),
                ];
                let speaks = reasons.into_iter().filter(|(_, true_here)| *true_here);
                Suggestion {
                    payment: payment.payment,
                    reasons: speaks.map(|(reason, _)| reason).collect(),
                }
            })
            .filter(|suggestion| suggestion.points() >= POINTS_MIN)
            .collect();
        suggestions
            .sort_by_key(|suggestion| (std::cmp::Reverse(suggestion.points()), suggestion.payment));
        suggestions.truncate(SUGGESTIONS_MAX);
        if suggestions.is_empty() {
            return Verdict::Unmatched(Unmatched::NothingLike);
        }
        Verdict::Suggest(suggestions)
    }
}

/// Every run of one to three neighbouring words that has eight characters, as people write `7F3K-9Q2M` in other words.
fn code_words(text: &str) -> Vec<String> {
    let split = text.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<&str> = split.filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    for start in 0..words.len() {
        for end in start + 1..=words.len().min(start + 3) {
            let run = words[start..end].concat();
            if run.len() == 8 {
                found.push(canonical(&run));
            }
        }
    }
    found
}

/// As codes are written: upper case, and the letters that are mistaken for digits as those digits.
fn canonical(word: &str) -> String {
    let digit = |c: char| match c.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        other => other,
    };
    word.chars().map(digit).collect()
}

/// A word of eight characters with each of them left out in turn: two words share one of these if and only if they
/// differ in one place at most.
fn with_one_hole(word: &str) -> Vec<[u8; 8]> {
    let Ok(bytes) = <[u8; 8]>::try_from(word.as_bytes()) else {
        return vec![];
    };
    let hole = |place: usize| {
        let mut holed = bytes;
        holed[place] = b'?';
        holed
    };
    (0..8).map(hole).collect()
}

/// A name without spaces, marks and case; `None` if nothing is left.
fn plain_name(name: &str) -> Option<String> {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let plain: String = letters.flat_map(char::to_lowercase).collect();
    (!plain.is_empty()).then_some(plain)
}

fn is_same_name(line: &BankLine, payment: &OpenPayment) -> bool {
    let line = line.counterparty.as_deref().and_then(plain_name);
    line.is_some() && line == payment.payer.as_deref().and_then(plain_name)
}

fn is_likely_time(value: Day, opened: Day) -> bool {
    opened <= value
        && opened
            .plus_days(DAYS_LIKELY)
            .is_none_or(|last| value <= last)
}

#[cfg(test)]
mod tests;
