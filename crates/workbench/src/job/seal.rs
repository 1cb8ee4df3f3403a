//! Making an encrypted bundle: which files go to whom. Only the authority's bundle ever holds the authority's key, and
//! [`Material::of`] is the one place that decides it.

pub(super) mod client;
pub(crate) mod opening;

use std::rc::Rc;

use bundle::file::BundleKind;
use bundle::passphrase::{self, Passphrase};
use bundle::workspace::{Issued, Workspace};
use bundle::zip::{Contents, Entry};
use bundle::{authority, encrypted_key, workspace, zip};
use deploy::choices::{ChoicesDraft, Switch};
use deploy::expiry::Expiries;
use deploy::plan::{File, FileKind, Plan};
use deploy::recipient::Recipient as Opener;
use deploy::{readme_authority, readme_server};
use pki::anchors::{AnchorList, Anchors};
use pki::certificate::Certificate;
use pki::crl::{CrlLifetime, RevocationList};
use pki::key::PrivateKey;
use pki::moment::{Moment, Offset};
use pki::name::idna::Idna;
use pki::secret::Secret;
use pki::validity::BACKDATED_SECONDS;
use serde::{Deserialize, Serialize};
use text::Lang;

use super::openssl;
use super::render::{self, Refused, Subject};
use crate::form::Form;
use crate::problem::Problem;
use crate::recorded::{DEPLOY, FORM, RECIPIENTS, Recorded, TICKS};
use crate::role::Role;
use crate::sealed::{BundleId, Inside, Judgement, Sealed};
use crate::set::{CertificateSet, ItemId, SignedList};
use crate::work::Powers;

/// A bundle to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Seal {
    /// Which one.
    pub bundle: BundleId,
    /// The passphrase; one is generated when there is none.
    pub passphrase: Option<Secret>,
    /// Whether the user typed it: then it is judged.
    pub own: bool,
    /// The user's own words, which are easily guessed.
    pub context: Vec<String>,
    /// What goes into it.
    pub material: Material,
    /// Who opens the bundles of clients, where the user said so.
    pub recipients: Vec<(ItemId, Opener)>,
    /// What was chosen for the machine.
    pub draft: ChoicesDraft,
    /// The language of the files for people.
    pub lang: Lang,
    /// The time of making.
    pub now: Moment,
    /// The reader's local time.
    pub offset: Offset,
    /// The runbook's steps that are done.
    pub ticks: Vec<String>,
}

/// Certificates and keys for one bundle, and no key beyond its recipient's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Material {
    /// The authority's certificate.
    authority: Certificate,
    /// What the authority is called.
    authority_label: String,
    /// The service and the ends of validity.
    subject: Subject,
    /// What the recipient gets beyond that.
    recipient: Recipient,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Recipient {
    Server {
        number: ItemId,
        certificate: Certificate,
        key: PrivateKey,
        /// The authority's revocation list, when there is a good one.
        list: Option<SignedList>,
    },
    Client {
        number: ItemId,
        label: String,
        certificate: Certificate,
        key: PrivateKey,
    },
    Authority {
        key: PrivateKey,
        record: Box<Record>,
    },
}

/// The public record of a set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    form: Form,
    made_at: Moment,
    /// In no order: the worker puts them into that of their numbers.
    leaves: Vec<Recorded>,
    list_lifetime: CrlLifetime,
    /// The revocation list that was signed last, as PEM.
    list: Option<String>,
}

