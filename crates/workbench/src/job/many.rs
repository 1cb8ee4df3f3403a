//! Many clients at once, from a list: what is wrong with the list, and the certificates and bundles of its lines.
//!
//! **Memory.** The list is made in portions of [`PORTION`] lines, one job each. A portion issues a certificate, seals its bundle,
//! copies the sealed file into the archive of all (`bundle::collection`) and forgets the key: at no time is there more than one
//! bundle that is not sealed, here or in the page, which gets the sealed octets and the public certificates alone. What grows
//! with the list is what will be saved anyway.
//!
//! **Nothing half done.** What a portion hands over is whole: certificates for the record, octets of the archive with the directory that
//! ends it, the sealed sheet of passphrases, and the lines that are left. If the job is stopped or the worker dies, that
//! portion was never there, what came before can be saved, and the rest of the list goes on later.

mod column;
mod error;
mod face;
mod head;
mod list;
mod row;
mod sheet;

use std::rc::Rc;

use bundle::collection::{Collection, Directory};
use bundle::file::BundleKind;
use bundle::passphrase::Passphrase;
use bundle::workspace::MOST_ISSUED;
use bundle::zip::{self, Entry};
use deploy::choices::ChoicesDraft;
use deploy::plan::Plan;
use deploy::recipient::Recipient;
use pki::certificate::Certificate;
use pki::issue::{self, Authority};
use pki::key::{KeySource as _, PrivateKey};
use pki::moment::Moment;
use pki::name::client::ClientName;
use pki::name::idna::Idna;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::{Lang, Message};

pub use face::{Face, Shown};
pub use list::{LONGEST_OCTETS, MOST_LINES};

use super::check::validity_of;
use super::render::{self, Refused, Subject};
use super::seal::{client, opening};
use crate::form::Form;
use crate::problem::{Problem, Source};
use crate::role::Role;
use crate::sealed::{Inside, Sealed};
use crate::set::CertificateSet;
use crate::task::Progress;
use crate::work::Powers;
use error::ListError;
use list::{Line, List};
use row::{Client, Fault, Rows};
use sheet::Sheet;

/// Lines that are made in one job. Few, so that the worker hears of other work in between, that little is lost when it dies, and
/// that the page has little to take in at once.
pub const PORTION: usize = 8;

/// A list with what it is to be made from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// As pasted.
    pub text: Rc<str>,
    /// Subject, key type and lifetime of clients that say nothing else.
    form: Form,
    authority: Certificate,
    /// What the certificates of the set are called, and the authority.
    taken: Vec<String>,
    /// How many certificates stand in the authority's record.
    recorded: usize,
    /// The language of what people read, in the bundles too.
    lang: Lang,
    /// The time of making.
    now: Moment,
}

impl Order {
    /// A list for the authority of a set.
    #[must_use]
    pub fn new(text: Rc<str>, set: &CertificateSet, lang: Lang, now: Moment) -> Order {
        let mut taken = set.labels();
        taken.extend(set.authority.certificate.facts().common_name.clone());
        Order {
            text,
            form: Form { clients: Vec::new(), ..set.made_from.clone() },
            authority: set.authority.certificate.clone(),
            taken,
            recorded: set.issued().count(),
            lang,
            now,
        }
    }

    fn list(&self) -> Result<List, ListError> {
        let list = List::read(&self.text)?;
        // the authority stands in its record too
        if self.recorded + 1 + list.lines.len() > MOST_ISSUED {
            return Err(ListError::RecordFull { allowed: MOST_ISSUED });
        }
        Ok(list)
    }

    fn rows<'a>(&self, idna: &'a dyn Idna) -> Rows<'a> {
        Rows::new(&self.form, validity_of(&self.authority), &self.taken, self.now, idna)
    }
}

/// A list to be looked at, with what was made of it so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// The list.
    pub order: Order,
    /// How many clients were made and can be saved.
    pub made: usize,
}

impl Look {
    /// What the page shows.
    pub(crate) fn run(&self, idna: &dyn Idna) -> Face {
        let list = self.order.list();
        let mut rows = self.order.rows(idna);
        let lines = list.as_ref().map(|list| list.lines.as_slice()).unwrap_or_default();
        let clients: Vec<_> = lines.iter().map(|line| rows.read(line)).collect();
        face::face(&list, &clients, &self.order.form, self.made, self.order.lang)
    }
}

