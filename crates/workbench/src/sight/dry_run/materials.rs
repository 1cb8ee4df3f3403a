//! The files that nobody has to drop: what the page's own bundles would hold, and what the guide's commands make, made on the spot and
//! good for the dry run alone.

use handshake::catalogue::workshop::MakeError;
use pki::entropy::Entropy;
use pki::key::PrivateKey;
use pki::moment::Moment;

use super::{Look, Source};
use crate::sight::chosen::Files;
use crate::sight::improvised::{certificate, draft, key, pem, self_signed};
use crate::work::Powers;

/// The files, and what is to be said of them; nothing where something cannot be made.
pub(super) fn of(look: &Look, powers: &impl Powers) -> Files {
    let made = match look.source {
        Source::Given => Ok(Vec::new()),
        Source::Deployed => {
            return look.chosen().and_then(|chosen| chosen.files(powers, look.lang).ok()).unwrap_or_default();
        }
        Source::Guide => guide(look.at, &mut powers.entropy()),
    };
    Files { files: made.unwrap_or_default(), notes: Vec::new() }
}

/// What the guide's commands make: an authority as openssl makes one when nothing is said of extensions, and leaves of version 1.
/// The keys are of another kind than the guide's, which take seconds to make.
fn guide(at: Moment, entropy: &mut dyn Entropy) -> Result<Vec<(String, Vec<u8>)>, MakeError> {
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
    Ok(files.into_iter().map(|(name, contents)| (name.to_owned(), contents)).collect())
}
