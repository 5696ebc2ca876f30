//! Old shapes of this crate's events, lifted to the current ones when they are read. The only place that knows that
//! they were ever different; the golden files of every version are its tests.

use kernel::codec::{Fields, Upcaster, rename};

/// Of lots.
pub(crate) const LOT: &[Upcaster] = &[
    Upcaster {
        type_name: "traceability.lot-harvested",
        from: 1,
        lift: lot_harvested_v1_to_v2,
    },
    Upcaster {
        type_name: "traceability.lot-allocated",
        from: 1,
        lift: lot_allocated_v1_to_v2,
    },
];

/// Weights did not say their unit.
fn lot_harvested_v1_to_v2(mut fields: Fields) -> Fields {
    rename(&mut fields, "gross", "gross_grams");
    rename(&mut fields, "tare", "tare_grams");
    rename(&mut fields, "net", "net_grams");
    fields
}

/// The surplus did not say its unit.
fn lot_allocated_v1_to_v2(mut fields: Fields) -> Fields {
    rename(&mut fields, "surplus", "surplus_grams");
    fields
}
