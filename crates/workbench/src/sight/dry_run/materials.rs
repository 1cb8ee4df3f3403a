//! The files that nobody has to drop: what the page's own bundles would hold, and what the guide's commands make, made on the spot and
//! good for the dry run alone.

use handshake::catalogue::workshop::MakeError;
use pki::entropy::Entropy;
use pki::key::PrivateKey;
use pki::moment::Moment;

use super::{Look, Source};
use crate::sight::chosen::{Chosen, Files};
use crate::sight::improvised::{certificate, draft, key, pem, self_signed};
use crate::work::Powers;

/// The files, and what is to be said of them; nothing where something cannot be made.
pub(super) fn of(look: &Look, chosen: Option<&Chosen<'_>>, powers: &impl Powers) -> Files {
    let made = match (look.source, chosen) {
        (Source::Deployed, Some(chosen)) => chosen.files(powers, look.lang),
        (Source::Guide, _) => guide(look.at, &mut powers.entropy()),
        (Source::Given | Source::Deployed, _) => Ok(Files::default()),
    };
    made.unwrap_or_default()
}

/// What the guide's commands make: an authority as openssl makes one when nothing is said of extensions, and leaves of version 1.
/// The keys are of another kind than the guide's, which take seconds to make.
fn guide(at: Moment, entropy: &mut dyn Entropy) -> Result<Files, MakeError> {
    let (server_key, client_key) = (key()?, key()?);
    let (authority, authority_key) = self_signed("TestCA", at, entropy)?;
    let mut leaf = |name: &str, of: &PrivateKey| -> Result<Vec<u8>, MakeError> {
        let draft = draft(None, ["TestCA", name], of, at, entropy)?;
        Ok(certificate(&draft.sign(&authority_key)?).into_bytes())
    };
    let files = [
        ("ca.crt", certificate(&authority).into_bytes()),
        ("server.crt", leaf("test.woorifisa.site", &server_key)?),
        ("server.key", pem(&server_key)),
        ("client.crt", leaf("client.woorifisa.site", &client_key)?),
        ("client.key", pem(&client_key)),
    ];
    let files = files.into_iter().map(|(name, contents)| (name.to_owned(), contents)).collect();
    Ok(Files { files, notes: Vec::new() })
}
