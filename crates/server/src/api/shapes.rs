//! How values of the domain look in JSON, for the API's description; they are written and read by their own types.
//! A test holds each against the value it describes.

use kernel::Money;
use serde::Serialize;
use traceability::{
    lot::{Certificate, CertificateBasis},
    orchard::Place,
};
use utoipa::ToSchema;

/// An amount in minor units.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct MoneyView {
    /// Minor units: fen for CNY.
    #[schema(example = 168_000)]
    pub(crate) minor: i64,
    /// ISO 4217.
    #[schema(example = "CNY")]
    pub(crate) currency: &'static str,
}

impl From<Money> for MoneyView {
    fn from(money: Money) -> Self {
        Self {
            minor: money.minor,
            currency: money.currency.code(),
        }
    }
}

/// Words in both languages.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes adoption::campaign::Bilingual")]
pub(crate) struct BilingualShape {
    /// Chinese.
    #[schema(example = "信丰脐橙 2026")]
    pub(crate) zh: String,
    /// English.
    #[schema(example = "Xinfeng navel oranges 2026")]
    pub(crate) en: String,
}

/// The terms of an offer.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes adoption::campaign::Terms")]
pub(crate) struct TermsShape {
    /// Price of one share.
    pub(crate) price: MoneyView,
    /// Into how many equal parts each tree is sold: 1, 2 or 4.
    #[schema(example = 1)]
    pub(crate) shares_per_tree: u8,
    /// When the sale begins (RFC 3339).
    #[schema(example = "2026-03-01T00:00:00Z")]
    pub(crate) sale_from: String,
    /// When the sale has ended (RFC 3339).
    #[schema(example = "2026-06-01T00:00:00Z")]
    pub(crate) sale_until: String,
    /// First day on which fruit may be sent.
    #[schema(example = "2026-11-20")]
    pub(crate) ship_from: String,
    /// Last day by which fruit is sent.
    #[schema(example = "2026-12-31")]
    pub(crate) ship_until: String,
    /// Grams promised to the holder of one share.
    #[schema(example = 20_000)]
    pub(crate) promised_grams: u64,
    /// Boxes per share.
    #[schema(example = 4)]
    pub(crate) boxes: u8,
    /// `top-up`, `refund-shortfall`, `carry-over` or `buyer-bears`.
    #[schema(example = "top-up")]
    pub(crate) risk_clause: String,
    /// How many adoptions one buyer may have.
    #[schema(example = 3)]
    pub(crate) per_buyer_limit: u16,
    /// How long a hold lasts, in minutes.
    #[schema(example = 30)]
    pub(crate) hold_minutes: u16,
    /// A tree is offered only with an accepted photo not older than this many days.
    #[schema(example = 60)]
    pub(crate) photo_max_age_days: u16,
    /// Expected harvest of one tree, in grams.
    #[schema(example = 40_000)]
    pub(crate) forecast_grams_per_tree: u64,
    /// At most this share of the forecast may be promised, in per cent.
    #[schema(example = 70)]
    pub(crate) cover_percent: u8,
}

/// What a crowdfunded campaign must reach.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes adoption::campaign::Funding")]
pub(crate) struct FundingShape {
    /// `{"trees": 120}` or `{"money": {"minor": 20000000, "currency": "CNY"}}`.
    #[schema(value_type = Object)]
    pub(crate) goal: String,
    /// Until when money counts (RFC 3339), within the sale.
    #[schema(example = "2026-05-01T16:00:00Z")]
    pub(crate) deadline: String,
    /// Days after the deadline that late statements are waited for, at most 14.
    #[schema(example = 3)]
    pub(crate) grace_days: u8,
    /// `all-or-nothing` or `keep-what-is-raised`.
    #[schema(example = "all-or-nothing")]
    pub(crate) rule: String,
}

/// A price that counts until a moment, for so many adoptions, or both: whatever ends first.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes adoption::campaign::PricePhase")]
pub(crate) struct PricePhaseShape {
    /// `early`, `regular` or `late`.
    #[schema(example = "early")]
    pub(crate) name: String,
    /// Price of one share.
    pub(crate) price: MoneyView,
    /// When it ends (RFC 3339).
    #[schema(example = "2026-03-01T16:00:00Z")]
    pub(crate) until: Option<String>,
    /// It ends with this adoption of the campaign, counted from 1.
    #[schema(example = 100)]
    pub(crate) adoptions: Option<u32>,
}

