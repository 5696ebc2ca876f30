//! Between our words and SQLite's columns: ids and hashes as blobs, moments as milliseconds, days as
//! text, closed lists and nested values as JSON. It knows no table.

use kernel::{
    ContentHash, Currency, Day, Grams, Money, PersonId, Sealed, Season, ShortCode, Timestamp,
};
use rusqlite::types::{FromSql, Type};
use rusqlite::{Error, Result, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads the columns of a row one after the other, in the order of the `SELECT`.
pub(crate) struct Columns<'row, 'stmt> {
    row: &'row Row<'stmt>,
    next: usize,
}

impl<'row, 'stmt> Columns<'row, 'stmt> {
    pub(crate) fn of(row: &'row Row<'stmt>) -> Self {
        Self { row, next: 0 }
    }

    /// The next column as a plain value.
    pub(crate) fn plain<T: FromSql>(&mut self) -> Result<T> {
        self.next += 1;
        self.row.get(self.next - 1)
    }

    /// The next column as an id, by its `from_bytes`.
    pub(crate) fn id<T>(&mut self, wrap: fn([u8; 16]) -> T) -> Result<T> {
        self.plain().map(wrap)
    }

    pub(crate) fn id_or_none<T>(&mut self, wrap: fn([u8; 16]) -> T) -> Result<Option<T>> {
        self.plain::<Option<[u8; 16]>>()
            .map(|bytes| bytes.map(wrap))
    }

    pub(crate) fn person(&mut self) -> Result<PersonId> {
        self.id(PersonId::from_bytes)
    }

    pub(crate) fn hash(&mut self) -> Result<ContentHash> {
        self.plain().map(ContentHash::from_bytes)
    }

    pub(crate) fn hash_or_none(&mut self) -> Result<Option<ContentHash>> {
        self.plain::<Option<[u8; 32]>>()
            .map(|bytes| bytes.map(ContentHash::from_bytes))
    }

    pub(crate) fn sealed(&mut self) -> Result<Sealed> {
        self.plain().map(Sealed::new)
    }

    pub(crate) fn sealed_or_none(&mut self) -> Result<Option<Sealed>> {
        self.plain::<Option<String>>()
            .map(|text| text.map(Sealed::new))
    }

    /// A number that is never negative: a position in the log, a size in bytes.
    pub(crate) fn position(&mut self) -> Result<u64> {
        self.plain::<i64>()
            .map(|number| u64::try_from(number).unwrap_or_default())
    }

    pub(crate) fn grams(&mut self) -> Result<Grams> {
        self.plain::<i64>()
            .map(|grams| Grams(u64::try_from(grams).unwrap_or_default()))
    }

    pub(crate) fn code(&mut self) -> Result<ShortCode> {
        self.parsed()
    }

    pub(crate) fn day(&mut self) -> Result<Day> {
        self.parsed()
    }

    pub(crate) fn season(&mut self) -> Result<Season> {
        let year: u16 = self.plain()?;
        Season::new(year).map_err(|cause| self.unfit(Type::Integer, cause))
    }

    pub(crate) fn time(&mut self) -> Result<Timestamp> {
        let millis: i64 = self.plain()?;
        Timestamp::from_millis(millis).ok_or(Error::IntegralValueOutOfRange(self.next - 1, millis))
    }

    pub(crate) fn time_or_none(&mut self) -> Result<Option<Timestamp>> {
        let millis: Option<i64> = self.plain()?;
        Ok(millis.and_then(Timestamp::from_millis))
    }

    /// Two columns: minor units and currency.
    pub(crate) fn money(&mut self) -> Result<Money> {
        let minor = self.plain()?;
        let currency: Currency = self.json()?;
        Ok(Money::new(minor, currency))
    }

    /// Two columns: minor units and currency.
    pub(crate) fn money_or_none(&mut self) -> Result<Option<Money>> {
        let minor: Option<i64> = self.plain()?;
        let currency: Option<Currency> = self.json_or_none()?;
        Ok(minor
            .zip(currency)
            .map(|(minor, currency)| Money::new(minor, currency)))
    }

    pub(crate) fn json<T: DeserializeOwned>(&mut self) -> Result<T> {
        let text: String = self.plain()?;
        serde_json::from_str(&text).map_err(|cause| self.unfit(Type::Text, cause))
    }

    pub(crate) fn json_or_none<T: DeserializeOwned>(&mut self) -> Result<Option<T>> {
        let text: Option<String> = self.plain()?;
        text.map(|text| serde_json::from_str(&text))
            .transpose()
            .map_err(|cause| self.unfit(Type::Text, cause))
    }

    /// The next column as a text that names a value.
    pub(crate) fn parsed<T>(&mut self) -> Result<T>
    where
        T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
    {
        let text: String = self.plain()?;
        text.parse().map_err(|cause| self.unfit(Type::Text, cause))
    }

    /// The column just read does not hold what its table promises.
    pub(crate) fn unfit(
        &self,
        found: Type,
        cause: impl std::error::Error + Send + Sync + 'static,
    ) -> Error {
        Error::FromSqlConversionFailure(self.next.saturating_sub(1), found, Box::new(cause))
    }
}

/// Grams as SQLite keeps them. A sum that left 64 bits would become a real number, which a STRICT table refuses, and
/// the projection would stop. It cannot: a lot has at most 10^9 grams, a tree is promised at most 10^7, and a share
/// costs at most 10^10 minor units (the rules refuse more), so only a billion of the largest would come near.
pub(crate) fn kept_grams(grams: Grams) -> i64 {
    i64::try_from(grams.0).unwrap_or(i64::MAX)
}

/// A nested value or a word of a closed list as JSON text.
pub(crate) fn kept_json<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|cause| Error::ToSqlConversionFailure(Box::new(cause)))
}
