//! The server's certificate: whose it is, where it and its key stand, and how one of a public authority comes there and is renewed.

use super::Plan;
use crate::choices::{CertbotFolder, KeyForm, Layout, PlainPort, ServerCertificate};
use crate::service;
use crate::shell::Command;

/// Where certbot looks for what it runs after each renewal (certbot's manual, "Renewing certificates").
const HOOKS: &str = "/etc/letsencrypt/renewal-hooks/deploy";

/// How a public authority sees that a name is this machine's (RFC 8555 section 8).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Challenge {
    /// certbot itself answers on port 80, where nobody else listens.
    Standalone,
    /// certbot answers by a file in this folder, which a site on port 80 shows.
    Webroot(&'static str),
    /// A record in DNS: nothing else proves a wildcard (RFC 8555 section 7.1.3; Let's Encrypt, "Challenge Types").
    Dns,
}

impl Plan {
    /// Whether the server's certificate is a public authority's.
    #[must_use]
    pub fn is_public(&self) -> bool {
        matches!(self.choices.certificate, ServerCertificate::Public(_))
    }

    /// What certbot calls the certificate: the folder that was typed, or the service's first name, as certbot does by itself.
    fn certbot_name(&self) -> Option<String> {
        let ServerCertificate::Public(folder) = &self.choices.certificate else { return None };
        Some(folder.as_ref().map_or_else(
            || {
                let name = self.names.iter().next().map(service::in_url).unwrap_or_default();
                name.strip_prefix("*.").unwrap_or(&name).to_owned()
            },
            |folder| folder.name().to_owned(),
        ))
    }

    /// Where certbot keeps the newest certificate and its key.
    #[must_use]
    pub fn lineage(&self) -> Option<String> {
        self.certbot_name().map(|name| format!("{}{name}", CertbotFolder::ALL))
    }

    /// The file of the certificate that the server shows.
    #[must_use]
    pub fn server_certificate(&self) -> String {
        match self.lineage() {
            Some(lineage) => format!("{lineage}/fullchain.pem"),
            None => self.certificate("server.crt"),
        }
    }

    /// The file of its key.
    #[must_use]
    pub fn server_key(&self) -> String {
        match self.lineage() {
            Some(lineage) => format!("{lineage}/privkey.pem"),
            None => self.certificate("server.key"),
        }
    }

    /// Whether the server's key is encrypted.
    #[must_use]
    pub fn encrypts_key(&self) -> bool {
        self.choices.certificate == ServerCertificate::Ours(KeyForm::Encrypted)
    }

    /// What certbot runs after each renewal.
    #[must_use]
    pub fn renewal_hook(&self) -> Option<String> {
        self.is_public().then(|| format!("{HOOKS}/{}.sh", self.label()))
    }

    /// How renewals are proved.
    #[must_use]
    pub fn challenge(&self) -> Challenge {
        if self.names.iter().any(service::is_wildcard) {
            return Challenge::Dns;
        }
        match (&self.choices.layout, self.choices.plain_port) {
            (Layout::Alone(_), PlainPort::Closed) | (Layout::Gateway(_), _) => Challenge::Standalone,
            (Layout::Alone(_), PlainPort::Redirect) | (Layout::System(_), _) => {
                Challenge::Webroot(self.choices.release.webroot())
            }
        }
    }

    /// How the first certificate is proved: before an nginx of its own runs, nobody shows its folder.
    #[must_use]
    pub fn first_challenge(&self) -> Challenge {
        match self.challenge() {
            Challenge::Webroot(_) if self.is_alone() => Challenge::Standalone,
            challenge => challenge,
        }
    }

    /// The folder that the site on port 80 shows to the public authority.
    #[must_use]
    pub fn webroot(&self) -> Option<&'static str> {
        match self.challenge() {
            Challenge::Webroot(folder) if self.is_public() => Some(folder),
            _ => None,
        }
    }

    /// Has certbot fetch the certificate so.
    pub(crate) fn fetch(&self, challenge: Challenge) -> Command {
        let certbot = Command::new("sudo").args(["certbot", "certonly"]);
        let certbot = match challenge {
            Challenge::Standalone => certbot.arg("--standalone"),
            Challenge::Webroot(folder) => certbot.args(["--webroot", "--webroot-path", folder]),
            Challenge::Dns => certbot.args(["--manual", "--preferred-challenges", "dns"]),
        };
        let certbot = certbot.args(["--cert-name", &self.certbot_name().unwrap_or_default()]);
        self.names.iter().fold(certbot, |certbot, name| certbot.args(["-d", &service::in_url(name)]))
    }

    /// Has certbot renew against the authority's test service, without keeping anything.
    pub(crate) fn rehearse_renewal(&self) -> Command {
        let name = self.certbot_name().unwrap_or_default();
        Command::new("sudo").args(["certbot", "renew", "--dry-run", "--cert-name", &name])
    }

    /// Names that the certificate must carry so that each of the service's is covered; a wildcard by one below it.
    pub(crate) fn covered_names(&self) -> Vec<String> {
        let covered = |name: String| match name.strip_prefix("*.") {
            Some(parent) => format!("www.{parent}"),
            None => name,
        };
        self.names.iter().map(service::in_url).map(covered).collect()
    }
}