/// Where an orchard lies.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes traceability::orchard::Place")]
pub(crate) struct PlaceShape {
    /// Province.
    #[schema(example = "江西省")]
    pub(crate) province: String,
    /// County or district.
    #[schema(example = "信丰县")]
    pub(crate) county: String,
    /// Village.
    #[schema(example = "安西镇")]
    pub(crate) village: String,
    /// WGS-84 latitude in units of 1e-7 degree.
    #[schema(example = 252_600_000)]
    pub(crate) lat_e7: i32,
    /// WGS-84 longitude in units of 1e-7 degree.
    #[schema(example = 1_149_300_000)]
    pub(crate) lon_e7: i32,
}

/// A part of a tree.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes adoption::tree_share::Part")]
pub(crate) struct PartShape {
    /// Which one, from 1.
    #[schema(example = 1)]
    pub(crate) number: u8,
    /// Of how many equal parts.
    #[schema(example = 2)]
    pub(crate) of: u8,
}

/// Where a box goes.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes app::address::Address")]
pub(crate) struct AddressShape {
    /// Who receives it.
    #[schema(example = "林晓满")]
    pub(crate) recipient: String,
    /// Their phone number.
    #[schema(example = "13800138000")]
    pub(crate) phone: String,
    /// Province, or municipality.
    #[schema(example = "浙江省")]
    pub(crate) province: String,
    /// City.
    #[schema(example = "杭州市")]
    pub(crate) city: String,
    /// District or county.
    #[schema(example = "西湖区")]
    pub(crate) district: String,
    /// Street, house, flat.
    #[schema(example = "龙井路 1 号")]
    pub(crate) street: String,
}

/// 承诺达标合格证.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes traceability::lot::Certificate")]
pub(crate) struct CertificateShape {
    /// Its number.
    pub(crate) number: String,
    /// Name of the product.
    pub(crate) product: String,
    /// Where it grew.
    pub(crate) origin: String,
    /// Who commits to it.
    pub(crate) producer: String,
    /// How to reach them.
    pub(crate) contact: String,
    /// `commissioned-test`, `own-test`, `internal-control` or `self-declaration`.
    #[schema(example = "own-test")]
    pub(crate) basis: String,
    /// The day of issue.
    #[schema(example = "2026-11-21")]
    pub(crate) issued_on: String,
}

/// Grams of one lot.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes fulfilment::box_plan::LotGrams")]
pub(crate) struct LotGramsShape {
    /// The lot.
    pub(crate) lot: String,
    /// How much of it, in grams.
    #[schema(example = 5_000)]
    pub(crate) grams: u64,
}

/// What one tree gave.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes traceability::lot::TreeYield")]
pub(crate) struct TreeYieldShape {
    /// The tree.
    pub(crate) tree: String,
    /// Its fruit, net, in grams.
    #[schema(example = 38_500)]
    pub(crate) grams: u64,
}

/// A role; farmer and packer belong to an orchard.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes community::member::Role")]
pub(crate) struct RoleShape {
    /// `buyer`, `farmer`, `packer`, `organiser`, `promoter`, `operator` or `auditor`.
    #[schema(example = "farmer")]
    pub(crate) role: String,
    /// The orchard of a farmer or packer.
    pub(crate) orchard: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::collections::BTreeSet;
    use utoipa::PartialSchema;

    fn described<T: PartialSchema>() -> BTreeSet<String> {
        let schema = serde_json::to_value(T::schema()).unwrap();
        schema["properties"]
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect()
    }

    /// The example of the description is read by the type it describes and written back with the same fields.
    fn holds<Shape: PartialSchema, Real>(example: Value)
    where
        Real: serde::de::DeserializeOwned + Serialize,
    {
        let read: Real = serde_json::from_value(example).unwrap();
        let written = serde_json::to_value(read).unwrap();
        let fields: BTreeSet<_> = written.as_object().unwrap().keys().cloned().collect();
        assert_eq!(
            described::<Shape>(),
            fields,
            "{}",
            std::any::type_name::<Real>()
        );
    }

