//! The test kit: clients' certificates with which a real server is tried, what is predicted of each, and the script that compares,
//! sealed with a passphrase. What is made below the user's own authority comes beside it, so that the page can record it.

use std::rc::Rc;

use bundle::file::{self, BundleKind};
use bundle::passphrase::Passphrase;
use bundle::zip::{self, Entry};
use deploy::matrix_sh::{self, Predicted, Server, Shown, Trial};
use diagnose::predict::predict;
use diagnose::staging::{Ground, Stage};
use handshake::catalogue::trial;
use handshake::catalogue::workshop::Workshop;
use handshake::catalogue::{Entry as Scenario, Play, Staged};
use pki::certificate::Certificate;
use pki::crl::{self, CrlLifetime, CrlNumber, Reason, Revocation, Revoked};
use pki::issue::Authority;
use pki::key::PrivateKey;
use pki::moment::Moment;
use pki::secret::Secret;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::{Message, handshake_room as say};

use super::Ours;
use crate::deployed::Tried;
use crate::document::Block;
use crate::role::Role;
use crate::set::{LIST_FILE, SignedList};
use crate::work::Powers;

/// A kit to be made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// The set that it is made from.
    pub ours: Box<Ours>,
    /// Where the server is tried, as chosen in Deploy.
    pub server: Tried,
    /// The time of making.
    pub at: Moment,
    /// The language of the script and of what is shown.
    pub lang: Lang,
}

/// A finished kit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kit {
    /// The file's name.
    pub name: String,
    /// The encrypted ZIP.
    #[serde(with = "crate::octets")]
    pub bytes: Rc<Vec<u8>>,
    /// What opens it.
    pub passphrase: Secret,
    /// What is inside, and what is to be done with it, in each language: what was made is not made anew for another one.
    pub blocks: Vec<(Lang, Vec<Block>)>,
    /// What the authority's record has to name.
    pub issued: Box<Issued>,
}

/// What was made below the user's authority outside the Create room. None of it is shown there; the authority's record names it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Issued {
    /// Each with its role, what to call it, and whether it is revoked.
    pub leaves: Vec<(Role, String, Certificate, Option<Revocation>)>,
    /// The authority's next revocation list.
    pub list: SignedList,
    /// When all of it was made.
    pub at: Moment,
}

/// What the authority's next revocation list has to say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Revocations {
    /// What is revoked.
    pub revoked: Vec<Revoked>,
    /// The list's number, if lists were signed before.
    pub number: Option<CrlNumber>,
    /// For how long it is good.
    pub lifetime: CrlLifetime,
}

impl Kit {
    /// What is inside, and what is to be done with it.
    #[must_use]
    pub fn blocks(&self, lang: Lang) -> &[Block] {
        let told = self.blocks.iter().find(|(language, _)| *language == lang);
        told.map_or(&[], |(_, blocks)| blocks)
    }

    /// What opens it, as text.
    #[must_use]
    pub fn passphrase(&self) -> String {
        String::from_utf8_lossy(self.passphrase.expose()).into_owned()
    }
}

impl Order {
    /// Makes it.
    ///
    /// # Errors
    /// What is wrong and what to try.
    pub(crate) async fn run(self, powers: &impl Powers) -> Result<Kit, Message> {
        let lang = self.lang;
        let Some(key) = self.ours.authority_key.clone() else { return Err(say::kit_without_key(lang)) };
        let mut set = self.ours.set(self.at, powers).map_err(|error| error.message(lang))?;
        if key.algorithm().rsa_bits().is_some() {
            // the authority's twin has a key of the same kind
            super::add_rsa(&mut set, powers, lang).await?;
        }
        let mut entropy = powers.entropy();
        let mut workshop = Workshop::new(&set, &mut entropy).map_err(|error| error.message(lang))?;
        let made = workshop.trials().map_err(|error| error.message(lang))?;
        let revocation = Revocation { at: self.at, reason: Reason::Superseded };
        let read = |der: &[u8]| Certificate::from_der(der).map_err(|_| say::kit_without_key(lang));
        let mut leaves = Vec::new();
        for (label, der, revoked) in &made.issued {
            leaves.push((Role::Client, label.clone(), read(der)?, revoked.then_some(revocation)));
        }
        let list = self.list(&leaves, key, read(&set.authority)?)?;
        let good = Scenario::find("good").expect("it is in the catalogue");
        let Ok(Play::Lab(mut staged)) = good.stage(&mut workshop) else {
            return Err(say::kit_without_key(lang));
        };
        staged.scenario.server.lists = vec![list.der().to_vec()];
        let mut trials = Vec::new();
        for trial in &made.trials {
            trials.push(predicted(trial, &mut staged, lang)?);
        }
        let Tried { port, path, bare_page } = &self.server;
        let server = Server { name: &set.host, port: *port, path, bare_page: *bare_page };
        let unwritable = |_| say::kit_unwritable(lang, &set.host);
        let script = matrix_sh::render(server, &trials, lang).map_err(unwritable)?;
        let entries = entries(&made.trials, &script, &read(&set.authority)?, &list);
        let passphrase =
            Passphrase::generate(&mut powers.entropy()).map_err(|_| text::bundle::no_entropy(lang))?;
        let bytes = zip::seal(&entries, &passphrase, self.at, &mut powers.entropy())
            .map_err(|error| error.message(lang))?;
        let name = file::name(&set.host, &BundleKind::TestKit, self.at);
        Ok(Kit {
            blocks: Lang::ALL.into_iter().map(|lang| (lang, blocks(&trials, lang))).collect(),
            name,
            bytes: Rc::new(bytes),
            passphrase: Secret::new(passphrase.expose().as_bytes().to_vec()),
            issued: Box::new(Issued { leaves, list: SignedList::of(&list), at: self.at }),
        })
    }

