//! Everything that people have, looked at together with what a passphrase opens: a bundle, the `.p12` in it, the key in that.
//! What it all says and what is wrong with it is `pki::inspect`'s; what is imported, and refused, is [`crate::material`]'s.

use pki::finding::{Fault, InputFault, KeyFault};
use pki::inspect::{Input, Item, Kind, Report, inspect};
use pki::moment::Moment;
use pki::secret::Secret;

use crate::p12::{self, Parts};
use crate::{OpenError, encrypted_key, zip};

/// How deep something closed may stand in something closed.
const DEEPEST: usize = 3;
/// The most that may come out of everything, in octets.
const MOST: usize = zip::LARGEST_TOTAL;

/// What was seen.
#[derive(Debug)]
pub struct Look {
    /// The report of what was given and of what came out of it. What is no fault of something that was opened is left out of it:
    /// that its passphrase is wanted, that the READMEs in a bundle are no certificates.
    pub report: Report,
    /// What is to be known of how things were closed, each with its place.
    pub told: Vec<(String, Told)>,
}

/// What is to be known of how something was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It could not be opened.
    Refused(OpenError),
    /// A `.p12` without a check value was opened: nothing tells whether it was changed.
    Unchecked,
}

impl Told {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            Told::Refused(error) => error.message(lang),
            Told::Unchecked => p12::ReadError::NoCheckValue.message(lang),
        }
    }
}

/// Looks at inputs, by their names, with a passphrase that may be empty, and judges dates at this moment.
#[must_use]
pub fn look(inputs: Vec<(String, Secret)>, passphrase: &str, now: Moment) -> Look {
    let given = inputs.len();
    let mut all = inputs;
    let mut report = inspected(&all, now);
    // the places of what was tried, and of what was opened
    let (mut tried, mut opened) = (Vec::new(), Vec::new());
    let mut told = Vec::new();
    let mut room = MOST;
    for _ in 0..DEEPEST {
        let before = all.len();
        for item in report.items.iter().filter(|item| is_tried(item.kind, passphrase)) {
            let place = report.place(&item.place);
            if tried.contains(&place) {
                continue;
            }
            match within(item, passphrase) {
                Ok((found, _)) if size(&found) > room => {
                    let (what, size) = (zip::Excess::Total, size(&found));
                    let refused = zip::OpenError::TooLarge { what, size, allowed: MOST };
                    told.push((place, Told::Refused(OpenError::Zip(refused))));
                    // nothing further is opened: what is inside of what was costs no less
                    leave_out(&mut report, given, &opened);
                    return Look { report, told };
                }
                Ok((found, more)) => {
                    room -= size(&found);
                    all.extend(found.into_iter().map(|(name, octets)| (format!("{place} › {name}"), octets)));
                    told.extend(more.map(|more| (place.clone(), more)));
                    opened.push(place.clone());
                }
                // nobody gave one yet; that it is wanted is told already
                Err(
                    OpenError::P12(p12::ReadError::WrongPassphrase)
                    | OpenError::Zip(zip::OpenError::WrongPassphrase),
                ) if passphrase.is_empty() => {}
                Err(error) => told.push((place.clone(), Told::Refused(error))),
            }
            tried.push(place);
        }
        if all.len() == before {
            break;
        }
        report = inspected(&all, now);
    }
    leave_out(&mut report, given, &opened);
    Look { report, told }
}

fn inspected(inputs: &[(String, Secret)], now: Moment) -> Report {
    let inputs: Vec<Input<'_>> =
        inputs.iter().map(|(name, octets)| Input { name, bytes: octets.expose() }).collect();
    inspect(&inputs, now)
}

/// Whether it is tried to open such a thing. Some `.p12` are closed with an empty passphrase and many archives with none, so they are
/// tried before anybody gave one; the derivation of an encrypted key takes a second, and nobody encrypts it with nothing.
fn is_tried(kind: Kind, passphrase: &str) -> bool {
    matches!(kind, Kind::Pkcs12 | Kind::Zip) || !passphrase.is_empty() && kind.wants_passphrase()
}

/// What is inside, by names.
type Inside = Vec<(String, Secret)>;

fn size(inside: &Inside) -> usize {
    inside.iter().map(|(_, octets)| octets.expose().len()).sum()
}

/// Opens something that a passphrase closes, or an archive that nothing does.
fn within(item: &Item, passphrase: &str) -> Result<(Inside, Option<Told>), OpenError> {
    let octets = item.octets.expose();
    let numbered = |parts: Vec<Secret>| -> Inside {
        parts.into_iter().enumerate().map(|(place, der)| ((place + 1).to_string(), der)).collect()
    };
    match item.kind {
        Kind::Zip => {
            if let Some(files) = zip::open_plain(octets).map_err(OpenError::Zip)? {
                return Ok((files, None));
            }
            let entries = zip::open(octets, passphrase.trim()).map_err(OpenError::Zip)?;
            let entry =
                |entry: zip::Entry| (entry.path.clone(), Secret::new(entry.contents.expose().to_vec()));
            Ok((entries.into_iter().map(entry).collect(), None))
        }
        Kind::Pkcs12 => {
            let Parts { octets, is_checked } = p12::parts(octets, passphrase).map_err(OpenError::P12)?;
            Ok((numbered(octets), (!is_checked).then_some(Told::Unchecked)))
        }
        _ => {
            let key = encrypted_key::inside(octets, passphrase).map_err(OpenError::Key)?;
            Ok((numbered(vec![key]), None))
        }
    }
}

/// Leaves out what is no fault of what was opened, and of what lay closed in it.
fn leave_out(report: &mut Report, given: usize, opened: &[String]) {
    let mut findings = core::mem::take(&mut report.findings);
    findings.retain(|finding| match finding.fault {
        Fault::Key(KeyFault::PassphraseWanted) | Fault::Input(InputFault::Archive) => {
            !opened.contains(&report.place(&finding.place))
        }
        Fault::Input(InputFault::Unknown) | Fault::Key(KeyFault::Open) => finding.place.input < given,
        _ => true,
    });
    report.findings = findings;
}
