//! Time and memory of one photo, from its file to all derivatives: each case in a process of its own, whose highest
//! resident memory the system tells. Prints the rows of docs/photos.md.
//!
//! `cargo run --release -p photos --example measure`

use std::error::Error;
use std::io::Write as _;
use std::process::Command;
use std::time::Instant;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, RgbImage};

/// Name, width, height, format.
const CASES: [(&str, u32, u32, ImageFormat); 3] = [
    ("12 MP JPEG", 4_032, 3_024, ImageFormat::Jpeg),
    ("48 MP JPEG", 8_064, 6_048, ImageFormat::Jpeg),
    ("12 MP WebP, lossless", 4_032, 3_024, ImageFormat::WebP),
];
/// How often each is developed; the median counts.
const TIMES: usize = 5;

/// A picture with detail everywhere, like leaves: compresses about as a photograph does.
fn picture(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let leaf = (x / 23 + y / 31) % 7;
        let mut grain = x.wrapping_mul(0x9e37_79b9) ^ y.wrapping_mul(0x85eb_ca6b);
        grain = (grain ^ (grain >> 15)).wrapping_mul(0x2c1b_3c6d);
        let light = 40 + leaf * 22 + (grain >> 28);
        let part = |of: u32| u8::try_from((light * of / 8).min(255)).unwrap_or(255);
        image::Rgb([part(5), part(8), part(3)])
    })
}

fn file(width: u32, height: u32, format: ImageFormat) -> Result<Vec<u8>, Box<dyn Error>> {
    let picture = picture(width, height);
    let mut bytes = std::io::Cursor::new(Vec::new());
    if format == ImageFormat::Jpeg {
        picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 85))?;
    } else {
        DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format)?;
    }
    Ok(bytes.into_inner())
}

/// Highest resident memory of this process, in kilobytes.
fn peak_kilobytes() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    Ok(number.ok_or("no VmHWM")?.parse()?)
}

/// One case in this process: the file comes from disk, so that making it costs nothing here.
fn develop(path: &str) -> Result<(), Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    let before = peak_kilobytes()?;
    let mut times = Vec::new();
    for _ in 0..TIMES {
        let begun = Instant::now();
        let developed = photos::develop(&bytes)?;
        times.push(begun.elapsed());
        drop(developed);
    }
    times.sort_unstable();
    let median = times.get(TIMES / 2).copied().unwrap_or_default();
    let taken = (peak_kilobytes()? - before) / 1024;
    let size = bytes.len() / 1024;
    writeln!(
        std::io::stdout(),
        "{size} KB | {} ms | {taken} MiB",
        median.as_millis()
    )?;
    Ok(())
}

fn main() -> Result<(), Box<dyn Error>> {
    if let Some(path) = std::env::args().nth(1) {
        return develop(&path);
    }
    let folder = std::env::temp_dir().join(format!("pomona-measure-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "| photo | file | time of one core | memory |\n|---|---|---|---|"
    )?;
    for (name, width, height, format) in CASES {
        let path = folder.join("photo");
        std::fs::write(&path, file(width, height, format)?)?;
        let told = Command::new(std::env::current_exe()?).arg(&path).output()?;
        let row = String::from_utf8(told.stdout)?;
        writeln!(out, "| {name} | {} |", row.trim())?;
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}