impl Material {
    /// What belongs into a bundle of this set; `None` when a key for it is not here.
    #[must_use]
    pub fn of(set: &CertificateSet, id: BundleId, now: Moment) -> Option<Material> {
        let mut subject = Subject::of_set(set);
        let recipient = match id {
            BundleId::Authority => Recipient::Authority {
                key: set.authority.key.clone()?,
                record: Box::new(Record {
                    form: set.made_from.clone(),
                    made_at: set.made_at,
                    leaves: set.issued().map(|item| Recorded::of(item)).collect(),
                    list_lifetime: set.list_lifetime,
                    list: set.list.as_ref().map(|list| list.pem.clone()),
                }),
            },
            BundleId::Server(item) => {
                let item = set.item(item).filter(|item| item.role == Role::Server)?;
                subject.names = item.service_names();
                let (certificate, key) = (item.certificate.clone(), item.key.clone()?);
                let list = set.current_list(now).map(|list| SignedList::clone(list));
                Recipient::Server { number: item.id, certificate, key, list }
            }
            BundleId::Client(item) => {
                let item = set.item(item).filter(|item| item.role == Role::Client)?;
                let (certificate, key) = (item.certificate.clone(), item.key.clone()?);
                Recipient::Client { number: item.id, label: item.label.clone(), certificate, key }
            }
        };
        Some(Material {
            authority: set.authority.certificate.clone(),
            authority_label: set.authority.label.clone(),
            subject,
            recipient,
        })
    }
}

/// Generates a passphrase.
pub(crate) fn generate(powers: &impl Powers) -> Result<Secret, Problem> {
    Ok(secret_of(&Passphrase::generate(&mut powers.entropy())?))
}

/// Judges a passphrase as typed.
pub(crate) fn judge(typed: &Secret, context: &[String]) -> Result<Judgement, Problem> {
    let text = String::from_utf8_lossy(typed.expose());
    let known: Vec<&str> = context.iter().map(String::as_str).collect();
    Passphrase::own(&text, &known)?;
    let strength = passphrase::judge(&text, &known);
    Ok(Judgement {
        bits: strength.bits,
        english: strength.time.text(Lang::En),
        korean: strength.time.text(Lang::Ko),
    })
}

impl Seal {
    /// Makes the bundle. It was opened again and compared when it comes out.
    pub(crate) fn run(self, powers: &impl Powers) -> Result<(Secret, Sealed), Problem> {
        let passphrase = self.passphrase(powers)?;
        let name = bundle::file::name(&self.service(), &self.kind(), self.now);
        let (bytes, contents) = self.pack(&name, &passphrase, powers)?;
        let sha256 = bundle::file::sha256(&bytes);
        let opening = opening::in_both(&name);
        Ok((secret_of(&passphrase), Sealed { name, bytes: Rc::new(bytes), sha256, contents, opening }))
    }

    fn passphrase(&self, powers: &impl Powers) -> Result<Passphrase, Problem> {
        let Some(secret) = &self.passphrase else {
            return Passphrase::generate(&mut powers.entropy()).map_err(Problem::from);
        };
        let text = String::from_utf8_lossy(secret.expose());
        // A generated one must not be refused for resembling the user's words by chance.
        let known: Vec<&str> =
            if self.own { self.context.iter().map(String::as_str).collect() } else { Vec::new() };
        Passphrase::own(&text, &known).map_err(Problem::from)
    }

    fn expiries(&self) -> Expiries {
        self.material.subject.ends(&self.draft, self.offset)
    }

    fn service(&self) -> String {
        self.material.subject.names.first().cloned().unwrap_or_default()
    }

    fn kind(&self) -> BundleKind {
        match &self.material.recipient {
            Recipient::Server { number, .. } => BundleKind::Server(number.0),
            Recipient::Client { number, label, .. } => BundleKind::Client(label.clone(), number.0),
            Recipient::Authority { .. } => BundleKind::Authority,
        }
    }

    fn plan(&self, idna: &dyn Idna) -> Result<Plan, Problem> {
        let names = self.material.subject.host_names(idna)?;
        // nothing for the machine goes into the authority's bundle, so no choice for it may keep the key from being saved
        let plain = ChoicesDraft::default();
        let draft = match self.material.recipient {
            Recipient::Authority { .. } => &plain,
            Recipient::Server { .. } | Recipient::Client { .. } => &self.draft,
        };
        render::plan(draft, names, Some(&self.material.authority), self.now).map_err(Refused::into_problem)
    }

