//! `renewal-hook.sh`: what certbot runs after it has renewed a certificate (certbot's manual, `--deploy-hook`): nginx keeps the old
//! one in memory until it reads its files again.

use text::Lang;
use text::deploy as say;

use crate::gateway_unit::PROGRAM;
use crate::plan::Plan;
use crate::shell::{self, Line};
use crate::unwritable::Unwritable;

/// certbot runs every hook for every certificate, and names the one that was renewed in RENEWED_LINEAGE.
const BODY: &str = r#"set -eu

[ "${RENEWED_LINEAGE:-$LINEAGE}" = "$LINEAGE" ] || exit 0
set -- -t -q
[ -z "$CONF" ] || set -- "$@" -c "$CONF"
nginx "$@"
systemctl reload "$SERVER_UNIT"
"#;

/// The same for the gateway. What systemd has handed over to it stays until it is started anew; calls that are under way may end.
const GATEWAY: &str = r#"set -eu

[ "${RENEWED_LINEAGE:-$LINEAGE}" = "$LINEAGE" ] || exit 0
code=0
said=$(CREDENTIALS_DIRECTORY=$LINEAGE "$PROGRAM" check --config "$CONF") || code=$?
# 1 is told of what the gateway starts with all the same
if [ "$code" -gt 1 ]; then
    printf '%s\n' "$said" >&2
    exit 1
fi
systemctl restart "$SERVER_UNIT"
"#;

/// The script for a certificate that certbot keeps here, its texts in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a shell's syntax.
pub fn render(plan: &Plan, lineage: String, lang: Lang) -> Result<String, Unwritable> {
    let conf = if plan.is_beside_others() { String::new() } else { plan.configuration() };
    let mut lines = vec![
        Line::Comment(say::hook_head(lang, &plan.called())),
        Line::Comment(say::hook_test(lang).to_owned()),
        Line::Assign("LINEAGE", lineage),
        Line::Assign("CONF", conf),
        Line::Assign("SERVER_UNIT", plan.server_unit()),
    ];
    let body = match plan.gateway() {
        Some(_) => {
            lines.push(Line::Assign("PROGRAM", PROGRAM.to_owned()));
            GATEWAY
        }
        None => BODY,
    };
    lines.push(Line::Blank);
    shell::program(&lines, body)
}
