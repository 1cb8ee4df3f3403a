//! OpenSSL keeps one place for each kind of key, and pairs a certificate with its key there (`ssl_set_cert`, `ssl_set_pkey` of
//! `ssl_rsa.c`): in whatever order a configuration names them, what is of one kind meets.

use crate::material::Key;

/// A certificate with what is sent beside it.
pub(super) type Chain = Vec<Vec<u8>>;

/// The places that are taken.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Place>);

#[derive(Debug)]
struct Place {
    /// The identifier of the algorithm, as DER writes it.
    kind: Vec<u8>,
    /// The certificate with its public key.
    chain: Option<(Chain, Vec<u8>)>,
    key: Option<Key>,
}

/// The key is not that of the certificate in its place.
#[derive(Debug)]
pub(super) struct Mismatch;

impl Places {
    fn of(&mut self, kind: Vec<u8>) -> &mut Place {
        let at = self.0.iter().position(|place| place.kind == kind).unwrap_or_else(|| {
            self.0.push(Place { kind, chain: None, key: None });
            self.0.len() - 1
        });
        &mut self.0[at]
    }

    /// Puts a certificate in place of the one before: a key there that is not its own goes.
    pub(super) fn certificate(&mut self, chain: Chain, public: &[u8]) {
        let place = self.of(kind(public));
        place.key = place.key.take().filter(|key| key.fits(public));
        place.chain = Some((chain, public.to_vec()));
    }

    /// Puts a key in place; one of a kind that cannot be told goes to the certificate `beside` it.
    pub(super) fn key(&mut self, key: &Key, beside: &[u8]) -> Result<(), Mismatch> {
        let place = self.of(kind(if let Key::Public(public) = key { public } else { beside }));
        if place.chain.as_ref().is_some_and(|(_, public)| !key.fits(public)) {
            return Err(Mismatch);
        }
        place.key = Some(key.clone());
        Ok(())
    }

    /// The certificates that have their keys, and how many have none.
    pub(super) fn shown(self) -> (Vec<Chain>, usize) {
        let mut shown = Vec::new();
        let mut without_key = 0;
        for place in self.0 {
            match (place.chain, place.key) {
                (Some((chain, _)), Some(_)) => shown.push(chain),
                (Some(_), None) => without_key += 1,
                (None, _) => {}
            }
        }
        (shown, without_key)
    }
}

/// The object identifier of a public key's algorithm, the first one in SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7).
fn kind(public: &[u8]) -> Vec<u8> {
    crate::material::kind(public).unwrap_or_default().to_vec()
}
