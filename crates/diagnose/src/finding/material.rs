//! What the files hold that a configuration names: authorities, lists, keys and their rights, and days on which all ends.

use std::collections::HashMap;
use std::rc::Rc;

use pki::certificate::Certificate;
use pki::chain::{List, Member};

use super::{Fault, Search};
use crate::material::{Key, certificates, key, lists};
use crate::nginx::folder::{folder_of, full};
use crate::nginx::item::Item;
use crate::nginx::settings::{Server, Verify};

/// A list that ends within so many days is told of.
const SOON: i64 = 7;

/// What files hold, by their paths.
#[derive(Default)]
pub(super) struct Read {
    members: HashMap<String, Rc<Vec<Member>>>,
    keys: HashMap<String, Rc<Keys>>,
}

/// The paths of a folder's keys, each with the public half.
type Keys = Vec<(String, Vec<u8>)>;

impl Search<'_> {
    pub(super) fn materials(&mut self) {
        for server in &self.http.servers {
            if server.verify() != Verify::Off {
                self.trust(server);
            }
            self.keys(server);
        }
    }

    fn path(&self, item: &Item) -> String {
        let main = self.loaded.files.first().map_or("", String::as_str);
        full(folder_of(main), item.word(0))
    }

    fn members(&mut self, item: &Item) -> Rc<Vec<Member>> {
        let path = self.path(item);
        if let Some(known) = self.read.members.get(&path) {
            return known.clone();
        }
        let contents = self.files.read(&path).unwrap_or_default();
        let ders = certificates(&contents).unwrap_or_default();
        let found: Rc<Vec<Member>> = Rc::new(ders.iter().filter_map(|der| Member::read(der)).collect());
        self.read.members.insert(path, found.clone());
        found
    }

    fn trust(&mut self, server: &Server<'_>) {
        let Some(line) = server.scope.last("ssl_client_certificate") else { return };
        let anchors = self.members(line);
        let at = self.at;
        for anchor in anchors.iter().filter(|anchor| anchor.not_after <= at) {
            let fault = Fault::AuthorityEnded { authority: anchor.title.clone(), day: anchor.not_after };
            self.tell(fault, Some(line));
        }
        let between = anchors.iter().filter(|anchor| !anchor.names_itself()).count();
        if between > server.depth() {
            let at = server.scope.last("ssl_verify_depth").unwrap_or(line);
            self.tell(Fault::DepthTooSmall { depth: server.depth(), between }, Some(at));
        } else if server.scope.last("ssl_verify_depth").is_none() {
            // what an authority says of its own path may leave room for one intermediate at most
            let bounded = |anchor: &Member| anchor.path_length().is_some_and(|most| most <= 1);
            if anchors.is_empty() || !anchors.iter().filter(|anchor| anchor.names_itself()).all(bounded) {
                let at = server.scope.last("ssl_verify_client").unwrap_or(line);
                self.tell(Fault::DepthNotSaid, Some(at));
            }
        }
        let Some(crl) = server.scope.last("ssl_crl") else { return };
        let contents = self.files.read(&self.path(crl)).unwrap_or_default();
        if contents.is_empty() {
            return;
        }
        let lists: Vec<List> = lists(&contents).iter().filter_map(|der| List::read(der)).collect();
        for anchor in anchors.iter() {
            let own: Vec<&List> = lists.iter().filter(|list| list.issuer == anchor.subject).collect();
            let authority = anchor.title.clone();
            match own.iter().filter_map(|list| list.next_update).max() {
                None if own.is_empty() => self.tell(Fault::ListMissing { authority }, Some(crl)),
                Some(day) if day <= self.at => self.tell(Fault::ListEnded { authority, day }, Some(crl)),
                Some(day) if day <= self.at.plus_days(SOON) => {
                    self.tell(Fault::ListEndsSoon { authority, day }, Some(crl));
                }
                _ => {}
            }
        }
    }

    fn keys(&mut self, server: &Server<'_>) {
        let authorities =
            server.scope.last("ssl_client_certificate").map(|line| self.members(line)).unwrap_or_default();
        for line in server.scope.all("ssl_certificate") {
            let certificates = self.members(line);
            let Some(leaf) = certificates.first() else { continue };
            if leaf.key.rsa_bits().is_some() {
                self.tell(Fault::SlowKey(line.word(0).to_owned()), Some(line));
            }
            // the authority was made with the same number of days as what it issued
            let together = |authority: &&Member| {
                let apart = authority.not_after.unix_seconds() - leaf.not_after.unix_seconds();
                (0..86_400).contains(&apart)
            };
            if let Some(authority) = authorities.iter().find(together) {
                self.tell(Fault::AllEndTogether(authority.not_after), Some(line));
            }
        }
        for line in server.scope.all("ssl_certificate_key") {
            let path = self.path(line);
            if let Some(mode) = self.files.mode(&path).filter(|mode| mode & 0o077 != 0) {
                self.tell(Fault::KeyReadable { path: path.clone(), mode }, Some(line));
            }
            self.neighbours(&path, &authorities, line);
        }
    }

    /// Whether the key of an authority lies beside the server's.
    fn neighbours(&mut self, path: &str, authorities: &[Member], line: &Item) {
        let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
        let certificates =
            authorities.iter().filter_map(|authority| Certificate::from_der(authority.der()).ok());
        let own: Vec<Vec<u8>> = certificates.map(|found| found.public_key_der().to_vec()).collect();
        for (beside, public) in self.keys_in(folder).iter() {
            if own.contains(public) {
                self.tell(Fault::AuthorityKeyHere(beside.clone()), Some(line));
            }
        }
    }

    fn keys_in(&mut self, folder: &str) -> Rc<Keys> {
        if let Some(known) = self.read.keys.get(folder) {
            return known.clone();
        }
        let names = self.files.names(folder).into_iter();
        let names = names.filter(|name| name.ends_with(".key") || name.ends_with(".pem"));
        let public = |name: String| {
            let path = format!("{folder}/{name}");
            match key(&self.files.read(&path).unwrap_or_default(), &[]) {
                Key::Public(public) => Some((path, public)),
                _ => None,
            }
        };
        let found: Rc<Keys> = Rc::new(names.filter_map(public).collect());
        self.read.keys.insert(folder.to_owned(), found.clone());
        found
    }
}
