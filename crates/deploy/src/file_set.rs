//! The files for one recipient, all together. What is inside is known to the module named after each file.

use serde::{Deserialize, Serialize};
use text::Lang;

use crate::choices::{Backend, KeyForm, Layout, ServerCertificate, Switch};
use crate::openssl::Recipe;
use crate::plan::{Audience, File, FileKind, Plan};
use crate::recipient::Recipient;
use crate::unwritable::Unwritable;
use crate::{
    backend_unit, calendar, check_sh, checks, curl, flask_app, gateway_toml, gateway_unit, install_sh,
    logrotate, nginx_conf, nginx_unit, openssl, readme_authority, readme_client, readme_server, renewal_hook,
    runbook,
};

/// Files for one recipient, in the order in which they are used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileSet(pub Vec<File>);

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
        match self.choices().certificate {
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
        if self.choices().revocation == Switch::On {
            set.material(FileKind::RevocationList);
        }
        match &self.choices().layout {
            Layout::Alone(_) => set.text(FileKind::NginxConf, nginx_conf::render(self, lang))?,
            Layout::System(_) => set.text(FileKind::NginxSite, nginx_conf::render(self, lang))?,
            Layout::Gateway(gateway) => {
                set.text(FileKind::GatewayToml, gateway_toml::render(self, gateway, lang))?;
            }
        }
        if let Backend::Flask(listen) = self.choices().backend {
            set.text(FileKind::FlaskApp, flask_app::render(self, listen, lang))?;
            set.text(FileKind::BackendUnit, backend_unit::render(self, listen, lang))?;
        }
        match &self.choices().layout {
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
