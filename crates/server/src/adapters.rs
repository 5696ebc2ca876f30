//! The outside world behind the ports of `app`: the system's clock, photos in a folder, letters in a folder or by SMTP.

mod folder_blobs;
mod folder_mailer;
mod smtp_mailer;
mod system_clock;

pub use folder_blobs::FolderBlobs;
pub(crate) use folder_mailer::FolderMailer;
pub(crate) use smtp_mailer::SmtpMailer;
pub use smtp_mailer::SmtpSettingsError;
pub use system_clock::SystemClock;
