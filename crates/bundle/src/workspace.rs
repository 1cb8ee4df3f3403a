//! `workspace.json`: the public record of what was issued and chosen, so that work goes on another day.
//! Private keys are never in it. What the chosen values mean is their owner's business: they are kept by section.

use std::collections::BTreeMap;

use pki::certificate::{Certificate, CertificateError};
use pki::crl::{self, CrlLifetime, CrlNumber, Reason, Revocation, RevocationList};
use pki::moment::Moment;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The version that is written. It rises with every change that an older reader would lose or misread; a field that may
/// be ignored does not raise it, so unknown fields of the same version are ignored.
/// Version 2 brought revocation.
pub const VERSION: u32 = 2;
/// The largest record that is read, in octets.
pub const LARGEST: usize = crate::zip::LARGEST_ENTRY;
/// The most certificates in one record.
pub const MOST_ISSUED: usize = 20_000;
/// The longest label, in characters.
pub const LONGEST_LABEL: usize = 200;

/// The public record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// When it was written.
    pub made_at: Moment,
    /// The version of the product that wrote it, `0.1.0` for instance.
    pub made_by: String,
    /// What the user chose, by section: each a JSON text whose meaning is its owner's. In the file they stand as JSON, not
    /// as text in it. (They are text here because the way to the worker cannot carry a JSON value.)
    pub settings: BTreeMap<String, String>,
    /// The days for which revocation lists are good.
    pub list_lifetime: CrlLifetime,
    /// The revocation list that was signed last, if any was: the next one has a greater number.
    pub list: Option<RevocationList>,
    /// What was issued, in the order of issuing.
    pub issued: Vec<Issued>,
}

/// One certificate and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// What it is for.
    pub role: Role,
    /// The name under which the user knows it.
    pub label: String,
    /// The certificate.
    pub certificate: Certificate,
    /// When it was issued.
    pub issued_at: Moment,
    /// When the user took it off the list; `None` while it stands there. Removing revokes nothing.
    pub removed_at: Option<Moment>,
    /// That it was revoked, on the list or off it; `None` while it is good.
    pub revoked: Option<Revocation>,
}

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// It issues the others.
    Authority,
    /// It identifies a server.
    Server,
    /// It identifies a client.
    Client,
}

/// The record as JSON (RFC 8259), indented by two spaces, fields in a fixed order, settings as they were given. It was read again and compared.
///
/// # Errors
/// [`WriteError`] when a section is not JSON, a label does not fit, or a private key was put in.
pub fn write(workspace: &Workspace) -> Result<Vec<u8>, WriteError> {
    let mut settings = BTreeMap::new();
    for (section, text) in &workspace.settings {
        let value = RawValue::from_string(text.clone())
            .map_err(|_| WriteError::SectionNotJson { section: section.clone() })?;
        settings.insert(section.clone(), value);
    }
    if let Some(index) = workspace.issued.iter().position(|issued| !label_fits(&issued.label)) {
        return Err(WriteError::Label { number: index + 1 });
    }
    let issued = workspace.issued.iter().map(written).collect();
    let record = Record {
        format: FORMAT.to_owned(),
        version: VERSION,
        made_at: workspace.made_at.to_string(),
        made_by: workspace.made_by.clone(),
        settings,
        revocation: Some(WrittenLists {
            days: workspace.list_lifetime,
            number: workspace.list.as_ref().map(|list| list.facts().number),
            list: workspace.list.as_ref().map(RevocationList::to_pem),
        }),
        issued,
    };
    let json = serde_json::to_vec_pretty(&record).expect("strings, numbers and JSON values are JSON");
    if json.windows(PRIVATE_KEY.len()).any(|window| window == PRIVATE_KEY) {
        return Err(WriteError::PrivateKey);
    }
    let again = read(&json).map_err(|_| WriteError::NotTheSame)?;
    let same = again.issued == workspace.issued
        && again.list == workspace.list
        && again.list_lifetime == workspace.list_lifetime
        && again.made_at == workspace.made_at
        && again.made_by == workspace.made_by
        && again.settings == workspace.settings;
    if same { Ok(json) } else { Err(WriteError::NotTheSame) }
}

