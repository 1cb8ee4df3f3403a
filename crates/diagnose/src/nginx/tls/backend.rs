//! The files with which nginx speaks TLS to a backend, looked at where a block passes requests on by TLS (`ngx_http_proxy_set_ssl`,
//! `ngx_http_grpc_set_ssl`, `ngx_http_uwsgi_set_ssl`).

use super::pair::load_pair;
use super::places::Places;
use super::{Loader, command, take_ciphers};
use crate::nginx::refusal::{Cause, Refusal};
use crate::nginx::settings::Scope;
use crate::predict::cipher;

/// The modules that speak TLS with a backend, with what passes a request on to it.
const SPEAKING: [(&str, &str, &str); 3] = [
    ("proxy", "proxy_pass", "https://"),
    ("grpc", "grpc_pass", "grpcs://"),
    ("uwsgi", "uwsgi_pass", "suwsgi://"),
];

impl Loader<'_> {
    /// The first that nginx refuses of what one block names for a module.
    pub(in crate::nginx) fn toward_backend(&self, module: &str, at: &Scope<'_>) -> Result<(), Refusal> {
        let Some((_, pass, scheme)) = SPEAKING.into_iter().find(|(known, ..)| *known == module) else {
            return Ok(());
        };
        let own = at.innermost().iter().find(|item| item.name == pass);
        if !own.is_some_and(|item| item.word(0).starts_with(scheme) || item.word(0).contains('$')) {
            return Ok(());
        }
        let mut commands = at.all(&format!("{module}_ssl_conf_command")).into_iter();
        let mut taken = || commands.try_for_each(|item| command::fault(item, self.files));
        self.named_for(module, at).and_then(|()| taken()).map_err(|refusal| match refusal.cause {
            // what is wrong with a file is said of the module's own directive
            Cause::File { name, path, fault } if !name.starts_with(module) => {
                Refusal { cause: Cause::File { name: format!("{module}_{name}"), path, fault }, ..refusal }
            }
            _ => refusal,
        })
    }

    fn named_for(&self, module: &str, at: &Scope<'_>) -> Result<(), Refusal> {
        let own = |name: &str| format!("{module}_ssl_{name}");
        let ciphers = at.word(&own("ciphers")).unwrap_or("DEFAULT");
        take_ciphers(ciphers)?;
        if let Some(certificate) = at.last(&own("certificate")) {
            let Some(key) = at.last(&own("certificate_key")) else {
                let name = own("certificate_key");
                let words = format!("no \"{name}\" is defined for certificate \"{}\"", certificate.word(0));
                return Err(Refusal { words, place: None, cause: Cause::NoKey });
            };
            let passphrases = self.passphrases(at, &own("password_file"));
            let level = cipher::security_level(ciphers);
            load_pair(self, (certificate, key), level, &passphrases, &mut Places::default())?;
        }
        if !at.is_on(&own("verify")) {
            return Ok(());
        }
        let trusted = at.word(&own("trusted_certificate")).unwrap_or_default();
        if trusted.is_empty() {
            let (name, trusted) = (own("verify"), own("trusted_certificate"));
            let words = format!("no {trusted} for {name}");
            return Err(Refusal { words, place: None, cause: Cause::Value { name, value: "on".to_owned() } });
        }
        self.authorities("ssl_trusted_certificate", trusted)?;
        match at.word(&own("crl")).filter(|path| !path.is_empty()) {
            Some(path) => self.lists(path).map(drop),
            None => Ok(()),
        }
    }
}
