//! `wget.sh`, and `curl.sh` for a key under a passphrase. The call with a plain key is [`crate::curl`]'s.

use text::Lang;
use text::recipient as say;

use crate::curl::needed;
use crate::plan::Plan;
use crate::shell::{self, Command, Line};
use crate::unwritable::Unwritable;

/// Asks for the passphrase and hands it to what comes next.
macro_rules! ask {
    () => {
        r#"
set -eu
if [ -z "${HANDFAST_PASSPHRASE:-}" ]; then
    printf '%s: ' "$ask" >&2
    if [ -t 0 ]; then
        trap 'stty echo' EXIT
        stty -echo
    fi
    IFS= read -r HANDFAST_PASSPHRASE || [ -n "$HANDFAST_PASSPHRASE" ]
    if [ -t 0 ]; then
        stty echo
        trap - EXIT
    fi
    echo >&2
fi
printf '%s\n' "$HANDFAST_PASSPHRASE" | sed 's/[\\"]/\\&/g; s/^/pass = "/; s/$/"/' |
"#
    };
}

pub(super) fn wget(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let call = Command::new("wget").args([
        "--no-verbose",
        "--server-response",
        "--content-on-error",
        "--output-document=-",
    ]);
    let call = if plan.is_public() { call } else { call.arg("--ca-certificate=ca.crt") };
    let call = call.args(["--certificate=client.crt", "--private-key=client.key", &plan.url()]);
    shell::script(&[Line::Comment(text::deploy::curl_head(lang, &needed(plan, lang))), Line::Run(call)])
}

/// curl takes the passphrase as an option in a configuration that it reads from its standard input: its arguments are seen by
/// every user of the machine.
pub(super) fn curl_with_encrypted_key(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let lines = [
        Line::Comment(text::deploy::curl_head(lang, &needed(plan, lang))),
        Line::Comment(say::snippet_key(lang).to_owned()),
        Line::Assign("url", plan.url()),
        Line::Assign("ask", say::snippet_ask(lang).to_owned()),
    ];
    shell::program(&lines, if plan.is_public() { CALL_KNOWN } else { CALL })
}

/// The call of a server whose authority comes with the key.
const CALL: &str = concat!(
    ask!(),
    r#"    curl --config - --include --cacert ca.crt --cert client.crt --key client.key "$url"
"#
);

/// Of one whose authority curl knows by itself.
const CALL_KNOWN: &str = concat!(
    ask!(),
    r#"    curl --config - --include --cert client.crt --key client.key "$url"
"#
);