/// Reads a record of this version or an older one. Unknown fields are ignored.
///
/// # Errors
/// [`ReadError`]: not a record, of a newer version, too large, or contradicting itself.
pub fn read(json: &[u8]) -> Result<Workspace, ReadError> {
    if json.len() > LARGEST {
        return Err(ReadError::TooLarge { size: json.len(), allowed: LARGEST });
    }
    let head: Head = serde_json::from_slice(json).map_err(|_| ReadError::NotWorkspace)?;
    if head.format != FORMAT {
        return Err(ReadError::NotWorkspace);
    }
    if head.version > VERSION {
        return Err(ReadError::Newer {
            found: head.version,
            known: VERSION,
            made_by: printable(&head.made_by),
        });
    }
    let record: Record = serde_json::from_slice(json)
        .map_err(|error| ReadError::Field { line: error.line(), reason: error.to_string() })?;
    if record.issued.len() > MOST_ISSUED {
        return Err(ReadError::TooMany { count: record.issued.len(), allowed: MOST_ISSUED });
    }
    let issued = record.issued.into_iter().enumerate().map(|(index, issued)| taken(index, issued));
    let lists = record.revocation.unwrap_or_default();
    Ok(Workspace {
        made_at: moment(&record.made_at)
            .ok_or_else(|| ReadError::Moment { value: printable(&record.made_at) })?,
        made_by: printable(&record.made_by),
        settings: record
            .settings
            .into_iter()
            .map(|(section, value)| (section, value.get().to_owned()))
            .collect(),
        list_lifetime: lists.days,
        list: lists.taken()?,
        issued: issued.collect::<Result<_, _>>()?,
    })
}

const FORMAT: &str = "handfast-workspace";
/// What every PEM label of a private key ends with (RFC 7468).
const PRIVATE_KEY: &[u8] = b"PRIVATE KEY-----";

/// What every version of the record has.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
    #[serde(default)]
    made_by: String,
}

/// The record as it stands in the file.
#[derive(Serialize, Deserialize)]
struct Record {
    format: String,
    version: u32,
    made_at: String,
    made_by: String,
    settings: BTreeMap<String, Box<RawValue>>,
    /// Records of version 1 have none.
    #[serde(default)]
    revocation: Option<WrittenLists>,
    issued: Vec<WrittenIssued>,
}

#[derive(Default, Serialize, Deserialize)]
struct WrittenLists {
    days: CrlLifetime,
    /// For people who look for it; the list tells the same.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    number: Option<CrlNumber>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    list: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct WrittenIssued {
    role: WrittenRole,
    label: String,
    /// Hexadecimal, for people who look for it; the certificate tells the same.
    serial: String,
    issued_at: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    removed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    revoked: Option<WrittenRevocation>,
    certificate: String,
}

#[derive(Serialize, Deserialize)]
struct WrittenRevocation {
    at: String,
    reason: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenRole {
    Authority,
    Server,
    Client,
}

fn written(issued: &Issued) -> WrittenIssued {
    WrittenIssued {
        role: match issued.role {
            Role::Authority => WrittenRole::Authority,
            Role::Server => WrittenRole::Server,
            Role::Client => WrittenRole::Client,
        },
        label: issued.label.clone(),
        serial: crate::file::hex(&issued.certificate.facts().serial),
        issued_at: issued.issued_at.to_string(),
        removed_at: issued.removed_at.map(|at| at.to_string()),
        revoked: issued.revoked.map(|revocation| WrittenRevocation {
            at: revocation.at.to_string(),
            reason: revocation.reason.id().to_owned(),
        }),
        certificate: issued.certificate.to_pem(),
    }
}

fn taken(index: usize, issued: WrittenIssued) -> Result<Issued, ReadError> {
    let number = index + 1;
    let certificate = Certificate::from_pem(&issued.certificate)
        .map_err(|error| ReadError::Certificate { number, error })?;
    let serial = crate::file::hex(&certificate.facts().serial);
    if serial != issued.serial {
        return Err(ReadError::Serial { number, written: printable(&issued.serial), certificate: serial });
    }
    if !label_fits(&issued.label) {
        return Err(ReadError::Label { number });
    }
    let at = |text: &str| moment(text).ok_or_else(|| ReadError::Moment { value: printable(text) });
    let revocation = |written: WrittenRevocation| {
        let unknown = || ReadError::Reason { number, value: printable(&written.reason) };
        let reason = Reason::from_id(&written.reason).ok_or_else(unknown)?;
        Ok(Revocation { at: at(&written.at)?, reason })
    };
    Ok(Issued {
        role: match issued.role {
            WrittenRole::Authority => Role::Authority,
            WrittenRole::Server => Role::Server,
            WrittenRole::Client => Role::Client,
        },
        label: issued.label,
        certificate,
        issued_at: at(&issued.issued_at)?,
        removed_at: issued.removed_at.as_deref().map(at).transpose()?,
        revoked: issued.revoked.map(revocation).transpose()?,
    })
}

impl WrittenLists {
    fn taken(self) -> Result<Option<RevocationList>, ReadError> {
        let list = self.list.as_deref().map(RevocationList::from_pem);
        let list = list.transpose().map_err(|error| ReadError::List { error })?;
        let number = list.as_ref().map(|list| list.facts().number);
        if number == self.number {
            Ok(list)
        } else {
            let text =
                |number: Option<CrlNumber>| number.map_or("–".to_owned(), |number| number.0.to_string());
            Err(ReadError::ListNumber { written: text(self.number), list: text(number) })
        }
    }
}

fn label_fits(label: &str) -> bool {
    label.chars().count() <= LONGEST_LABEL && !label.chars().any(char::is_control)
}

/// `2026-11-23T14:05:09Z`, as [`Moment`] writes it.
fn moment(text: &str) -> Option<Moment> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let numbers: Vec<i64> = time
        .split(':')
        .map(|part| (part.len() == 2).then(|| part.parse().ok()).flatten())
        .collect::<Option<_>>()?;
    let [hour @ 0..24, minute @ 0..60, second @ 0..60] = numbers[..] else { return None };
    Some(Moment::parse_day(day)?.plus_seconds(hour * 3_600 + minute * 60 + second))
}

