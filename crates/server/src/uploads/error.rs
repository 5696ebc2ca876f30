//! Why a piece of a photo is not taken. Facts only; status and words are made at the edge.

use kernel::UploadId;

use crate::operations::files::FileError;

/// Why an upload does not go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UploadError {
    /// This person has no such upload.
    #[error("there is no such upload: it was taken, was swept, or never began")]
    Unknown,
    /// Nothing, or more than a photo may have.
    #[error("a photo has 1 to {bytes_max} bytes")]
    Size {
        /// Most bytes.
        bytes_max: u64,
    },
    /// The id stands for another photo.
    #[error("this upload was announced with another size or hash")]
    Differs,
    /// The person has begun too many.
    #[error("at most {max} uploads of one person are open")]
    TooMany {
        /// Most open uploads.
        max: usize,
    },
    /// All uploads together take what they may.
    #[error("there is no room for more uploads now")]
    NoRoom,
    /// The piece does not begin where the upload ends.
    #[error("the upload goes on at {offset}")]
    Misplaced {
        /// Where it goes on.
        offset: u64,
    },
    /// The piece goes beyond the announced end.
    #[error("the upload was announced with {bytes} bytes")]
    TooLong {
        /// Bytes announced.
        bytes: u64,
    },
    /// The whole is not what was announced.
    #[error("the bytes are not those that were announced; announce and send them again")]
    HashDiffers,
    /// It was to be taken before it was whole.
    #[error("{upload} is here up to {offset}")]
    Unfinished {
        /// Which upload.
        upload: UploadId,
        /// Where it goes on.
        offset: u64,
    },
    /// The disk failed.
    #[error(transparent)]
    File(#[from] FileError),
}
