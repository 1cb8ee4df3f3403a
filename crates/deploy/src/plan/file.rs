//! The files that result: who gets them, where they stand, how they are protected. What is inside is known to the module
//! named after each file.

use serde::{Deserialize, Serialize};
use text::Lang;

use super::Plan;
use crate::choices::{Backend, KeyForm, Layout, ServerCertificate, Switch};
use crate::openssl::Recipe;
use crate::recipient::{Recipient, Snippet};
use crate::unwritable::Unwritable;
use crate::{
    backend_unit, calendar, check_sh, checks, curl, flask_app, gateway_toml, gateway_unit, install_sh,
    logrotate, nginx_conf, nginx_unit, openssl, readme_authority, readme_client, readme_server, renewal_hook,
    runbook,
};

/// Files for one recipient, in the order in which they are used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileSet(pub Vec<File>);

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What it is.
    pub kind: FileKind,
    /// Who gets it.
    pub audience: Audience,
    /// Where it stands on the server; `None` when it has no place there.
    pub path: Option<String>,
    /// Its name inside the bundle. It tells nothing about the service: names inside a ZIP can be read without the passphrase.
    pub name: String,
    /// POSIX permission bits.
    pub mode: u32,
    /// What it is written in.
    pub syntax: Syntax,
    /// The text. Empty when [`FileKind::is_material`]: certificates and keys are put in by the one who has them.
    pub contents: String,
    /// Whether who reads it can act in its owner's name.
    pub secret: bool,
}

/// Who gets a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// The machine that runs nginx.
    Server,
    /// One caller.
    Client,
    /// Who issues certificates. The authority's key goes to nobody else.
    Authority,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum FileKind {
    /// The server's certificate, then any intermediate one.
    ServerCertificate,
    /// The server's private key.
    ServerKey,
    /// The same, encrypted under a password of its own (RFC 5958 section 3).
    ServerEncryptedKey,
    /// That password, for nginx.
    ServerKeyPassword,
    /// The authority whose clients nginx lets in.
    ClientAuthority,
    /// Which certificates the authority has revoked (RFC 5280 section 5).
    RevocationList,
    /// nginx's whole configuration.
    NginxConf,
    /// The site that the distribution's nginx includes.
    NginxSite,
    /// What the Handfast gateway goes by.
    GatewayToml,
    /// What runs the gateway under systemd.
    GatewayUnit,
    /// The Flask backend.
    FlaskApp,
    /// What runs this nginx under systemd.
    NginxUnit,
    /// What runs the Flask backend under systemd.
    BackendUnit,
    /// What keeps the logs small.
    LogRotation,
    /// What certbot runs after each renewal.
    RenewalHook,
    /// Puts the server's files in place.
    InstallScript,
    /// A client's certificate.
    ClientCertificate,
    /// A client's private key.
    ClientKey,
    /// The same, encrypted under the bundle's passphrase (RFC 5958 section 3).
    ClientEncryptedKey,
    /// A client's certificate and key in one file, encrypted (RFC 7292).
    ClientPkcs12,
    /// The authority that a client trusts the server by, as Java's trust store.
    ClientTrustStore,
    /// A client's `.p12` and the authority in a profile for Apple's devices.
    AppleProfile,
    /// The call, for a client.
    CurlCommand,
    /// The call in what its recipient uses.
    Snippet(Snippet),
    /// The proof that mutual TLS is on.
    CheckScript,
    /// Every check as a command of its own.
    Checks,
    /// The authority's certificate: what a client trusts the server by, and what an authority keeps of itself.
    AuthorityCertificate,
    /// The authority's private key, encrypted (RFC 5958 section 3).
    AuthorityKey,
    /// The public record of what was issued and chosen.
    WorkspaceRecord,
    /// Commands that would make the same set with openssl.
    OpensslScript,
    /// The extensions that those commands give.
    OpensslConfig,
    /// Every step from the machine to the first call.
    Runbook,
    /// The days on which something ends, for a calendar.
    Calendar,
    /// What a recipient reads first.
    Readme,
}

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the syntaxes' own names")]
pub enum Syntax {
    Pem,
    Pkcs12,
    Nginx,
    Python,
    Shell,
    Systemd,
    Logrotate,
    OpensslConfig,
    Markdown,
    Calendar,
    Json,
    Text,
    PropertyList,
    PowerShell,
    JavaScript,
    Go,
    Java,
    CSharp,
    Rust,
    Toml,
}