/// The first lines of a list, to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Portion {
    /// The list.
    pub order: Order,
    /// The authority's key.
    pub key: PrivateKey,
    /// The service.
    pub subject: Subject,
    /// What was chosen for the machine.
    pub draft: ChoicesDraft,
    /// What was made before and is in the same archive.
    pub before: Before,
    /// How many were made since the button was pressed.
    pub done: usize,
    /// Seconds since then.
    pub seconds: i64,
}

/// What the archive and the sheet hold already.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Before {
    /// How many bundles.
    pub count: usize,
    /// The end of their archive.
    pub directory: Rc<Directory>,
    /// The lines of the sheet.
    pub lines: Rc<Secret>,
    /// The passphrase of the sheet; empty before there is one.
    pub passphrase: Secret,
}

/// What became of a portion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Made {
    /// The lines that are left.
    pub rest: Rc<str>,
    /// The certificates, in the order of the list.
    pub(crate) clients: Vec<MadeClient>,
    /// What the archive is called.
    pub(crate) name: String,
    /// Its next octets.
    #[serde(with = "crate::octets")]
    pub(crate) octets: Rc<Vec<u8>>,
    /// What it holds from now on, with everything for the next portion.
    pub(crate) after: Before,
    /// The sheet of all passphrases, sealed.
    pub(crate) sheet: Sealed,
    /// How far it is.
    pub(crate) progress: Progress,
    /// How fast it goes, in words; empty before that is known.
    pub(crate) pace: String,
}

/// A client that was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MadeClient {
    pub(crate) label: String,
    pub(crate) certificate: Certificate,
    pub(crate) pem: String,
    pub(crate) recipient: Recipient,
}

impl Portion {
    /// Makes the first lines.
    pub(crate) async fn run(self, powers: &impl Powers) -> Result<Made, Problem> {
        let Order { lang, now, .. } = self.order;
        let list = self.order.list().map_err(|error| told(|lang| error.message(lang)))?;
        let total = self.done + list.lines.len();
        let mut making = Making::begin(&self, powers)?;
        let mut rows = self.order.rows(powers.idna());
        let lines = &list.lines[..list.lines.len().min(PORTION)];
        for (index, line) in lines.iter().enumerate() {
            let client = rows.read(line).map_err(|faults| faulty(line, &faults))?;
            making.client(line, &client, powers).await?;
            powers.progress(Progress { done: self.done + index + 1, total });
        }
        let done = self.done + lines.len();
        let pace = pace(self.done, total - self.done, self.seconds, lang);
        let rest = list.without_first(lines.len()).into();
        making.finish(rest, now, Progress { done, total }, pace, powers)
    }
}

/// A portion under way.
struct Making<'a> {
    portion: &'a Portion,
    authority: Authority,
    plan: Plan,
    service: String,
    collection: Collection,
    sheet: Sheet,
    sheet_passphrase: Passphrase,
    clients: Vec<MadeClient>,
}

