//! The configuration of the proxy: as written ([`deploy::gateway`]), as used ([`resolved`]), and what is wrong with it ([`Fault`]).
//! Everything is read and checked before anything is started or exchanged.

pub mod resolved;
pub mod seen;

use std::path::Path;

pub use deploy::gateway::{Fault, Place, Problem, file};
pub use resolved::Config;
use resolved::Disk;

use deploy::gateway::{Places, parse};
use seen::Seen;

use crate::clock::Clock;

/// Reads the configuration and all files that it names.
///
/// # Errors
/// Everything that is wrong: the first fault of the syntax alone, else all faults of the values.
pub fn read(path: &Path, clock: Clock) -> Result<Config, Vec<Fault>> {
    read_seeing(path, clock, &Seen::default())
}

/// The same, and tells which files were asked for, whether it can be used or not.
///
/// # Errors
/// As [`read`].
pub fn read_seeing(path: &Path, clock: Clock, seen: &Seen) -> Result<Config, Vec<Fault>> {
    seen.note(path);
    let unreadable = |reason: String| {
        let place = Place { file: path.to_owned(), line: None };
        vec![Fault { place, problem: Problem::Unreadable { file: path.to_owned(), reason } }]
    };
    let octets = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(octets).map_err(|_| unreadable("UTF-8".to_owned()))?;
    let places = Places::new(path.to_owned(), &text);
    let file = parse(&text, &places).map_err(|fault| vec![fault])?;
    resolved::resolve(&file, &places, clock, &Disk { seen })
}