    /// The authority's next list, with what the kit revokes in it.
    fn list(
        &self,
        leaves: &[(Role, String, Certificate, Option<Revocation>)],
        key: PrivateKey,
        certificate: Certificate,
    ) -> Result<crl::RevocationList, Message> {
        let Revocations { revoked, number, lifetime } = &self.ours.revocations;
        let authority = Authority::new(certificate, key).map_err(|error| error.message(self.lang))?;
        let more = leaves.iter().filter_map(|(_, _, leaf, revoked)| Some(Revoked::new(leaf, (*revoked)?)));
        let all: Vec<Revoked> = revoked.iter().cloned().chain(more).collect();
        let number = number.map_or(CrlNumber::FIRST, CrlNumber::next);
        crl::sign(&all, number, *lifetime, &authority, self.at).map_err(|error| error.message(self.lang))
    }
}

/// What a server that is set up as it should be makes of it.
fn predicted(trial: &trial::Trial, staged: &mut Staged, lang: Lang) -> Result<Trial, Message> {
    staged.scenario.client.credential.clone_from(&trial.credential);
    let host = staged.scenario.client.host.clone();
    let stage = Stage::of(staged, Ground::USUAL).map_err(|_| say::kit_unwritable(lang, &host))?;
    let outcome = predict(&stage.question()).map_err(|_| say::kit_unwritable(lang, &host))?;
    let enters = outcome.curl_exit == 0 && outcome.http_status < Some(400);
    Ok(Trial {
        id: trial.entry.id.to_owned(),
        title: trial.entry.title(lang).to_owned(),
        shown: match (&trial.credential, trial.revoked) {
            (None, _) => Shown::Nothing,
            (_, true) => Shown::Revoked,
            _ => Shown::Certificate,
        },
        predicted: if enters { Predicted::LetIn } else { Predicted::Refused },
        because: outcome.client_verify.unwrap_or_default(),
    })
}

fn entries(
    trials: &[trial::Trial],
    script: &str,
    authority: &Certificate,
    list: &crl::RevocationList,
) -> Vec<Entry> {
    let mut entries = vec![Entry { mode: 0o755, ..Entry::public("matrix.sh", script) }];
    entries.push(Entry::public("ca.crt", authority.to_pem()));
    entries.push(Entry::public(LIST_FILE, list.to_pem()));
    for trial in trials {
        let Some(credential) = &trial.credential else { continue };
        let id = trial.entry.id;
        let chain = diagnose::staging::armoured("CERTIFICATE", &credential.chain);
        entries.push(Entry::public(&format!("{id}.crt"), chain));
        entries.push(Entry::secret(&format!("{id}.key"), credential.key.to_pem()));
    }
    entries
}

fn blocks(trials: &[Trial], lang: Lang) -> Vec<Block> {
    let row = |trial: &Trial| {
        let word = match trial.predicted {
            Predicted::LetIn => text::matrix::word_let_in(lang),
            Predicted::Refused => text::matrix::word_refused(lang),
        };
        let entry = Scenario::find(&trial.id);
        let title = entry.map_or_else(|| trial.title.clone(), |entry| entry.title(lang).to_owned());
        [title, format!("{word} · {}", trial.because)]
    };
    vec![
        Block::Steps(vec![
            say::kit_unpack(lang).to_owned(),
            say::kit_list(lang).to_owned(),
            say::kit_run(lang).to_owned(),
        ]),
        Block::Table(crate::document::Table {
            head: [say::kit_certificate(lang).to_owned(), text::matrix::predicted(lang).to_owned()],
            rows: trials.iter().map(row).collect(),
        }),
        Block::Caution(vec![say::kit_recorded(lang).to_owned()]),
    ]
}
