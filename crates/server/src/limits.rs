//! Limits of single things that come in through the doors. How often somebody may ask is a setting.

use std::num::NonZeroU32;

/// Largest JSON or form body, in bytes (256 KiB).
pub(crate) const BODY_BYTES_MAX: usize = 256 * 1024;
/// Largest CSV file, in bytes (2 MiB).
pub(crate) const CSV_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Largest GeoJSON file, in bytes (4 MiB); a feature says its columns' names every time.
pub(crate) const GEOJSON_BYTES_MAX: usize = app::commands::tree_import::FILE_BYTES_MAX;
/// Largest statement of a bank or a channel, in bytes (16 MiB).
pub(crate) const STATEMENT_BYTES_MAX: usize = app::commands::bank::FILE_BYTES_MAX;
/// Largest photo, in bytes (20 MiB).
pub(crate) const PHOTO_BYTES_MAX: usize = photos::BYTES_MAX;
/// Most files in one upload.
pub(crate) const FILES_MAX: usize = app::commands::observations::PHOTOS_MAX;
/// Largest text part of an upload, in bytes (64 KiB).
pub(crate) const TEXT_PART_BYTES_MAX: usize = 64 * 1024;
/// Most text parts in one upload.
pub(crate) const TEXT_PARTS_MAX: usize = 40;
/// Uploads that may be in memory at the same time; each may hold [`FILES_MAX`] photos (180 MiB).
pub(crate) const UPLOADS_AT_ONCE_MAX: usize = 4;
/// Longest idempotency key, in characters.
pub(crate) const KEY_CHARS_MAX: usize = 128;
/// Longest request id that is taken over from a client, in characters.
pub(crate) const REQUEST_ID_CHARS_MAX: usize = 64;
/// Items on a page unless asked otherwise.
pub(crate) const PAGE_ITEMS_DEFAULT: usize = 50;
/// Most items on a page.
pub(crate) const PAGE_ITEMS_MAX: usize = 100;
/// Most rows of one CSV export.
pub(crate) const EXPORT_ROWS_MAX: usize = 50_000;
/// Smallest QR picture, in pixels.
pub(crate) const QR_PX_MIN: u32 = 64;
/// Largest QR picture, in pixels.
pub(crate) const QR_PX_MAX: u32 = 2_048;
/// Seconds a client is told to wait when something is busy or behind.
pub(crate) const BUSY_RETRY_SECONDS: u64 = 1;
/// Seconds that `/readyz` waits for the policies or a checkpoint when asked to.
pub(crate) const POLICIES_WAIT_SECONDS_MAX: u64 = 10;
/// Callers that may wait at `/readyz` at the same time.
pub(crate) const READY_WAITS_AT_ONCE_MAX: usize = 64;
/// Most bytes of answers that are kept for every visitor alike (64 MiB).
pub(crate) const KEPT_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// How many kept answers that typically is; only to ask for memory once.
pub(crate) const KEPT_ANSWERS_TYPICAL: usize = 4_096;
/// Most bytes of histories with their proofs that are kept for every visitor alike (32 MiB).
pub(crate) const SEALED_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// Most pictures to send on that are drawn for one address in a minute; what is kept costs nothing.
pub(crate) const PICTURES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// Most bytes of pictures to send on that are kept (32 MiB).
pub(crate) const PICTURES_BYTES_MAX: u64 = 32 * 1024 * 1024;
/// How many kept pictures that typically is.
pub(crate) const PICTURES_TYPICAL: usize = 32;
/// How many kept histories that typically is.
pub(crate) const SEALED_TYPICAL: usize = 256;
/// Seconds between two sweeps of the rate limiters, and between two notes of who was seen.
pub(crate) const SWEEP_SECONDS: u64 = 60;
/// Seconds a client may take to send the head of a request.
pub(crate) const HEAD_SECONDS_MAX: u64 = 10;
/// Seconds a connection may stay idle between requests.
pub(crate) const KEEP_ALIVE_SECONDS: u64 = 75;
/// Seconds a client may take to send a JSON, form or CSV body.
pub(crate) const BODY_SECONDS_MAX: u64 = 60;
/// Seconds a client may take to send an upload; nine photos over a weak link from the orchard.
pub(crate) const UPLOAD_SECONDS_MAX: u64 = 600;
/// Largest document of EPCIS events that is taken, in bytes: a hundred events with room to spare.
pub(crate) const CAPTURE_BYTES_MAX: usize = 1024 * 1024;
/// Largest piece of a photo that comes in pieces, in bytes (1 MiB).
pub(crate) const PIECE_BYTES_MAX: usize = 1024 * 1024;
/// Most photos that one person may have on the way: some observations, and what was refused lately.
pub(crate) const UPLOADS_OPEN_MAX: usize = 36;
/// Bytes that all photos on the way may have together, as announced (4 GiB).
pub(crate) const UPLOADS_BYTES_MAX: u64 = 4 * 1024 * 1024 * 1024;
/// Hours after which a photo on the way is swept if nothing is added to it (a week).
pub(crate) const UPLOAD_HOURS_MAX: i64 = 7 * 24;
/// Longest name that a device gives itself, in characters.
pub(crate) const DEVICE_CHARS_MAX: usize = 64;
