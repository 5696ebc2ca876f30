//! QR codes, tree tags, nameplates, labels for boxes and parcels, certificates, posters: text in, SVG, PNG or marks for a PDF out.
//!
//! Every code is made at recovery level Q, or H where asked, with the quiet zone of four modules that ISO/IEC 18004
//! asks for, so a scratched tag on a tree still reads. The crate is pure: it knows nothing about
//! files, clocks, trees, people or where a URL leads. It draws what it is given, or says why not.
//!
//! ```
//! let svg = labels::qr_svg("https://farm.example/t/7F3K9Q2M", 40)?;
//! assert!(svg.starts_with("<svg"));
//! # Ok::<(), labels::LabelError>(())
//! ```

mod certificate;
mod code128;
mod error;
mod print;
mod qr;
mod share;
mod symbol;
mod tag;
mod text;

pub use certificate::{
    CERTIFICATE_LABEL, CERTIFICATE_PAPER, Certificate, certificate_label, certificate_paper,
};
pub use error::LabelError;
pub use print::{
    BOX, BoxLabel, PARCEL, PLATE, POSTER, ParcelLabel, Plate, Poster, TAG, box_label, parcel_label,
    plate, poster, tree_tag,
};
pub use qr::{
    QR_MODULE_PX_MIN, QR_MODULE_UM_MIN, QR_SIZE_MM_MAX, QR_SIZE_MM_MIN, QR_SIZE_PX_MAX,
    QR_SIZE_PX_MIN, qr_png, qr_svg,
};
pub use share::{ShareCard, ShareShape, share_picture};
pub use symbol::{Level, QR_TEXT_BYTES_MAX, QUIET_ZONE_MODULES};
pub use tag::{
    TAG_CODE_CHARS, TAG_HEIGHT_MM, TAG_MODULE_DOTS_MIN, TAG_PRINTER_DPI, TAG_WIDTH_MM, TreeTag,
    tag_svg,
};
