//! The outside world behind the ports of `app`: the system's clock and photos in a folder.

mod folder_blobs;
mod system_clock;

pub use folder_blobs::FolderBlobs;
pub use system_clock::SystemClock;
