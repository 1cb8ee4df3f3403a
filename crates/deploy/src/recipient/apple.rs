//! `import.sh`: puts the key and the authority into the keychain of macOS. The profile for Apple's devices is `bundle`'s,
//! since it holds the key.

use text::Lang;
use text::recipient as say;

use crate::plan::Plan;
use crate::shell::{self, Command, Line};
use crate::unwritable::Unwritable;

pub(super) fn import(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let security = || Command::new("security");
    let head = if plan.is_public() { say::macos_head_public(lang) } else { say::macos_head(lang) };
    let mut lines = vec![
        Line::Comment(head.to_owned()),
        // the format is named: where it is guessed, some releases take it for another and blame the passphrase
        Line::Run(security().args(["import", "client.p12", "-f", "pkcs12"])),
    ];
    if !plan.is_public() {
        let trust = security().args(["add-trusted-cert", "-r", "trustRoot", "-p", "ssl", "ca.crt"]);
        lines.extend([Line::Comment(say::macos_trust(lang).to_owned()), Line::Run(trust)]);
    }
    lines.push(Line::Run(Command::new("open").args(["-a", "Safari", &plan.url()])));
    shell::script(&lines)
}
