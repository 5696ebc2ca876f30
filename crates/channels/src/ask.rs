//! What may be asked of a channel. It must not know how any channel writes it.

use kernel::{Day, Money, PaymentId, RefundId, Timestamp};

/// Longest title in bytes: WeChat Pay takes 127 (`description` of an order).
const TITLE_BYTES_MAX: usize = 127;

/// Why a text is not a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a title has 1 to 127 bytes on one line")]
pub struct TitleError;

/// A line that the buyer reads in the channel's own pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title(String);

impl Title {
    /// Takes one line of 1–127 bytes.
    ///
    /// # Errors
    /// Empty, too long, or with control characters.
    pub fn parse(text: &str) -> Result<Self, TitleError> {
        let text = text.trim();
        let fits = (1..=TITLE_BYTES_MAX).contains(&text.len());
        if !fits || text.contains(char::is_control) {
            return Err(TitleError);
        }
        Ok(Self(text.to_owned()))
    }

    /// A title for money that goes back.
    #[must_use]
    pub fn of_refund() -> Self {
        Self("退款 Refund".to_owned())
    }

    /// The beginning of a text that may be too long, on one line.
    ///
    /// # Errors
    /// Nothing is left to show.
    pub fn cut(text: &str) -> Result<Self, TitleError> {
        let line: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        Self::parse(crate::text::at_most_bytes(line.trim(), TITLE_BYTES_MAX))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where the buyer is when paying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scene {
    /// At a computer's browser.
    Desktop,
    /// In a browser on a phone.
    Phone,
    /// Inside WeChat, as this user of our public account.
    WeChat {
        /// WeChat's name for the user in our account.
        openid: String,
    },
    /// Before a QR code that another device shows.
    QrCode,
}

/// A payment to be started. Its id is the merchant's order number at every channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// What for, as the buyer reads it.
    pub title: Title,
    /// When the hold ends; the channel shall take no money later.
    pub expires_at: Timestamp,
    /// Where the channel's page leads back to.
    pub return_url: String,
    /// Where the buyer is.
    pub scene: Scene,
}

/// A payment that was started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentHandle {
    /// The payment.
    pub payment: PaymentId,
    /// The channel's name of the attempt, where [`Presentation`](crate::Presentation) gave one.
    pub attempt: Option<String>,
}

/// A refund to be ordered or asked after. The same id again is the same refund, however often it is ordered (B 20).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundOrder {
    /// The refund; the merchant's refund number at every channel.
    pub refund: RefundId,
    /// The payment it takes from.
    pub payment: PaymentId,
    /// The channel's transaction by which the money came.
    pub transaction: String,
    /// How much goes back.
    pub amount: Money,
    /// How much had come.
    pub captured: Money,
    /// Why, as the buyer reads it.
    pub reason: Title,
}

/// A question or an order to a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Let the buyer pay.
    Start(Order),
    /// What became of a payment.
    Payment(PaymentHandle),
    /// Take no money for this payment any more.
    Close(PaymentHandle),
    /// Give money back.
    Refund(RefundOrder),
    /// What became of a refund.
    RefundState(RefundOrder),
    /// What the channel keeps of the payment that came by this transaction.
    Fee(String),
    /// Where the statement of a day in Shanghai can be fetched.
    Statement(Day),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_short_line() {
        assert_eq!(Title::parse(" 橙树 ").unwrap().as_str(), "橙树");
        assert!(Title::parse(&"x".repeat(127)).is_ok());
        for wrong in ["", "  ", "a\nb", &"x".repeat(128), &"橙".repeat(43)] {
            assert_eq!(Title::parse(wrong), Err(TitleError), "{wrong:?}");
        }
        let long = Title::cut(&format!(" 橙\n{}", "橙".repeat(60))).unwrap();
        assert!(long.as_str().starts_with("橙 橙") && long.as_str().len() <= 127);
        assert_eq!(Title::cut("\n"), Err(TitleError));
        assert_eq!(
            Title::parse(Title::of_refund().as_str()),
            Ok(Title::of_refund())
        );
    }
}
