//! The user's own set as the catalogue takes it: the host is the one that Deploy's commands call, and what lacks its key is made under
//! the authority, for this one time.

use deploy::service;
use handshake::catalogue::workshop::{MakeError, Set};
use handshake::scenario::Credential;
use pki::key::PrivateKey;
use pki::moment::Moment;
use pki::name::host::{HostName, HostNames};

use super::Ours;
use crate::work::Powers;

impl Ours {
    /// As the catalogue takes it.
    ///
    /// # Errors
    /// [`MakeError`] when the authority cannot be read, or what is missing cannot be made.
    pub(in crate::sight) fn set(&self, at: Moment, powers: &impl Powers) -> Result<Set, MakeError> {
        let credential = |leaf: &Option<(Vec<u8>, PrivateKey)>| {
            leaf.clone().map(|(der, key)| Credential { chain: vec![der], key })
        };
        let (authority, host) = (self.authority.clone(), self.host(powers));
        match (credential(&self.server), credential(&self.client), self.authority_key.clone()) {
            (Some(server), Some(client), authority_key) => {
                Ok(Set { authority, authority_key, server, client, host, rsa: Vec::new(), at })
            }
            (server, client, Some(key)) => {
                Set::under((authority, key), (server, client), host, at, &mut powers.entropy())
            }
            (.., None) => Err(MakeError::Unreadable),
        }
    }

    /// The host that is called. A name that cannot be read is left to whoever calls it.
    fn host(&self, powers: &impl Powers) -> String {
        let names: Result<Vec<HostName>, _> =
            self.names.iter().map(|name| HostName::parse_with(name, powers.idna())).collect();
        match names.and_then(HostNames::new) {
            Ok(names) => service::called_host(&names),
            Err(_) => self.names.first().cloned().unwrap_or_default(),
        }
    }
}
