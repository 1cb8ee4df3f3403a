//! `wget.sh`, and `curl.sh` for a key under a passphrase. The call with a plain key is [`crate::curl`]'s.

use text::Lang;
use text::recipient as say;

use crate::shell::{self, Command, Line};
use crate::unwritable::Unwritable;

pub(super) fn wget(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let call = Command::new("wget")
        .args(["--no-verbose", "--server-response", "--content-on-error", "--output-document=-"])
        .args(["--ca-certificate=ca.crt", "--certificate=client.crt", "--private-key=client.key"])
        .arg(url);
    shell::script(&[Line::Comment(text::deploy::curl_head(lang).to_owned()), Line::Run(call)])
}

/// curl takes the passphrase as an option in a configuration that it reads from its standard input: its arguments are seen by
/// every user of the machine.
pub(super) fn curl_with_encrypted_key(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let lines = [
        Line::Comment(text::deploy::curl_head(lang).to_owned()),
        Line::Comment(say::snippet_key(lang).to_owned()),
        Line::Assign("url", url.to_owned()),
        Line::Assign("ask", say::snippet_ask(lang).to_owned()),
    ];
    shell::program(&lines, CALL)
}

const CALL: &str = r#"
set -eu
if [ -z "${HANDFAST_PASSPHRASE:-}" ]; then
    printf '%s: ' "$ask" >&2
    trap 'stty echo' EXIT
    stty -echo
    IFS= read -r HANDFAST_PASSPHRASE
    stty echo
    trap - EXIT
    echo >&2
fi
printf '%s\n' "$HANDFAST_PASSPHRASE" | sed 's/[\\"]/\\&/g; s/^/pass = "/; s/$/"/' |
    curl --config - --include --cacert ca.crt --cert client.crt --key client.key "$url"
"#;
