//! Why a text is not a GS1 key. Facts only; the words a person reads are made at the edge.

/// What is wrong with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Other than digits, or not as many as this key has.
    #[error("it has exactly {digits} digits")]
    Digits {
        /// How many.
        digits: usize,
    },
    /// The last digit does not fit the others: something was mistyped.
    #[error("the check digit does not fit")]
    CheckDigit,
    /// A GTIN for use inside one company (02, 04, 2…), never for others (General Specifications 1.4.3).
    #[error("this number is for use inside one company only")]
    Restricted,
    /// A company prefix of another length.
    #[error("a company prefix has 4 to 12 digits")]
    Prefix,
    /// A serial or batch number, or an asset, that is empty or too long.
    #[error("it has 1 to {max} characters")]
    Length {
        /// The most it may have.
        max: usize,
    },
    /// A character outside GS1 set 82.
    #[error("only letters, digits and the punctuation of GS1 set 82 are allowed")]
    Charset,
    /// `.` or `..`: an address cannot carry it, every client would take it for a folder.
    #[error("a single or double dot cannot stand in an address")]
    Dots,
    /// An asset that does not begin with a company prefix of digits.
    #[error("an asset begins with a company prefix")]
    AssetPrefix,
    /// A `%` without two hexadecimal digits, or what is no text.
    #[error("the percent-encoding cannot be read")]
    Encoding,
    /// Not a path of a key we know, or in another order.
    #[error("this is no path of a key that is known here")]
    Path,
    /// A date that is no `YYMMDD`, or a day that no calendar has.
    #[error("a date is YYMMDD, a day that the calendar has")]
    Date,
    /// More numbers were given out than this company prefix has.
    #[error("the company prefix has no such number")]
    Exhausted,
}