impl<'a> Making<'a> {
    fn begin(portion: &'a Portion, powers: &impl Powers) -> Result<Making<'a>, Problem> {
        let Order { authority, lang, now, .. } = &portion.order;
        let names = portion.subject.host_names(powers.idna())?;
        let plan =
            render::plan(&portion.draft, names, Some(authority), *now).map_err(Refused::into_problem)?;
        let sheet_passphrase = match portion.before.passphrase.expose() {
            [] => Passphrase::generate(&mut powers.entropy())?,
            known => Passphrase::own(&String::from_utf8_lossy(known), &[])?,
        };
        Ok(Making {
            portion,
            authority: Authority::new(authority.clone(), portion.key.clone())?,
            plan,
            service: portion.subject.names.first().cloned().unwrap_or_default(),
            collection: Collection::after(&portion.before.directory, *now).map_err(Problem::from)?,
            sheet: Sheet::after(&portion.before.lines, *lang),
            sheet_passphrase,
            clients: Vec::new(),
        })
    }

    /// Issues a certificate and seals its bundle. The key ends here.
    async fn client(&mut self, line: &Line, client: &Client, powers: &impl Powers) -> Result<(), Problem> {
        let Order { form, lang, now, .. } = &self.portion.order;
        let key = powers.keys().generate(*form.algorithms.of(Role::Client)).await?;
        let profile = &client.profile;
        let certificate = issue::client(profile, &key, &self.authority, *now, &mut powers.entropy())
            .map_err(|error| on_line(line.number, None, |lang| error.message(lang)))?;
        let label = profile.subject().common_name().unwrap_or_default().to_owned();
        let place = self.portion.before.count + self.clients.len() + 1;
        let archive = bundle::file::name(&self.service, &BundleKind::Listed(label.clone(), place), *now);
        let passphrase = Passphrase::generate(&mut powers.entropy())?;
        let bundle = client::Client {
            plan: &self.plan,
            authority: self.authority.certificate(),
            label: &label,
            certificate: &certificate,
            key: &key,
            opener: client.recipient,
            lang: *lang,
            now: *now,
        };
        let (sealed, _) = bundle.seal(&passphrase, powers)?;
        self.collection.add(&archive, &sealed)?;
        let email = profile.names().as_slice().iter().find_map(|name| match name {
            ClientName::Email(email) => Some(email.to_string()),
            _ => None,
        });
        let until = client.until.civil();
        self.sheet.add([
            &label,
            email.as_deref().unwrap_or_default(),
            client.recipient.label(*lang),
            &format!("{:04}-{:02}-{:02}", until.year, until.month, until.day),
            &archive,
            passphrase.expose(),
        ]);
        let pem = certificate.to_pem();
        self.clients.push(MadeClient { label, certificate, pem, recipient: client.recipient });
        Ok(())
    }

    fn finish(
        self,
        rest: Rc<str>,
        now: Moment,
        progress: Progress,
        pace: String,
        powers: &impl Powers,
    ) -> Result<Made, Problem> {
        let Making { portion, service, collection, sheet, sheet_passphrase, clients, .. } = self;
        let (octets, directory) = collection.finish()?;
        let lines = sheet.into_secret();
        let entry = Entry::secret(sheet::NAME, lines.clone());
        let inside = Inside { path: sheet::NAME.to_owned(), size: lines.expose().len(), secret: true };
        let sealed = zip::seal(&[entry], &sheet_passphrase, now, &mut powers.entropy())?;
        let name = bundle::file::name(&service, &BundleKind::Passphrases, now);
        let sheet = Sealed {
            opening: opening::in_both(&name),
            name,
            sha256: bundle::file::sha256(&sealed),
            bytes: Rc::new(sealed),
            contents: vec![inside],
        };
        Ok(Made {
            rest,
            name: bundle::file::name(&service, &BundleKind::Clients, now),
            octets: Rc::new(octets),
            after: Before {
                count: portion.before.count + clients.len(),
                directory: Rc::new(directory),
                lines: Rc::new(lines),
                passphrase: Secret::new(sheet_passphrase.expose().as_bytes().to_vec()),
            },
            clients,
            sheet,
            progress,
            pace,
        })
    }
}

/// How fast it goes: so many were made in so many seconds, and so many are left.
fn pace(done: usize, left: usize, seconds: i64, lang: Lang) -> String {
    match usize::try_from(seconds) {
        Ok(seconds) if seconds > 0 && done > 0 => {
            let minutes = (left * seconds).div_ceil(done * 60);
            text::many::pace(lang, done * 60 / seconds, minutes)
        }
        _ => String::new(),
    }
}

/// Why a line was not made, although the list had been looked at before: the set has changed since.
fn faulty(line: &Line, faults: &[Fault]) -> Problem {
    match faults.first() {
        Some(fault) => on_line(line.number, Some(fault), |lang| fault.message(lang)),
        None => Problem::no_clients(),
    }
}

/// What is wrong, with the place in the list.
fn on_line(line: usize, fault: Option<&Fault>, message: impl Fn(Lang) -> Message) -> Problem {
    told(|lang| {
        let Message { problem, remedy } = message(lang);
        let column = fault.and_then(|fault| fault.column);
        Message { problem: face::place(line, column, &problem, lang).into(), remedy }
    })
}

fn told(message: impl Fn(Lang) -> Message) -> Problem {
    Problem::told(Source::List, message)
}