    #[test]
    fn what_is_described_is_what_is_read_and_written() {
        let money = json!({ "minor": 1, "currency": "CNY" });
        holds::<MoneyView, Money>(money.clone());
        holds::<BilingualShape, adoption::campaign::Bilingual>(json!({ "zh": "", "en": "" }));
        holds::<PartShape, adoption::tree_share::Part>(json!({ "number": 1, "of": 2 }));
        holds::<PlaceShape, Place>(json!({
            "province": "", "county": "", "village": "", "lat_e7": 0, "lon_e7": 0
        }));
        holds::<AddressShape, app::address::Address>(json!({
            "recipient": "", "phone": "", "province": "", "city": "", "district": "", "street": ""
        }));
        holds::<CertificateShape, Certificate>(json!({
            "number": "", "product": "", "origin": "", "producer": "", "contact": "",
            "basis": "own-test", "issued_on": "2026-11-21"
        }));
        holds::<TermsShape, adoption::campaign::Terms>(json!({
            "price": money.clone(), "shares_per_tree": 1, "sale_from": "2026-03-01T00:00:00Z",
            "sale_until": "2026-06-01T00:00:00Z", "ship_from": "2026-11-20", "ship_until": "2026-12-31",
            "promised_grams": 20_000, "boxes": 4, "risk_clause": "top-up", "per_buyer_limit": 3,
            "hold_minutes": 30, "photo_max_age_days": 60, "forecast_grams_per_tree": 40_000,
            "cover_percent": 70
        }));
        holds::<FundingShape, adoption::campaign::Funding>(json!({
            "goal": { "trees": 1 }, "deadline": "2026-05-01T16:00:00Z", "grace_days": 3,
            "rule": "all-or-nothing"
        }));
        holds::<PricePhaseShape, adoption::campaign::PricePhase>(json!({
            "name": "early", "price": money, "until": "2026-03-01T16:00:00Z", "adoptions": 1
        }));
    }

    #[test]
    fn ids_within_shapes_are_texts() {
        let lot = kernel::LotId::from_bytes([1; 16]);
        let tree = kernel::TreeId::from_bytes([1; 16]);
        let orchard = kernel::OrchardId::from_bytes([1; 16]);
        holds::<LotGramsShape, fulfilment::box_plan::LotGrams>(json!({ "lot": lot, "grams": 1 }));
        holds::<TreeYieldShape, traceability::lot::TreeYield>(json!({ "tree": tree, "grams": 1 }));
        holds::<RoleShape, community::member::Role>(
            json!({ "role": "farmer", "orchard": orchard }),
        );
    }
}

/// Where an orchard lies as the public may know it: down to the village, no coordinates (D 45).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicPlace {
    /// Province.
    #[schema(example = "江西省")]
    pub(crate) province: String,
    /// County or district.
    #[schema(example = "信丰县")]
    pub(crate) county: String,
    /// Village.
    #[schema(example = "安西镇")]
    pub(crate) village: String,
}

impl From<Place> for PublicPlace {
    fn from(place: Place) -> Self {
        Self {
            province: place.province,
            county: place.county,
            village: place.village,
        }
    }
}

/// A certificate as the public may know it: all but how to reach the producer (D 45).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicCertificate {
    /// Its number.
    pub(crate) number: String,
    /// Name of the product.
    pub(crate) product: String,
    /// Where it grew.
    pub(crate) origin: String,
    /// Who commits to it.
    pub(crate) producer: String,
    /// `commissioned-test`, `own-test`, `internal-control` or `self-declaration`.
    #[schema(value_type = String, example = "own-test")]
    pub(crate) basis: CertificateBasis,
    /// The day of issue.
    pub(crate) issued_on: String,
}

impl From<Certificate> for PublicCertificate {
    fn from(certificate: Certificate) -> Self {
        Self {
            number: certificate.number,
            product: certificate.product,
            origin: certificate.origin,
            producer: certificate.producer,
            basis: certificate.basis,
            issued_on: certificate.issued_on.to_string(),
        }
    }
}
