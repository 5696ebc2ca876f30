//! Who does what: by which way somebody pays, who is late, who disputes, who leaves, whose tree freezes. All of it follows
//! from a number. It must not know how it is done.

use crate::Adoption;

/// By which way somebody pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    /// A transfer, found in the bank's CSV.
    Csv,
    /// A transfer, found in a camt.053 statement.
    Camt,
    WechatPay,
    Alipay,
    Stripe,
    PlayMoney,
}

impl Way {
    pub(super) const ALL: [Self; 6] = [
        Self::Csv,
        Self::Camt,
        Self::WechatPay,
        Self::Alipay,
        Self::Stripe,
        Self::PlayMoney,
    ];

    /// The channel's name in the API.
    pub(super) const fn channel(self) -> &'static str {
        match self {
            Self::Csv | Self::Camt => "manual",
            Self::WechatPay => "wechat-pay",
            Self::Alipay => "alipay",
            Self::Stripe => "stripe",
            Self::PlayMoney => "sandbox",
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Csv => "bank transfer, CSV statement",
            Self::Camt => "bank transfer, camt.053 statement",
            Self::WechatPay => "WeChat Pay",
            Self::Alipay => "Alipay",
            Self::Stripe => "Stripe",
            Self::PlayMoney => "play money",
        }
    }
}

/// What the program sells for. The two never stand beside each other: the settings forbid it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shop {
    /// Real money: the bank, WeChat Pay, Alipay, Stripe.
    Real,
    /// Play money, and the bank.
    Demo,
}

impl Shop {
    const fn ways(self) -> &'static [Way] {
        match self {
            Self::Real => &[
                Way::Csv,
                Way::WechatPay,
                Way::Alipay,
                Way::Stripe,
                Way::Camt,
            ],
            Self::Demo => &[Way::PlayMoney, Way::Csv, Way::PlayMoney, Way::Camt],
        }
    }

    /// By which way a payment was made whose dispute an operator reads of in a letter.
    const fn letter(self) -> Way {
        match self {
            Self::Real => Way::WechatPay,
            Self::Demo => Way::PlayMoney,
        }
    }
}

/// What becomes of an adoption before the harvest, frost aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Nothing in particular.
    Plain,
    /// The money comes after the hold, and the tree is still there.
    Late,
    /// The money comes after the hold, and the tree is somebody else's by then.
    TooLate,
    /// The payment is disputed.
    Disputed { won: bool },
    /// The buyer cancels.
    Cancels,
    /// The platform pays a part back.
    PartBack,
}

/// Buyers adopt this many trees each.
const TREES_PER_BUYER: usize = 2;

/// The fate of a number: 5 % late, 3 % disputed, 2 % cancelled, 4 % paid back in part.
pub(super) const fn fate(number: usize) -> Fate {
    if number % 20 == 7 {
        return if (number / 20).is_multiple_of(2) {
            Fate::TooLate
        } else {
            Fate::Late
        };
    }
    if number % 33 == 5 {
        let won = matches!(number / 33 % 4, 0 | 3);
        return Fate::Disputed { won };
    }
    if number % 50 == 11 {
        return Fate::Cancels;
    }
    if number % 25 == 12 {
        return Fate::PartBack;
    }
    Fate::Plain
}

/// The way of a number. Play money is never late, since its shop closes with the hold; every other dispute is told by
/// Stripe itself, the rest by an operator who read a letter.
pub(super) fn way(shop: Shop, number: usize) -> Way {
    let ways = shop.ways();
    let usual = ways[(number + number / ways.len()) % ways.len()];
    match fate(number) {
        Fate::Disputed { .. } if shop == Shop::Real && (number / 33).is_multiple_of(2) => {
            Way::Stripe
        }
        Fate::Disputed { .. } => shop.letter(),
        Fate::Late | Fate::TooLate if usual == Way::PlayMoney => Way::Csv,
        Fate::Late | Fate::TooLate | Fate::Cancels | Fate::PartBack | Fate::Plain => usual,
    }
}

/// Whether the frost hits the tree of a number: three in twenty-five.
pub(super) const fn freezes(number: usize) -> bool {
    matches!(number % 25, 1 | 9 | 17)
}

/// In which of the two campaigns the tree of a number is offered: every third in the second.
pub(super) const fn campaign(number: usize) -> usize {
    if number % 3 == 2 { 1 } else { 0 }
}

/// Which buyer a number is.
pub(super) const fn buyer(number: usize) -> usize {
    number / TREES_PER_BUYER
}

/// An adoption with what the story knows of it.
#[derive(Clone)]
pub(super) struct Bond {
    pub(super) number: usize,
    pub(super) adoption: Adoption,
    pub(super) way: Way,
    pub(super) fate: Fate,
    /// The id of its payment.
    pub(super) payment: String,
    /// What a transfer has to name.
    pub(super) reference: String,
    /// What it costs, in fen.
    pub(super) fen: i64,
    /// Where the buyer was led to pay, if anywhere.
    pub(super) redirect: Option<String>,
}
