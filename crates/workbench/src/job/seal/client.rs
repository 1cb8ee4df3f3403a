//! The bundle of one client, as whoever opens it needs it: made alone, or one of a list. Which files it holds is `deploy`'s to say.

use std::cell::OnceCell;

use bundle::passphrase::Passphrase;
use bundle::zip::Contents;
use bundle::{apple_profile, encrypted_key, p12};
use deploy::plan::{FileKind, Plan};
use deploy::readme_client;
use deploy::recipient::{Pkcs12, Recipient};
use pki::certificate::Certificate;
use pki::key::PrivateKey;
use pki::moment::Moment;
use pki::secret::Secret;
use text::Lang;

use super::{public, unplanned, zipped};
use crate::problem::Problem;
use crate::sealed::Inside;
use crate::work::Powers;

/// All that goes into it.
pub(crate) struct Client<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) authority: &'a Certificate,
    pub(crate) label: &'a str,
    pub(crate) certificate: &'a Certificate,
    pub(crate) key: &'a PrivateKey,
    /// Who opens it.
    pub(crate) opener: Recipient,
    pub(crate) lang: Lang,
    pub(crate) now: Moment,
}

impl Client<'_> {
    /// Makes the bundle. It was opened again and compared when it comes out.
    pub(crate) fn seal(
        self,
        passphrase: &Passphrase,
        powers: &impl Powers,
    ) -> Result<(Vec<u8>, Vec<Inside>), Problem> {
        let Client { plan, authority, label, certificate, key, opener, lang, now } = self;
        let facts = readme_client::Facts {
            client: label.to_owned(),
            client_until: certificate.facts().not_after,
            authority_until: authority.facts().not_after,
        };
        let files = plan.client_files_for(opener, &facts, lang).map_err(Problem::from)?;
        let algorithms = match opener.pkcs12() {
            Some(Pkcs12::Legacy) => p12::Algorithms::Legacy,
            Some(Pkcs12::Modern) | None => p12::Algorithms::Modern,
        };
        let chain = opener.has_authority_in_pkcs12().then(|| authority.clone());
        // the profile of Apple's devices carries the same file as stands beside it
        let once = OnceCell::new();
        let pkcs12 = || -> Result<Vec<u8>, Problem> {
            if let Some(written) = once.get() {
                return Ok(Vec::clone(written));
            }
            let contents = p12::Contents {
                friendly_name: label.to_owned(),
                key: key.clone(),
                certificates: std::iter::once(certificate.clone()).chain(chain.clone()).collect(),
            };
            let written = p12::write(&contents, algorithms, passphrase, &mut powers.entropy())?;
            Ok(once.get_or_init(|| written).clone())
        };
        zipped(&files.0, passphrase, now, powers, |kind| match kind {
            FileKind::ClientCertificate => Ok(public(certificate)),
            FileKind::ClientKey => Ok(Contents::Secret(key.to_pem())),
            FileKind::ClientEncryptedKey => {
                let text = encrypted_key::write(key, passphrase, &mut powers.entropy());
                Ok(Contents::Secret(Secret::new(text.map_err(Problem::from)?.into_bytes())))
            }
            FileKind::ClientPkcs12 => Ok(Contents::Secret(Secret::new(pkcs12()?))),
            FileKind::ClientTrustStore => {
                let trusted = [p12::Trusted { alias: "ca".to_owned(), certificate: authority.clone() }];
                p12::write_trust_store(&trusted, algorithms, passphrase, &mut powers.entropy())
                    .map(Contents::Public)
                    .map_err(Problem::from)
            }
            FileKind::AppleProfile => {
                let pkcs12 = pkcs12()?;
                let profile = apple_profile::Profile {
                    client: label,
                    service: &plan.called(),
                    certificate,
                    authority: (!plan.is_public()).then_some(authority),
                    pkcs12: &pkcs12,
                };
                let profile = apple_profile::write(&profile, lang, &mut powers.entropy())?;
                Ok(Contents::Secret(profile))
            }
            FileKind::AuthorityCertificate => Ok(public(authority)),
            other => unplanned(other),
        })
    }
}
