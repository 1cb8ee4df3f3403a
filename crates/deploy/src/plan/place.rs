//! Where everything stands on the server, in each layout.

use super::Plan;
use crate::choices::{Backend, Layout};
use crate::shell::Command;

/// Where nginx of Debian, Ubuntu and nginx.org reads sites from, inside `http` (`include /etc/nginx/conf.d/*.conf`).
const SITES: &str = "/etc/nginx/conf.d";
/// Keys beside nginx's own configuration, one folder for each service.
const SYSTEM_CERTIFICATES: &str = "/etc/nginx/mtls";
/// The gateway's configurations with their certificates and keys, one folder for each service.
const GATEWAYS: &str = "/etc/handfast-gateway";
/// Where the distribution's nginx logs, and logrotate already looks after it.
const SYSTEM_LOGS: &str = "/var/log/nginx";
/// Add-on software (Filesystem Hierarchy Standard 3.0, section 3.13).
const SYSTEM_BACKENDS: &str = "/opt/mtls";

impl Plan {
    /// The folder of certificates and keys.
    #[must_use]
    pub fn certificates(&self) -> String {
        match &self.choices.layout {
            Layout::Alone(base) => format!("{}/certs", base.as_str()),
            Layout::System(_) => format!("{SYSTEM_CERTIFICATES}/{}", self.site()),
            Layout::Gateway(_) => format!("{GATEWAYS}/{}", self.site()),
        }
    }

    /// A file in [`Plan::certificates`].
    #[must_use]
    pub fn certificate(&self, name: &str) -> String {
        format!("{}/{name}", self.certificates())
    }

    /// What the server reads: its whole configuration, or the site that the distribution's nginx includes.
    #[must_use]
    pub fn configuration(&self) -> String {
        match &self.choices.layout {
            Layout::Alone(base) => format!("{}/nginx/nginx.conf", base.as_str()),
            Layout::System(_) => format!("{SITES}/{}.conf", self.label()),
            Layout::Gateway(_) => self.certificate("gateway.toml"),
        }
    }

    /// nginx's log of that name: `access`, `error`. Empty for the gateway, which has none: systemd keeps what it says.
    #[must_use]
    pub fn log(&self, name: &str) -> String {
        match &self.choices.layout {
            Layout::Alone(base) => format!("{}/nginx/{name}.log", base.as_str()),
            Layout::System(_) => format!("{SYSTEM_LOGS}/{}.{name}.log", self.label()),
            Layout::Gateway(_) => String::new(),
        }
    }

    /// Shows the last lines of what the server said, of that kind where there are several.
    pub(crate) fn show_log(&self, name: &str, lines: u32) -> Command {
        let (sudo, lines) = (Command::new("sudo"), lines.to_string());
        if self.gateway().is_some() {
            sudo.args(["journalctl", "-u", &self.server_unit(), "-n", &lines, "--no-pager"])
        } else {
            sudo.args(["tail", "-n", &lines, &self.log(name)])
        }
    }

    /// What systemd reads for the gateway and hands over to it: the name under which it does, and where it stands.
    #[must_use]
    pub fn credentials(&self) -> Vec<(&'static str, String)> {
        match (&self.choices.layout, self.lineage()) {
            (Layout::Alone(_) | Layout::System(_), _) => Vec::new(),
            // certbot keeps the certificate for root alone too
            (Layout::Gateway(_), Some(_)) => {
                vec![("fullchain.pem", self.server_certificate()), ("privkey.pem", self.server_key())]
            }
            (Layout::Gateway(_), None) => vec![("server.key", self.server_key())],
        }
    }

    /// The folder in which all of them stand, under these names.
    #[must_use]
    pub fn credentials_folder(&self) -> String {
        self.lineage().unwrap_or_else(|| self.certificates())
    }

    /// The folder of the backend that comes with the files.
    #[must_use]
    pub fn backend_folder(&self) -> String {
        match &self.choices.layout {
            Layout::Alone(base) => format!("{}/backend", base.as_str()),
            Layout::System(_) | Layout::Gateway(_) => format!("{SYSTEM_BACKENDS}/{}", self.site()),
        }
    }

    /// Where the backend listens when it has no port; systemd makes the folder below `/run` (`RuntimeDirectory=`, systemd.exec(5)).
    #[must_use]
    pub fn backend_socket(&self) -> String {
        format!("{}/backend.sock", self.socket_folder())
    }

    /// The folder of [`Plan::backend_socket`].
    #[must_use]
    pub fn socket_folder(&self) -> String {
        format!("/run/{}", self.label())
    }

    /// The folders that are this service's own and must exist before a file is put in place, outermost first.
    #[must_use]
    pub fn folders(&self) -> Vec<String> {
        let mut folders = match &self.choices.layout {
            Layout::Alone(base) => {
                vec![base.as_str().to_owned(), self.certificates(), format!("{}/nginx", base.as_str())]
            }
            Layout::System(_) => vec![SYSTEM_CERTIFICATES.to_owned(), self.certificates()],
            Layout::Gateway(_) => vec![GATEWAYS.to_owned(), self.certificates()],
        };
        if matches!(self.choices.backend, Backend::Flask(_)) {
            if !self.is_alone() {
                folders.push(SYSTEM_BACKENDS.to_owned());
            }
            folders.push(self.backend_folder());
        }
        folders
    }

    /// What nginx makes while it checks a configuration or runs, and nobody else looks after: files and folders.
    #[must_use]
    pub fn runtime(&self) -> Vec<String> {
        if self.gateway().is_some() {
            return Vec::new();
        }
        let mut made = vec![self.log("error"), self.log("access")];
        if let Layout::Alone(base) = &self.choices.layout {
            made.push(format!("{}/nginx/nginx.pid", base.as_str()));
            made.extend(TEMPORARY.iter().map(|kind| format!("{}/nginx/{kind}_temp", base.as_str())));
        }
        made
    }

    /// The folders that a rehearsal below another root moves below that root, wherever the configuration names them.
    #[must_use]
    pub fn relocated(&self) -> Vec<String> {
        match &self.choices.layout {
            Layout::Alone(base) => vec![base.as_str().to_owned()],
            Layout::System(_) => vec![SYSTEM_CERTIFICATES.to_owned(), SYSTEM_LOGS.to_owned()],
            // its files are named from the configuration's own folder
            Layout::Gateway(_) => Vec::new(),
        }
    }
}

/// The modules of nginx that keep temporary files: the beginnings of their `_temp_path` directives.
pub const TEMPORARY: [&str; 5] = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