/// Why a set of files could not be made. What users can type is refused earlier, at its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderError {
    /// The file.
    pub file: FileKind,
    /// What its writer met.
    pub cause: Unwritable,
}

impl RenderError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> text::Message {
        self.cause.message(lang)
    }
}

impl FileKind {
    /// Whether it holds certificates, keys or records that this crate never sees.
    #[must_use]
    pub fn is_material(self) -> bool {
        use FileKind as Kind;
        matches!(
            self,
            Kind::ServerCertificate
                | Kind::ServerKey
                | Kind::ServerEncryptedKey
                | Kind::ServerKeyPassword
                | Kind::ClientAuthority
                | Kind::RevocationList
                | Kind::ClientCertificate
                | Kind::ClientKey
                | Kind::ClientEncryptedKey
                | Kind::ClientPkcs12
                | Kind::ClientTrustStore
                | Kind::AppleProfile
                | Kind::AuthorityCertificate
                | Kind::AuthorityKey
                | Kind::WorkspaceRecord
        )
    }

    /// Whether who reads it can act in its owner's name. The `.p12`, the profile
    /// around it and encrypted keys are secret all the same.
    #[must_use]
    pub fn is_secret(self) -> bool {
        use FileKind as Kind;
        matches!(
            self,
            Kind::ServerKey
                | Kind::ServerEncryptedKey
                | Kind::ServerKeyPassword
                | Kind::ClientKey
                | Kind::ClientEncryptedKey
                | Kind::ClientPkcs12
                | Kind::AppleProfile
                | Kind::AuthorityKey
        )
    }

    /// Its name inside a bundle.
    #[must_use]
    pub fn name(self) -> &'static str {
        use FileKind as Kind;
        match self {
            Kind::ServerCertificate => "server.crt",
            Kind::ServerKey | Kind::ServerEncryptedKey => "server.key",
            Kind::ServerKeyPassword => "server.key.password",
            Kind::ClientAuthority => "client-ca.crt",
            Kind::RevocationList => "client-ca.crl",
            Kind::NginxConf => "nginx.conf",
            Kind::NginxSite => "site.conf",
            Kind::GatewayToml => "gateway.toml",
            Kind::GatewayUnit => "gateway.service",
            Kind::FlaskApp => "app.py",
            Kind::NginxUnit => "nginx.service",
            Kind::BackendUnit => "backend.service",
            Kind::LogRotation => "logrotate.conf",
            Kind::RenewalHook => "renewal-hook.sh",
            Kind::InstallScript => "install.sh",
            Kind::ClientCertificate => "client.crt",
            Kind::ClientKey | Kind::ClientEncryptedKey => "client.key",
            Kind::ClientPkcs12 => "client.p12",
            Kind::ClientTrustStore => "trust.p12",
            Kind::AppleProfile => "client.mobileconfig",
            Kind::Snippet(snippet) => snippet.name(),
            Kind::CurlCommand => "curl.sh",
            Kind::CheckScript => "check.sh",
            Kind::Checks => "CHECKS.md",
            Kind::AuthorityCertificate => "ca.crt",
            Kind::AuthorityKey => "ca.key",
            Kind::WorkspaceRecord => "workspace.json",
            Kind::OpensslScript => openssl::SCRIPT,
            Kind::OpensslConfig => openssl::CONFIG,
            Kind::Runbook => "RUNBOOK.md",
            Kind::Calendar => "expiry.ics",
            Kind::Readme => "README.md",
        }
    }

    fn syntax(self) -> Syntax {
        use FileKind as Kind;
        match self {
            Kind::NginxConf | Kind::NginxSite => Syntax::Nginx,
            Kind::GatewayToml => Syntax::Toml,
            Kind::FlaskApp => Syntax::Python,
            Kind::ClientPkcs12 | Kind::ClientTrustStore => Syntax::Pkcs12,
            Kind::AppleProfile => Syntax::PropertyList,
            Kind::Snippet(snippet) => snippet.syntax(),
            Kind::CurlCommand
            | Kind::CheckScript
            | Kind::OpensslScript
            | Kind::RenewalHook
            | Kind::InstallScript => Syntax::Shell,
            Kind::NginxUnit | Kind::GatewayUnit | Kind::BackendUnit => Syntax::Systemd,
            Kind::LogRotation => Syntax::Logrotate,
            Kind::WorkspaceRecord => Syntax::Json,
            Kind::OpensslConfig => Syntax::OpensslConfig,
            Kind::Readme | Kind::Runbook | Kind::Checks => Syntax::Markdown,
            Kind::Calendar => Syntax::Calendar,
            Kind::ServerKeyPassword => Syntax::Text,
            Kind::ServerCertificate
            | Kind::ServerKey
            | Kind::ServerEncryptedKey
            | Kind::ClientAuthority
            | Kind::RevocationList
            | Kind::ClientCertificate
            | Kind::ClientKey
            | Kind::ClientEncryptedKey
            | Kind::AuthorityCertificate
            | Kind::AuthorityKey => Syntax::Pem,
        }
    }

    fn mode(self) -> u32 {
        match self {
            _ if self.is_secret() => 0o600,
            FileKind::CurlCommand
            | FileKind::CheckScript
            | FileKind::OpensslScript
            | FileKind::RenewalHook
            | FileKind::InstallScript
            | FileKind::Snippet(Snippet::Wget | Snippet::CurlKey | Snippet::ImportMacos) => 0o755,
            _ => 0o644,
        }
    }

    /// Where it stands on the server.
    fn place(self, plan: &Plan) -> Option<String> {
        let unit = |name: String| format!("/etc/systemd/system/{name}");
        match self {
            FileKind::ServerCertificate => Some(plan.certificate("server.crt")),
            FileKind::ServerKey | FileKind::ServerEncryptedKey | FileKind::ServerKeyPassword => {
                Some(plan.certificate(self.name()))
            }
            FileKind::ClientAuthority => Some(plan.certificate("client-ca.crt")),
            FileKind::RevocationList => Some(plan.certificate("client-ca.crl")),
            FileKind::NginxConf | FileKind::NginxSite | FileKind::GatewayToml => Some(plan.configuration()),
            FileKind::FlaskApp => Some(format!("{}/app.py", plan.backend_folder())),
            FileKind::NginxUnit | FileKind::GatewayUnit => Some(unit(plan.server_unit())),
            FileKind::BackendUnit => plan.backend_unit().map(unit),
            FileKind::RenewalHook => plan.renewal_hook(),
            FileKind::LogRotation => Some(format!("/etc/logrotate.d/{}", plan.label())),
            _ => None,
        }
    }
}

