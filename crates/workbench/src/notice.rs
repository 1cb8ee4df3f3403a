//! What was just done, told to the eye and to screen readers.

use crate::problem::Problem;

/// What was just done. `number` differs between two notices that say the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Grows with each notice.
    pub number: u32,
    /// What it says.
    pub what: Said,
}

/// The things that are announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// A set was made: an authority, and this many certificates that it issued.
    SetMade(usize),
    /// More certificates were issued.
    Issued(usize),
    /// Something was copied to the clipboard.
    Copied,
    /// A file was handed to the browser's downloads.
    Saved(String),
    /// As many files were.
    SavedAll(usize),
    /// A certificate is called otherwise from now on.
    Renamed,
    /// The set was forgotten.
    StartedOver,
    /// Bundles are ready to be saved.
    BundlesReady(usize),
    /// Something was opened, of which this many files can be taken out.
    Unpacked(usize),
    /// An authority was opened again, with this many certificates that it issued.
    AuthorityOpened(usize),
    /// A certificate was taken out.
    Removed(String),
    /// A revocation list was signed; its number.
    ListSigned(u32),
    /// The running work was stopped; nothing else changed.
    Cancelled,
    /// Something was refused by the browser or went wrong outside any field.
    Trouble(Problem),
}
