//! What people in the orchard say and send: terms, contract, a post, a picture. Knows no product that is running.

use std::io::Cursor;

use adoption::campaign::{Bilingual, RiskClause, Terms};
use app::{
    account::Account,
    commands::{adopt::Acceptance, campaigns, observations::Post},
};
use kernel::{Day, Grams, Money, Timestamp, TreeId};
use traceability::observation::Stage;

pub(crate) fn moment(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn words(zh: &str) -> Bilingual {
    Bilingual {
        zh: zh.into(),
        en: format!("{zh} (en)"),
    }
}

pub(crate) fn contract() -> Bilingual {
    words("认养合同")
}

pub(crate) fn acceptance() -> Acceptance {
    Acceptance {
        contract: campaigns::contract_hash(&contract()),
        risk_clause: RiskClause::TopUp,
        no_return_confirmed: true,
    }
}

pub(crate) fn terms() -> Terms {
    Terms {
        price: Money::fen(168_000),
        shares_per_tree: 1,
        sale_from: moment("2026-02-01T00:00:00Z"),
        sale_until: moment("2026-09-01T00:00:00Z"),
        ship_from: day("2026-11-20"),
        ship_until: day("2026-12-31"),
        promised_grams: Grams(40_000),
        boxes: 4,
        risk_clause: RiskClause::TopUp,
        per_buyer_limit: 2,
        hold_minutes: 30,
        photo_max_age_days: 365,
        forecast_grams_per_tree: Grams(60_000),
        cover_percent: 80,
    }
}

pub(crate) fn post_of(tree: TreeId, photos: Vec<Vec<u8>>) -> Post {
    Post {
        observation: None,
        tree,
        stage: Stage::Blossom,
        note: Some("开花了".into()),
        photos,
        captured_at: None,
        device_place_e7: None,
    }
}

/// Somebody's account at a bank.
pub(crate) fn account() -> Account {
    Account {
        holder: "林晓满".into(),
        bank: "中国工商银行杭州西湖支行".into(),
        number: "6222021202000123456".into(),
    }
}

/// A small picture of its own for each shade.
pub(crate) fn jpeg(shade: u8) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(64, 48, |x, y| {
        let mix = (x * 3 + y * 5 + u32::from(shade) * 11) % 256;
        image::Rgb([u8::try_from(mix).unwrap(), shade, 90])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}