impl FileSet {
    /// The file of a kind, if it is among them.
    #[must_use]
    pub fn find(&self, kind: FileKind) -> Option<&File> {
        self.0.iter().find(|file| file.kind == kind)
    }
}

impl Plan {
    /// The files of the server's bundle.
    ///
    /// # Errors
    /// [`RenderError`] when a value cannot be written.
    pub fn server_files(&self, facts: &readme_server::Facts, lang: Lang) -> Result<FileSet, RenderError> {
        let mut set = Collector { plan: self, audience: Audience::Server, files: Vec::new() };
        // a public certificate and its key are certbot's, on the machine itself
        match self.choices.certificate {
            ServerCertificate::Public(_) => &mut set,
            ServerCertificate::Ours(KeyForm::Plain) => {
                set.material(FileKind::ServerCertificate).material(FileKind::ServerKey)
            }
            ServerCertificate::Ours(KeyForm::Encrypted) => set
                .material(FileKind::ServerCertificate)
                .material(FileKind::ServerEncryptedKey)
                .material(FileKind::ServerKeyPassword),
        }
        .material(FileKind::ClientAuthority);
        if self.choices.revocation == Switch::On {
            set.material(FileKind::RevocationList);
        }
        match &self.choices.layout {
            Layout::Alone(_) => set.text(FileKind::NginxConf, nginx_conf::render(self, lang))?,
            Layout::System(_) => set.text(FileKind::NginxSite, nginx_conf::render(self, lang))?,
            Layout::Gateway(gateway) => {
                set.text(FileKind::GatewayToml, gateway_toml::render(self, gateway, lang))?;
            }
        }
        if let Backend::Flask(listen) = self.choices.backend {
            set.text(FileKind::FlaskApp, flask_app::render(self, listen, lang))?;
            set.text(FileKind::BackendUnit, backend_unit::render(self, listen, lang))?;
        }
        match &self.choices.layout {
            Layout::Alone(base) => {
                set.text(FileKind::NginxUnit, nginx_unit::render(self, base, lang))?;
                set.text(FileKind::LogRotation, logrotate::render(self, base, lang))?;
            }
            // the distribution's nginx has its unit and its rules for logs
            Layout::System(_) => {}
            // what it says, systemd keeps
            Layout::Gateway(_) => set.text(FileKind::GatewayUnit, gateway_unit::render(self, lang))?,
        }
        if let Some(lineage) = self.lineage() {
            set.text(FileKind::RenewalHook, renewal_hook::render(self, lineage, lang))?;
        }
        let script = install_sh::render(self, &set.files, lang);
        set.text(FileKind::InstallScript, script)?;
        let runbook = runbook::render(self, &facts.archive, &facts.expiries, lang);
        set.text(FileKind::Runbook, runbook)?;
        let readme = readme_server::render(self, &set.files, facts, lang);
        set.text(FileKind::Readme, readme)?;
        Ok(FileSet(set.files))
    }