    fn pack(
        &self,
        archive: &str,
        passphrase: &Passphrase,
        powers: &impl Powers,
    ) -> Result<(Vec<u8>, Vec<Inside>), Problem> {
        let plan = self.plan(powers.idna())?;
        let authority = &self.material.authority;
        let authority_until = authority.facts().not_after;
        let archive = archive.to_owned();
        match &self.material.recipient {
            Recipient::Server { certificate, key, list, .. } => {
                let list = list.as_ref().filter(|_| plan.choices().revocation == Switch::On);
                let facts = readme_server::Facts {
                    list_until: list.map(|list| list.next_update),
                    archive,
                    server_until: certificate.facts().not_after,
                    authority_until,
                    expiries: self.expiries(),
                };
                let partner = plan.choices().partner.as_ref();
                let files = plan.server_files(&facts, self.lang).map_err(Problem::from)?;
                // it lies beside the key on the machine, so it is no other secret's
                let password = Passphrase::generate(&mut powers.entropy())?;
                zipped(&files.0, passphrase, self.now, powers, |kind| match kind {
                    FileKind::ServerCertificate => Ok(public(certificate)),
                    FileKind::ServerKey => Ok(Contents::Secret(key.to_pem())),
                    FileKind::ServerEncryptedKey => {
                        let text = encrypted_key::write(key, &password, &mut powers.entropy());
                        Ok(Contents::Secret(Secret::new(text.map_err(Problem::from)?.into_bytes())))
                    }
                    FileKind::ServerKeyPassword => {
                        let line = format!("{}\n", password.expose());
                        Ok(Contents::Secret(Secret::new(line.into_bytes())))
                    }
                    FileKind::RevocationList => {
                        let list = list.ok_or(Problem::NoRevocationList)?;
                        let partners = partner.into_iter().flat_map(Anchors::lists);
                        let lists = std::iter::once(list.pem.clone()).chain(partners.map(AnchorList::to_pem));
                        Ok(Contents::Public(lists.collect::<String>().into_bytes()))
                    }
                    FileKind::ClientAuthority => {
                        let partners = partner.into_iter().flat_map(Anchors::certificates);
                        let all = std::iter::once(authority).chain(partners).map(Certificate::to_pem);
                        Ok(Contents::Public(all.collect::<String>().into_bytes()))
                    }
                    other => unplanned(other),
                })
            }
            Recipient::Client { number, label, certificate, key } => {
                let opener = self.recipients.iter().find(|(item, _)| item == number);
                let client = client::Client {
                    plan: &plan,
                    authority,
                    label,
                    certificate,
                    key,
                    opener: opener.map_or_else(Opener::default, |(_, opener)| *opener),
                    lang: self.lang,
                    now: self.now,
                };
                client.seal(passphrase, powers)
            }
            Recipient::Authority { key, record } => {
                let facts = readme_authority::Facts {
                    archive,
                    authority: self.material.authority_label.clone(),
                    authority_until,
                    expiries: self.expiries(),
                    now: self.now,
                };
                let recipe = openssl::of_set(authority, record.good());
                let files = plan.authority_files(&facts, &recipe, self.lang).map_err(Problem::from)?;
                let extra: Vec<Entry> =
                    files.0.iter().filter(|file| !file.kind.is_material()).map(text_entry).collect();
                let bundle = authority::AuthorityBundle {
                    certificate: authority.clone(),
                    key: key.clone(),
                    workspace: record.workspace(self)?,
                };
                let (bytes, entries) =
                    authority::seal(&bundle, &extra, passphrase, self.now, &mut powers.entropy())
                        .map_err(Problem::from)?;
                Ok((bytes, entries.iter().map(inside).collect()))
            }
        }
    }
}

