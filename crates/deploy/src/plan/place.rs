//! Where everything stands on the server, in either layout.

use super::Plan;
use crate::choices::{Backend, Layout};

/// Where nginx of Debian, Ubuntu and nginx.org reads sites from, inside `http` (`include /etc/nginx/conf.d/*.conf`).
const SITES: &str = "/etc/nginx/conf.d";
/// Keys beside nginx's own configuration, one folder for each service.
const SYSTEM_CERTIFICATES: &str = "/etc/nginx/mtls";
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
        }
    }

    /// A file in [`Plan::certificates`].
    #[must_use]
    pub fn certificate(&self, name: &str) -> String {
        format!("{}/{name}", self.certificates())
    }

    /// What nginx reads: its whole configuration, or the site that the distribution's includes.
    #[must_use]
    pub fn configuration(&self) -> String {
        match &self.choices.layout {
            Layout::Alone(base) => format!("{}/nginx/nginx.conf", base.as_str()),
            Layout::System(_) => format!("{SITES}/{}.conf", self.label()),
        }
    }

    /// nginx's log of that name: `access`, `error`.
    #[must_use]
    pub fn log(&self, name: &str) -> String {
        match &self.choices.layout {
            Layout::Alone(base) => format!("{}/nginx/{name}.log", base.as_str()),
            Layout::System(_) => format!("{SYSTEM_LOGS}/{}.{name}.log", self.label()),
        }
    }

    /// The folder of the backend that comes with the files.
    #[must_use]
    pub fn backend_folder(&self) -> String {
        match &self.choices.layout {
            Layout::Alone(base) => format!("{}/backend", base.as_str()),
            Layout::System(_) => format!("{SYSTEM_BACKENDS}/{}", self.site()),
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
        };
        if matches!(self.choices.backend, Backend::Flask(_)) {
            if matches!(self.choices.layout, Layout::System(_)) {
                folders.push(SYSTEM_BACKENDS.to_owned());
            }
            folders.push(self.backend_folder());
        }
        folders
    }

    /// What nginx makes while it checks a configuration or runs, and nobody else looks after: files and folders.
    #[must_use]
    pub fn runtime(&self) -> Vec<String> {
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
        }
    }
}

/// The modules of nginx that keep temporary files: the beginnings of their `_temp_path` directives.
pub const TEMPORARY: [&str; 5] = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
