//! `import.sh`: puts the key and the authority into the keychain of macOS. The profile for Apple's devices is `bundle`'s,
//! since it holds the key.

use text::Lang;
use text::recipient as say;

use crate::shell::{self, Command, Line};
use crate::unwritable::Unwritable;

pub(super) fn import(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let security = || Command::new("security");
    shell::script(&[
        Line::Comment(say::macos_head(lang).to_owned()),
        // the format is named: where it is guessed, some releases take it for another and blame the passphrase
        Line::Run(security().args(["import", "client.p12", "-f", "pkcs12"])),
        Line::Comment(say::macos_trust(lang).to_owned()),
        Line::Run(security().args(["add-trusted-cert", "-r", "trustRoot", "-p", "ssl", "ca.crt"])),
        Line::Run(Command::new("open").args(["-a", "Safari", url])),
    ])
}