/// Fills what only the page has into the planned files, and seals them.
fn zipped(
    files: &[File],
    passphrase: &Passphrase,
    now: Moment,
    powers: &impl Powers,
    material: impl Fn(FileKind) -> Result<Contents, Problem>,
) -> Result<(Vec<u8>, Vec<Inside>), Problem> {
    let entry = |file: &File| {
        if file.kind.is_material() {
            Ok(Entry { path: file.name.clone(), mode: file.mode, contents: material(file.kind)? })
        } else {
            Ok(text_entry(file))
        }
    };
    let entries = files.iter().map(entry).collect::<Result<Vec<_>, Problem>>()?;
    let bytes = zip::seal(&entries, passphrase, now, &mut powers.entropy()).map_err(Problem::from)?;
    Ok((bytes, entries.iter().map(inside).collect()))
}

impl Record {
    /// The leaves in the order of issuing.
    fn in_order(&self) -> impl Iterator<Item = &Recorded> {
        let mut leaves: Vec<&Recorded> = self.leaves.iter().collect();
        leaves.sort_by_key(|leaf| leaf.number);
        leaves.into_iter()
    }

    /// Those that were neither taken off the list nor revoked.
    fn good(&self) -> impl Iterator<Item = (Role, &Certificate)> {
        let good = self.in_order().filter(|leaf| leaf.removed_at.is_none() && leaf.revoked.is_none());
        good.map(|leaf| (leaf.role, &leaf.certificate))
    }

    fn workspace(&self, seal: &Seal) -> Result<Workspace, Problem> {
        let material = &seal.material;
        let authority = Recorded {
            number: ItemId(0),
            role: Role::Authority,
            label: material.authority_label.clone(),
            certificate: material.authority.clone(),
            issued_at: None,
            removed_at: None,
            revoked: None,
        };
        let issued = std::iter::once(&authority).chain(self.in_order()).map(|recorded| Issued {
            role: record_role(recorded.role),
            label: recorded.label.clone(),
            certificate: recorded.certificate.clone(),
            // certificates begin a little in the past, for clocks that are slow
            issued_at: recorded
                .issued_at
                .unwrap_or_else(|| recorded.certificate.facts().not_before.plus_seconds(BACKDATED_SECONDS)),
            removed_at: recorded.removed_at,
            revoked: recorded.revoked,
        });
        let mut recipients: Vec<(u32, &str)> =
            seal.recipients.iter().map(|(item, recipient)| (item.0, recipient.id())).collect();
        recipients.sort_unstable();
        let settings = [
            (FORM, serde_json::to_string(&self.form)),
            (DEPLOY, serde_json::to_string(&seal.draft.to_record())),
            (RECIPIENTS, serde_json::to_string(&recipients)),
            (TICKS, serde_json::to_string(&seal.ticks)),
        ];
        let settings =
            settings.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text.ok()?))).collect();
        Ok(Workspace {
            made_at: self.made_at,
            made_by: MADE_BY.to_owned(),
            settings,
            list_lifetime: self.list_lifetime,
            list: self.list.as_deref().map(RevocationList::from_pem).transpose()?,
            issued: issued.collect(),
        })
    }
}

const MADE_BY: &str = concat!("Handfast ", env!("CARGO_PKG_VERSION"));

fn record_role(role: Role) -> workspace::Role {
    match role {
        Role::Authority => workspace::Role::Authority,
        Role::Server => workspace::Role::Server,
        Role::Client => workspace::Role::Client,
    }
}

/// What is not planned for a recipient gets no contents: least of all those of something else.
fn unplanned(kind: FileKind) -> ! {
    unreachable!("{} is not among the files of this bundle", kind.name())
}

fn public(certificate: &Certificate) -> Contents {
    Contents::Public(certificate.to_pem().into_bytes())
}

fn text_entry(file: &File) -> Entry {
    let contents = Contents::Public(file.contents.clone().into_bytes());
    Entry { path: file.name.clone(), mode: file.mode, contents }
}

fn inside(entry: &Entry) -> Inside {
    let secret = matches!(entry.contents, Contents::Secret(_)) || entry.path == authority::KEY;
    Inside { path: entry.path.clone(), size: entry.contents.expose().len(), secret }
}

fn secret_of(passphrase: &Passphrase) -> Secret {
    Secret::new(passphrase.expose().as_bytes().to_vec())
}
