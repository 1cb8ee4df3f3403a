//! Which nginx will read the configuration: a distribution's or nginx.org's, with what is known of it. What each version
//! takes is from its `CHANGES` (<https://nginx.org/en/CHANGES>) and its module's manual.

use serde::{Deserialize, Serialize};

use super::Choice;

/// Where nginx comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the variants are the distributions' own names")]
pub enum Release {
    Debian11,
    #[default]
    Debian12,
    Debian13,
    Ubuntu2204,
    Ubuntu2404,
    Ubuntu2604,
    /// The stable branch from nginx.org.
    Stable,
    /// The mainline branch from nginx.org.
    Mainline,
}

impl Choice for Release {
    const ALL: &'static [Release] = &[
        Release::Debian12,
        Release::Debian13,
        Release::Debian11,
        Release::Ubuntu2604,
        Release::Ubuntu2404,
        Release::Ubuntu2204,
        Release::Stable,
        Release::Mainline,
    ];

    fn id(self) -> &'static str {
        match self {
            Release::Debian11 => "debian-11",
            Release::Debian12 => "debian-12",
            Release::Debian13 => "debian-13",
            Release::Ubuntu2204 => "ubuntu-22.04",
            Release::Ubuntu2404 => "ubuntu-24.04",
            Release::Ubuntu2604 => "ubuntu-26.04",
            Release::Stable => "nginx.org-stable",
            Release::Mainline => "nginx.org-mainline",
        }
    }
}

impl Release {
    /// What people call it, with the version that it brings at least.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Release::Debian11 => "Debian 11 (nginx 1.18)",
            Release::Debian12 => "Debian 12 (nginx 1.22)",
            Release::Debian13 => "Debian 13 (nginx 1.26)",
            Release::Ubuntu2204 => "Ubuntu 22.04 (nginx 1.18)",
            Release::Ubuntu2404 => "Ubuntu 24.04 (nginx 1.24)",
            Release::Ubuntu2604 => "Ubuntu 26.04 (nginx 1.28)",
            Release::Stable => "nginx.org stable (1.30)",
            Release::Mainline => "nginx.org mainline (1.31)",
        }
    }

    /// The version that it brings at least. Those of nginx.org are of 2026 (<https://nginx.org/en/CHANGES-1.30>,
    /// <https://nginx.org/en/CHANGES>); Debian's and Ubuntu's stay with their release.
    #[must_use]
    pub fn version(self) -> Version {
        let (minor, patch) = match self {
            Release::Debian11 | Release::Ubuntu2204 => (18, 0),
            Release::Debian12 => (22, 1),
            Release::Ubuntu2404 => (24, 0),
            Release::Debian13 => (26, 3),
            Release::Ubuntu2604 => (28, 0),
            Release::Stable => (30, 0),
            Release::Mainline => (31, 0),
        };
        Version(1, minor, patch)
    }

    /// The branch of nginx.org's packages that it is from (<https://nginx.org/en/linux_packages.html>), if it is from there.
    #[must_use]
    pub fn branch(self) -> Option<&'static str> {
        match self {
            Release::Stable => Some("stable"),
            Release::Mainline => Some("mainline"),
            Release::Debian11
            | Release::Debian12
            | Release::Debian13
            | Release::Ubuntu2204
            | Release::Ubuntu2404
            | Release::Ubuntu2604 => None,
        }
    }

    /// The account of its workers, who pass requests on; their group is called the same.
    #[must_use]
    pub fn nginx_account(self) -> &'static str {
        match self {
            Release::Stable | Release::Mainline => "nginx",
            Release::Debian11
            | Release::Debian12
            | Release::Debian13
            | Release::Ubuntu2204
            | Release::Ubuntu2404
            | Release::Ubuntu2604 => "www-data",
        }
    }

    /// Whether it can ask for certificates without telling whose it takes.
    #[must_use]
    pub fn can_keep_names(self) -> bool {
        self.version() >= Version::KEEPS_NAMES
    }

    /// Where its default site has its pages, which answers on port 80 until another site takes a name: Debian's and Ubuntu's
    /// `sites-available/default`, nginx.org's `conf.d/default.conf`.
    #[must_use]
    pub fn webroot(self) -> &'static str {
        match self {
            Release::Stable | Release::Mainline => "/usr/share/nginx/html",
            Release::Debian11
            | Release::Debian12
            | Release::Debian13
            | Release::Ubuntu2204
            | Release::Ubuntu2404
            | Release::Ubuntu2604 => "/var/www/html",
        }
    }

    /// Whether its OpenSSL is known to be 3.5 or newer, which brings X25519MLKEM768. nginx.org's packages use whatever
    /// OpenSSL the distribution has.
    #[must_use]
    pub fn has_hybrid_groups(self) -> bool {
        matches!(self, Release::Debian13 | Release::Ubuntu2604)
    }
}

/// A version of nginx.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u16, pub u16, pub u16);

impl Version {
    /// Has `ssl_reject_handshake` (ngx_http_ssl_module).
    pub const REJECTS_HANDSHAKES: Version = Version(1, 19, 4);
    /// Has `http2` as a directive of its own and deprecates it after `listen` (ngx_http_v2_module).
    pub const HTTP2_DIRECTIVE: Version = Version(1, 25, 1);
    /// Takes `ssl_verify_client` with `ssl_trusted_certificate` alone (ngx_http_ssl_module; nginx/nginx#143).
    pub const KEEPS_NAMES: Version = Version(1, 27, 2);
    /// Asks for the certificate again when a session of another site is resumed (CVE-2025-23419). Distributions bring the mend
    /// to older versions without a new number (<https://nginx.org/en/security_advisories.html>).
    pub const CHECKS_RESUMED_SESSIONS: Version = Version(1, 26, 3);
}

impl core::fmt::Display for Version {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "{}.{}.{}", self.0, self.1, self.2)
    }
}
