//! What was chosen in Deploy, with the files that the bundles of this page would hold if they were made now. The Doctor tries
//! it out, and the Handshake room plays it.

use diagnose::predict::SYSTEM_STORE;
use handshake::catalogue::workshop::{MakeError, Set};
use pki::certificate::Certificate;
use pki::crl::{self, CrlNumber, Reason, Revocation, RevocationList, Revoked};
use pki::issue::Authority;
use pki::moment::Moment;
use text::{Lang, Message};
use text::{doctor_room as say, workbench};

use super::handshake::kit::Revocations;
use super::handshake::{Ours, example};
use super::improvised::{certificate, pem, self_signed};
use crate::deployed::Deployed;
use crate::document::{Block, Verdict};
use crate::opened::Given;
use crate::work::Powers;

/// The file of a public certificate, as certbot calls it.
pub(super) const PUBLIC_FILE: &str = "fullchain.pem";

/// Who stands in for the authorities that every system trusts.
const PUBLIC: &str = "Example public CA";

/// What was chosen, and what was made on the page.
pub(super) struct Chosen<'a> {
    /// What was chosen and rendered.
    pub(super) deployed: &'a Deployed,
    /// What was made on the page, with its keys; without it an example is made.
    pub(super) ours: Option<&'a Ours>,
    /// The certificates and lists that were made on the page.
    pub(super) made: &'a [Given],
    /// When the bundles would be made.
    pub(super) now: Moment,
    /// When they are used.
    pub(super) at: Moment,
    /// Who calls.
    pub(super) shows: Shows,
    /// Whether somebody gave the public certificate, so that nothing has to stand in for it.
    pub(super) is_public_given: bool,
}

/// Whose certificate the caller has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// The client's.
    Good,
    /// The same as if it was revoked: the list that is signed for this names it, where there is one.
    Revoked,
}

/// The certificate of somebody whom nobody vouches for, which the page makes up.
pub(super) const STRANGER: &str = "stranger.crt";

/// Files by the names that they have in the bundles.
#[derive(Default)]
pub(super) struct Files {
    /// Names with contents.
    pub(super) files: Vec<(String, Vec<u8>)>,
    /// What stands in for something, and what is missing.
    pub(super) notes: Vec<Block>,
}

impl Chosen<'_> {
    /// Why nothing can be tried out.
    pub(super) fn fault(&self, lang: Lang) -> Option<Message> {
        let fault = self.deployed.fault.as_ref()?;
        Some(say::not_rendered(lang, &fault.problem, &fault.remedy))
    }

    /// The files.
    ///
    /// # Errors
    /// [`MakeError`] when an example cannot be made.
    pub(super) fn files(&self, powers: &impl Powers, lang: Lang) -> Result<Files, MakeError> {
        let chosen = self.deployed;
        let set = match self.ours {
            Some(ours) => ours.set(self.at, powers)?,
            None => example::set_of(&chosen.host, self.at, &mut powers.entropy(), powers.idna())?,
        };
        // somebody whom nobody vouches for: the calls make one with openssl
        let stranger = self_signed("stranger", self.at, &mut powers.entropy())?;
        let authority = certificate(&set.authority);
        let mut notes = Vec::new();
        let mut list = String::new();
        if chosen.revokes {
            let (found, note) = self.list(&set, lang);
            list = found;
            notes.extend(note);
        }
        let mut files: Vec<(&str, Vec<u8>)> = vec![
            ("server.crt", certificate(&set.server.chain[0]).into_bytes()),
            ("server.key", pem(&set.server.key)),
            ("server.key.password", b"-\n".to_vec()),
            ("client-ca.crt", [authority.clone(), chosen.partner.clone()].concat().into_bytes()),
            ("ca.crt", authority.into_bytes()),
            ("client.crt", certificate(&set.client.chain[0]).into_bytes()),
            ("client.key", pem(&set.client.key)),
            (STRANGER, certificate(&stranger.0).into_bytes()),
            ("stranger.key", pem(&stranger.1)),
        ];
        // what Export cannot sign stands in no bundle, whoever else's lists would be in it
        if !list.is_empty() {
            files.push(("client-ca.crl", [list, chosen.partner_lists.clone()].concat().into_bytes()));
        }
        if !self.is_public_given && (chosen.is_public || chosen.configuration.contains(SYSTEM_STORE)) {
            let public =
                example::signed_by(PUBLIC, &chosen.host, self.at, &mut powers.entropy(), powers.idna())?;
            files.push((PUBLIC_FILE, certificate(&public.server.chain[0]).into_bytes()));
            files.push(("privkey.pem", pem(&public.server.key)));
            files.push(("ca-certificates.crt", certificate(&public.authority).into_bytes()));
            notes.push(Block::Aside(say::public_stands_in(lang).into()));
        }
        Ok(Files {
            files: files.into_iter().map(|(name, contents)| (name.to_owned(), contents)).collect(),
            notes,
        })
    }

    /// The authority's list that a bundle would hold if it was made now, PEM: the newest, if it names all that is revoked and is still
    /// good, else one that is signed for it; and what is to be said of it.
    fn list(&self, set: &Set, lang: Lang) -> (String, Option<Block>) {
        let nothing = Revocations::default();
        let known = self.ours.map_or(&nothing, |ours| &ours.revocations);
        if self.ours.is_some()
            && self.shows == Shows::Good
            && let Some(current) = current_list(self.made, known.revoked.len(), self.now)
        {
            return (current, None);
        }
        match self.signed(set, known, lang) {
            Ok(list) => {
                let told = say::list_signed_here(lang, list.facts().entries.len());
                (list.to_pem(), Some(Block::Aside(told.into())))
            }
            Err(message) => (String::new(), Some(Block::Finding(Verdict::Refused, message))),
        }
    }

    fn signed(&self, set: &Set, known: &Revocations, lang: Lang) -> Result<RevocationList, Message> {
        let key = set.authority_key.clone().ok_or_else(|| workbench::no_revocation_list(lang))?;
        let certificate =
            Certificate::from_der(&set.authority).map_err(|_| workbench::no_revocation_list(lang))?;
        let authority = Authority::new(certificate, key).map_err(|error| error.message(lang))?;
        // an example is as old as the moment that is looked at
        let now = if self.ours.is_some() { self.now } else { self.at };
        let number = known.number.map_or(CrlNumber::FIRST, CrlNumber::next);
        let mut revoked: Vec<Revoked> = known.revoked.clone();
        if self.shows == Shows::Revoked
            && let Ok(client) = Certificate::from_der(&set.client.chain[0])
        {
            revoked.push(Revoked::new(&client, Revocation { at: now, reason: Reason::Superseded }));
        }
        crl::sign(&revoked, number, known.lifetime, &authority, now).map_err(|error| error.message(lang))
    }
}

/// The list among what was made, if Export would put it in as it is.
fn current_list(made: &[Given], revoked: usize, now: Moment) -> Option<String> {
    let list = made.iter().find(|file| file.bytes.starts_with(b"-----BEGIN X509 CRL"))?;
    let text = core::str::from_utf8(&list.bytes).ok()?;
    let read = RevocationList::from_pem(text).ok()?;
    let facts = read.facts();
    (facts.entries.len() == revoked && now < facts.next_update).then(|| text.to_owned())
}