/// A stranger's text, short and without control characters, to be shown.
fn printable(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(64).collect()
}

/// Why a record was not written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum WriteError {
    /// A section is not JSON.
    SectionNotJson {
        /// Its name.
        section: String,
    },
    /// There is a private key in it.
    PrivateKey,
    /// A label is longer than [`LONGEST_LABEL`] or has control characters.
    Label {
        /// The certificate's place in the list, from 1.
        number: usize,
    },
    /// What was written does not read as what was given. It is not handed out.
    NotTheSame,
}

impl WriteError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            WriteError::SectionNotJson { section } => text::bundle::workspace_section(lang, section),
            WriteError::PrivateKey => text::bundle::workspace_private_key(lang),
            WriteError::Label { number } => text::bundle::workspace_label(lang, *number),
            WriteError::NotTheSame => text::bundle::not_the_same(lang),
        }
    }
}

/// Why a record was not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadError {
    /// It is not JSON, or not this product's.
    NotWorkspace,
    /// It was written by a later version of the product.
    Newer {
        /// The record's version.
        found: u32,
        /// The latest that is known here.
        known: u32,
        /// The product's version that wrote it; empty when it does not say.
        made_by: String,
    },
    /// A field is missing or of another kind.
    Field {
        /// The line in the file.
        line: usize,
        /// The reader's own words.
        reason: String,
    },
    /// More octets than are read.
    TooLarge {
        /// How many there are.
        size: usize,
        /// How many may be.
        allowed: usize,
    },
    /// More certificates than are read.
    TooMany {
        /// How many there are.
        count: usize,
        /// How many may be.
        allowed: usize,
    },
    /// Not a moment as `2026-11-23T14:05:09Z`.
    Moment {
        /// What stands there.
        value: String,
    },
    /// A label is longer than [`LONGEST_LABEL`] or has control characters.
    Label {
        /// The certificate's place in the list, from 1.
        number: usize,
    },
    /// A certificate cannot be read.
    Certificate {
        /// Its place in the list, from 1.
        number: usize,
        /// Why.
        error: CertificateError,
    },
    /// The serial number beside a certificate is not its own.
    Serial {
        /// Its place in the list, from 1.
        number: usize,
        /// What stands beside it.
        written: String,
        /// What the certificate says.
        certificate: String,
    },
    /// Not a reason for revoking a certificate.
    Reason {
        /// The certificate's place in the list, from 1.
        number: usize,
        /// What stands there.
        value: String,
    },
    /// The revocation list cannot be read.
    List {
        /// Why.
        error: crl::ReadError,
    },
    /// The number beside the revocation list is not its own.
    ListNumber {
        /// What stands beside it.
        written: String,
        /// What the list says.
        list: String,
    },
}

impl ReadError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: text::Lang) -> text::Message {
        match self {
            ReadError::NotWorkspace => text::bundle::workspace_not(lang),
            ReadError::Newer { found, known, made_by } => {
                text::bundle::workspace_newer(lang, found, made_by, known)
            }
            ReadError::Field { line, reason } => text::bundle::workspace_field(lang, *line, reason),
            ReadError::TooLarge { size, allowed } => text::bundle::workspace_too_large(lang, *size, *allowed),
            ReadError::TooMany { count, allowed } => text::bundle::workspace_too_many(lang, *count, *allowed),
            ReadError::Moment { value } => text::bundle::workspace_moment(lang, value),
            ReadError::Label { number } => text::bundle::workspace_label(lang, *number),
            ReadError::Certificate { number, .. } => text::bundle::workspace_certificate(lang, *number),
            ReadError::Serial { number, written, certificate } => {
                text::bundle::workspace_serial(lang, *number, written, certificate)
            }
            ReadError::Reason { number, value } => text::bundle::workspace_reason(lang, *number, value),
            ReadError::List { .. } => text::bundle::workspace_list(lang),
            ReadError::ListNumber { written, list } => {
                text::bundle::workspace_list_number(lang, written, list)
            }
        }
    }
}
