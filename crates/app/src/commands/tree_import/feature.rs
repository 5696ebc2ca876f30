//! A GeoJSON file (RFC 7946) as rows. It does not know what becomes of them.
//!
//! Positions are longitude, latitude, in degrees of WGS-84 (RFC 7946, section 4); a third number, the height, is passed
//! over. Which way a ring goes round is not looked at (section 3.1.6 asks readers not to). A `crs`, which the RFC took
//! away, is passed over where it names what holds anyway, and refused where it names anything else: coordinates of
//! another system would put every tree elsewhere. Digits behind the seventh, about a centimetre, are rounded.

use kernel::OrchardId;
use serde::Deserialize;
use serde_json::{Map, Value};
use traceability::{
    orchard,
    spot::{CORNERS_MAX, Spot, degrees_e7},
};

use super::{Outcome, ROWS_MAX, Row, Wanted, refused, row::Reader, unreadable};
use crate::Error;

/// Other names of the reference system that every GeoJSON file is in.
const WGS84: [&str; 3] = [
    "urn:ogc:def:crs:OGC:1.3:CRS84",
    "urn:ogc:def:crs:EPSG::4326",
    "EPSG:4326",
];

#[derive(Deserialize)]
struct Collection {
    #[serde(rename = "type")]
    kind: String,
    features: Vec<Value>,
    #[serde(default)]
    crs: Value,
}

pub(super) fn read(
    bytes: &[u8],
    orchard: OrchardId,
    known: &orchard::State,
) -> Result<Vec<Row>, Error> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let collection: Collection =
        serde_json::from_slice(text).map_err(|_| unreadable("geojson-malformed"))?;
    if collection.kind != "FeatureCollection" {
        return Err(unreadable("geojson-malformed"));
    }
    let system = collection.crs.pointer("/properties/name");
    let is_known = system
        .and_then(Value::as_str)
        .is_some_and(|name| WGS84.contains(&name));
    if !collection.crs.is_null() && !is_known {
        return Err(unreadable("geojson-system"));
    }
    if collection.features.len() > ROWS_MAX {
        return Err(unreadable("csv-too-many-rows"));
    }
    let mut reader = Reader::new(orchard, known);
    let rows = collection.features.iter().enumerate();
    let rows = rows.map(|(index, feature)| Row {
        line: index + 1,
        wanted: read_feature(feature, &mut reader),
    });
    Ok(rows.collect())
}

fn read_feature(feature: &Value, reader: &mut Reader<'_>) -> Result<Wanted, Outcome> {
    let malformed = || refused("geojson-feature", None);
    if feature.get("type").and_then(Value::as_str) != Some("Feature") {
        return Err(malformed());
    }
    let none = Map::new();
    let properties = match feature.get("properties") {
        Some(Value::Object(properties)) => properties,
        Some(Value::Null) => &none,
        _ => return Err(malformed()),
    };
    let cells: Vec<(&str, String)> = properties
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), cell(value)?)))
        .collect();
    let cell = |wanted: &'static str| {
        let found = cells.iter().find(|(name, _)| *name == wanted)?;
        Some(found.1.as_str())
    };
    let geometry = feature.get("geometry").unwrap_or(&Value::Null);
    if geometry.is_null() {
        return reader.tree(cell, None);
    }
    let coordinates = geometry.get("coordinates").unwrap_or(&Value::Null);
    match geometry.get("type").and_then(Value::as_str) {
        Some("Point") => {
            let spot = position(coordinates).ok_or(refused("coordinate", None))?;
            reader.tree(cell, Some(spot))
        }
        Some("Polygon") => {
            let outline = ring(coordinates)?;
            let block = cell("block").ok_or(refused("required", Some("block")))?;
            reader.outline(block, outline)
        }
        _ => Err(refused("geojson-geometry", None)),
    }
}

/// A property as a cell: text, or a whole number.
fn cell(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The corners of a polygon without holes. Its ring ends where it begins; ours does not repeat the first corner.
fn ring(coordinates: &Value) -> Result<Vec<Spot>, Outcome> {
    let invalid = || refused("outline-invalid", None);
    let rings = coordinates.as_array().ok_or_else(invalid)?;
    let [ring] = rings.as_slice() else {
        return Err(refused("outline-with-holes", None));
    };
    let ring = ring.as_array().ok_or_else(invalid)?;
    if ring.len() > CORNERS_MAX + 1 {
        return Err(invalid());
    }
    let mut corners = ring
        .iter()
        .map(|corner| position(corner).ok_or(refused("coordinate", None)))
        .collect::<Result<Vec<_>, _>>()?;
    let last = corners.pop().ok_or_else(invalid)?;
    if corners.first() != Some(&last) {
        return Err(invalid());
    }
    Ok(corners)
}

fn position(value: &Value) -> Option<Spot> {
    let numbers = value.as_array()?;
    let ([lon, lat] | [lon, lat, _]) = numbers.as_slice() else {
        return None;
    };
    Some(Spot {
        lat_e7: rounded(lat)?,
        lon_e7: rounded(lon)?,
    })
}

fn rounded(degrees: &Value) -> Option<i32> {
    degrees_e7(&format!("{:.7}", degrees.as_f64()?))
}

#[cfg(test)]
mod tests;
