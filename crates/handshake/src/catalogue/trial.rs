//! Clients' certificates with which a real server is tried: one that it should let in, and those that it should refuse. They are
//! made under the user's own authority, hold for a day at most and none longer than the good one, and say in their names that they are a trial's; each that a server
//! could take is told, so that the authority's record can name it.

use pki::faulty::extension::{basic_constraints, ext_key_usage, oid};
use pki::faulty::{NamePart, Time};

use super::Entry;
use super::stage::{ended, put, remove};
use super::workshop::{AFTER_SECONDS, MARK, MakeError, Workshop};
use crate::scenario::Credential;

/// For how long the one that begins too late holds, at the end of the others' day: a script that compares stops before.
const LAST_SECONDS: i64 = 60;

/// What is shown to a server.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The scenario of the catalogue in which the same happens; files are named after it.
    pub entry: &'static Entry,
    /// The certificate with its key; `None` when none is shown.
    pub credential: Option<Credential>,
    /// Whether it is the one that the authority's next list revokes.
    pub revoked: bool,
}

/// All that a server is tried with.
#[derive(Debug, Clone)]
pub struct Trials {
    /// In the order in which they are tried; the good one is the first.
    pub trials: Vec<Trial>,
    /// What was made below the authority: what to call it in its record, the certificate as DER, and whether it is revoked.
    pub issued: Vec<(String, Vec<u8>, bool)>,
}

impl Workshop<'_> {
    /// Makes them.
    ///
    /// # Errors
    /// [`MakeError`] when a certificate or key cannot be made.
    pub fn trials(&mut self) -> Result<Trials, MakeError> {
        let at = self.set.at;
        let mut all = Trials { trials: Vec::new(), issued: Vec::new() };
        self.ours(&mut all, "good", |_| {})?;
        self.ours(&mut all, "client-no-purpose", |draft| remove(draft, oid::EXT_KEY_USAGE))?;
        all.shown("no-client-certificate", None);
        self.ours(&mut all, "client-expired", |draft| ended(draft, at))?;
        // it ends with all the others, and begins so late that it has not begun while they are shown
        let ends = at.plus_seconds(AFTER_SECONDS);
        self.ours(&mut all, "client-not-yet-valid", |draft| {
            draft.not_before = Time::of(ends.plus_seconds(-LAST_SECONDS));
            draft.not_after = Time::of(ends);
        })?;
        self.ours(&mut all, "client-server-auth-only", |draft| {
            put(draft, ext_key_usage(&[oid::SERVER_AUTH]));
        })?;
        self.ours(&mut all, "client-revoked", |_| {})?;
        for issued in all.issued.iter_mut().filter(|(label, ..)| label.ends_with("client-revoked")) {
            issued.2 = true;
        }
        let (own, other, twin) = (self.own.clone(), self.root()?, self.twin()?);
        for (id, issuer) in [("client-other-authority", other), ("client-twin-authority", twin)] {
            let key = self.key()?;
            let credential = self.client(&issuer, key, |draft| draft.subject = name(id))?;
            all.shown(id, Some(credential));
        }
        all.shown("client-self-signed", Some(self.self_signed()?));
        let key = self.key()?;
        let signer = self.client(&own, key, |draft| {
            draft.subject = name("no-authority");
            put(draft, basic_constraints(false, None));
        })?;
        all.issued.push((label("no-authority"), signer.chain[0].clone(), false));
        let (issuer, key) = (self.as_issuer(&signer)?, self.key()?);
        let mut credential = self.client(&issuer, key, |draft| draft.subject = name("issued-by-leaf"))?;
        credential.chain.extend(signer.chain);
        all.shown("issued-by-leaf", Some(credential));
        Ok(all)
    }

    /// One of the user's own authority, with one thing wrong.
    fn ours(
        &mut self,
        all: &mut Trials,
        id: &'static str,
        change: impl FnOnce(&mut pki::faulty::CertificateDraft),
    ) -> Result<(), MakeError> {
        let (own, key) = (self.own.clone(), self.key()?);
        let credential = self.client(&own, key, |draft| {
            draft.subject = name(id);
            change(draft);
        })?;
        all.issued.push((label(id), credential.chain[0].clone(), false));
        all.shown(id, Some(credential));
        Ok(())
    }
}

impl Trials {
    fn shown(&mut self, id: &'static str, credential: Option<Credential>) {
        let entry = Entry::find(id).expect("an entry of the catalogue");
        self.trials.push(Trial { entry, credential, revoked: id == "client-revoked" });
    }
}

fn label(id: &str) -> String {
    format!("{MARK} {id}")
}

fn name(id: &str) -> Vec<NamePart> {
    vec![NamePart::common_name(&label(id))]
}