    /// The files of a client's bundle for whom nobody named who opens it.
    ///
    /// # Errors
    /// [`RenderError`] when a value cannot be written.
    pub fn client_files(&self, facts: &readme_client::Facts, lang: Lang) -> Result<FileSet, RenderError> {
        self.client_files_for(Recipient::default(), facts, lang)
    }

    /// The files of one client's bundle, for who will open it.
    ///
    /// # Errors
    /// [`RenderError`] when a value cannot be written.
    pub fn client_files_for(
        &self,
        recipient: Recipient,
        facts: &readme_client::Facts,
        lang: Lang,
    ) -> Result<FileSet, RenderError> {
        let mut set = Collector { plan: self, audience: Audience::Client, files: Vec::new() };
        for kind in recipient.files_for(self) {
            match kind {
                FileKind::CurlCommand => set.text(kind, curl::render(self, lang))?,
                FileKind::CheckScript => set.text(kind, check_sh::render(self, lang))?,
                FileKind::Checks => set.text(kind, checks::render(self, recipient, lang))?,
                FileKind::Snippet(snippet) => set.text(kind, snippet.render(self, lang))?,
                material => {
                    set.material(material);
                }
            }
        }
        let readme = readme_client::render(self, recipient, &set.files, facts, lang);
        set.text(FileKind::Readme, readme)?;
        Ok(FileSet(set.files))
    }

    /// The files of the authority's bundle.
    ///
    /// # Errors
    /// [`RenderError`] when a value cannot be written.
    pub fn authority_files(
        &self,
        facts: &readme_authority::Facts,
        recipe: &Recipe,
        lang: Lang,
    ) -> Result<FileSet, RenderError> {
        let mut set = Collector { plan: self, audience: Audience::Authority, files: Vec::new() };
        set.material(FileKind::AuthorityCertificate).material(FileKind::AuthorityKey);
        set.material(FileKind::WorkspaceRecord);
        set.text(FileKind::OpensslScript, openssl::script(recipe, lang))?;
        set.text(FileKind::OpensslConfig, openssl::config(recipe, lang))?;
        let calendar = calendar::render(&self.called(), &facts.expiries, facts.now, lang);
        set.text(FileKind::Calendar, calendar)?;
        let readme = readme_authority::render(&set.files, facts, lang);
        set.text(FileKind::Readme, readme)?;
        Ok(FileSet(set.files))
    }
}

struct Collector<'a> {
    plan: &'a Plan,
    audience: Audience,
    files: Vec<File>,
}

impl Collector<'_> {
    fn material(&mut self, kind: FileKind) -> &mut Self {
        self.push(kind, String::new());
        self
    }

    fn text(&mut self, kind: FileKind, contents: Result<String, Unwritable>) -> Result<(), RenderError> {
        let contents = contents.map_err(|cause| RenderError { file: kind, cause })?;
        self.push(kind, contents);
        Ok(())
    }

    fn push(&mut self, kind: FileKind, contents: String) {
        self.files.push(File {
            kind,
            audience: self.audience,
            path: kind.place(self.plan),
            name: kind.name().to_owned(),
            mode: kind.mode(),
            syntax: kind.syntax(),
            contents,
            secret: kind.is_secret(),
        });
    }
}
