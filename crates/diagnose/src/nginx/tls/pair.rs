//! A certificate and its key, as nginx takes both from their files: a server's own, and those that it shows to backends.

use super::Loader;
use super::places::{Mismatch, Places};
use crate::material::Key;
use crate::nginx::item::Item;
use crate::nginx::refusal::{FileFault, Refusal};

/// What becomes of a certificate and its key.
pub(super) enum Pair {
    Read,
    /// The key, which stands there, cannot be read here.
    Unread(String),
    /// What holds a variable is loaded at each handshake.
    AtHandshake,
}

/// A certificate and its key (`ngx_ssl_certificate`).
pub(super) fn load_pair(
    loader: &Loader<'_>,
    (certificate, key): (&Item, &Item),
    level: u8,
    passphrases: &[String],
    places: &mut Places,
) -> Result<Pair, Refusal> {
    if certificate.word(0).contains('$') || key.word(0).contains('$') {
        return Ok(Pair::AtHandshake);
    }
    let chain = loader.certificate(certificate.word(0), level)?;
    let public = pki::certificate::Certificate::from_der(&chain[0]).ok();
    let public = public.as_ref().map(pki::certificate::Certificate::public_key_der);
    let public = public.unwrap_or_default().to_vec();
    places.certificate(chain, &public);
    let path = loader.place(key.word(0));
    let found = loader.key(&path, passphrases)?;
    if let Err(Mismatch) = places.key(&found, &public) {
        let words = format!(
            "SSL_CTX_use_PrivateKey(\"{path}\") failed (SSL: error:05800074:x509 certificate routines::key values mismatch)"
        );
        return loader.refuse(words, "ssl_certificate_key", &path, FileFault::OtherKey);
    }
    let unread = found == Key::Unknown && !loader.files.is_kept_back(&path);
    Ok(if unread { Pair::Unread(path) } else { Pair::Read })
}
