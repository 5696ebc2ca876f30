//! The appends as an SVG: one panel per number of writers, one bar per contender and batch, on a logarithmic scale.

use std::{fmt::Write, fs, path::Path};

use super::{BATCHES, Row, WRITERS};

const WIDTH: f64 = 1_080.0;
const PANEL_HEIGHT: f64 = 220.0;
const LEFT: f64 = 70.0;
const TOP: f64 = 60.0;
/// The scale goes from 100 to 10,000,000 events a second.
const DECADES: (i32, i32) = (2, 7);
/// Told apart also by people who do not see all colours.
const COLOURS: [&str; 7] = [
    "#999999", "#0072b2", "#56b4e9", "#e69f00", "#009e73", "#cc79a7", "#d55e00",
];

pub(super) fn write(path: &Path, names: &[&str], rows: &[Row]) -> anyhow::Result<()> {
    let height = TOP + WRITERS.len() as f64 * (PANEL_HEIGHT + 40.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <title>Durable appends, events per second</title>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
    );
    for (number, (name, colour)) in names.iter().zip(COLOURS).enumerate() {
        let x = LEFT + number as f64 * 142.0;
        writeln!(
            svg,
            "<rect x=\"{x}\" y=\"14\" width=\"12\" height=\"12\" fill=\"{colour}\"/>\
             <text x=\"{}\" y=\"25\">{name}</text>",
            x + 17.0
        )?;
    }
    for (number, writers) in WRITERS.into_iter().enumerate() {
        let top = TOP + number as f64 * (PANEL_HEIGHT + 40.0);
        let rows = rows.iter().filter(|row| row.load.writers == writers);
        panel(&mut svg, top, writers, rows)?;
    }
    svg.push_str("</svg>\n");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, svg)?)
}

fn panel<'a>(
    svg: &mut String,
    top: f64,
    writers: usize,
    rows: impl Iterator<Item = &'a Row>,
) -> anyhow::Result<()> {
    let bottom = top + PANEL_HEIGHT;
    writeln!(
        svg,
        "<text x=\"{LEFT}\" y=\"{}\" font-weight=\"bold\">{writers} writers</text>",
        top - 6.0
    )?;
    for decade in DECADES.0..=DECADES.1 {
        let y = bottom - share(10f64.powi(decade)) * PANEL_HEIGHT;
        writeln!(
            svg,
            "<line x1=\"{LEFT}\" x2=\"{WIDTH}\" y1=\"{y}\" y2=\"{y}\" stroke=\"#dddddd\"/>\
             <text x=\"{}\" y=\"{}\" text-anchor=\"end\">10^{decade}</text>",
            LEFT - 6.0,
            y + 4.0
        )?;
    }
    let group = (WIDTH - LEFT) / BATCHES.len() as f64;
    for (number, row) in rows.enumerate() {
        let left = LEFT + number as f64 * group + 10.0;
        writeln!(
            svg,
            "<text x=\"{left}\" y=\"{}\">{} a commit</text>",
            bottom + 16.0,
            row.load.batch
        )?;
        let bar = (group - 30.0) / row.rates.len() as f64;
        for (place, (rate, colour)) in row.rates.iter().zip(COLOURS).enumerate() {
            let height = share(*rate) * PANEL_HEIGHT;
            writeln!(
                svg,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"{colour}\">\
                 <title>{rate:.0} events/s</title></rect>",
                left + place as f64 * bar,
                bottom - height,
                bar - 2.0,
            )?;
        }
    }
    Ok(())
}

/// Where a rate stands on the scale, from 0 to 1.
fn share(rate: f64) -> f64 {
    let (low, high) = (f64::from(DECADES.0), f64::from(DECADES.1));
    ((rate.max(1.0).log10() - low) / (high - low)).clamp(0.0, 1.0)
}
