//! Two quiet charts as numbers for a drawing: columns by day, and pairs of bars.
//!
//! It scales; it does not add up. Values that are too large or negative are drawn as full or empty.

/// Width of a chart, in drawing units.
pub(crate) const WIDTH: i64 = 640;
/// Height of the columns, in drawing units.
pub(crate) const HEIGHT: i64 = 160;

/// Widest column with its gap, in drawing units.
const STEP_MAX: i64 = 48;

/// Columns side by side, one a day.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    /// The columns from left to right.
    pub(crate) columns: Vec<Column>,
    /// What the highest stands for, finished.
    pub(crate) highest: String,
}

/// One column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// Left edge.
    pub(crate) x: i64,
    /// Upper edge.
    pub(crate) y: i64,
    /// Width.
    pub(crate) width: i64,
    /// Height.
    pub(crate) height: i64,
    /// Day and amount, finished: tooltip, and the row of the table that says the same.
    pub(crate) day: String,
    /// The amount, finished.
    pub(crate) amount: String,
}

/// Columns from `(day, amount to scale, amount to read)`.
pub(crate) fn columns(days: Vec<(String, i64, String)>) -> Columns {
    let largest = days.iter().map(|day| day.1).max().unwrap_or(0).max(1);
    let highest = days
        .iter()
        .max_by_key(|day| day.1)
        .map_or_else(String::new, |day| day.2.clone());
    // A few days must not look like walls.
    let step = (WIDTH / i64::try_from(days.len().max(1)).unwrap_or(WIDTH)).min(STEP_MAX);
    let columns = days
        .into_iter()
        .zip(0_i64..)
        .map(|((day, value, amount), index)| {
            let height = scaled(value, largest, HEIGHT);
            Column {
                x: index * step,
                y: HEIGHT - height,
                width: (step - 4).max(1),
                height,
                day,
                amount,
            }
        })
        .collect();
    Columns { columns, highest }
}

/// `value` of `largest` as a length up to `full`.
fn scaled(value: i64, largest: i64, full: i64) -> i64 {
    let length =
        i128::from(value.clamp(0, largest)) * i128::from(full) / i128::from(largest.max(1));
    i64::try_from(length).unwrap_or(full)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[i64]) -> Columns {
        columns(
            values
                .iter()
                .map(|v| (String::new(), *v, v.to_string()))
                .collect(),
        )
    }

    #[test]
    fn the_highest_column_is_full_and_the_others_in_proportion() {
        let chart = chart(&[0, 50, 100, -7]);
        let heights: Vec<_> = chart.columns.iter().map(|column| column.height).collect();
        assert_eq!(heights, [0, HEIGHT / 2, HEIGHT, 0]);
        assert_eq!(chart.highest, "100");
        assert!(
            chart
                .columns
                .iter()
                .all(|column| column.y + column.height == HEIGHT)
        );
    }

    #[test]
    fn nothing_and_very_much_are_drawn_without_overflow() {
        assert!(chart(&[]).columns.is_empty());
        assert_eq!(chart(&[0, 0]).columns[0].height, 0);
        assert_eq!(chart(&[i64::MAX, 1]).columns[0].height, HEIGHT);
    }
}
