//! `renewal-hook.sh`: what certbot runs after it has renewed a certificate (certbot's manual, `--deploy-hook`): nginx keeps the old
//! one in memory until it reads its files again.

use text::Lang;
use text::deploy as say;

use crate::plan::Plan;
use crate::shell::{self, Line};
use crate::unwritable::Unwritable;

/// certbot runs every hook for every certificate, and names the one that was renewed in RENEWED_LINEAGE.
const BODY: &str = r#"set -eu

[ "${RENEWED_LINEAGE:-$LINEAGE}" = "$LINEAGE" ] || exit 0
set -- -t -q
[ -z "$CONF" ] || set -- "$@" -c "$CONF"
nginx "$@"
systemctl reload "$NGINX_UNIT"
"#;

/// The script for a certificate that certbot keeps here, its texts in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a shell's syntax.
pub fn render(plan: &Plan, lineage: String, lang: Lang) -> Result<String, Unwritable> {
    let conf = if plan.is_alone() { plan.configuration() } else { String::new() };
    let lines = [
        Line::Comment(say::hook_head(lang, &plan.called())),
        Line::Comment(say::hook_test(lang).to_owned()),
        Line::Assign("LINEAGE", lineage),
        Line::Assign("CONF", conf),
        Line::Assign("NGINX_UNIT", plan.nginx_unit()),
        Line::Blank,
    ];
    shell::program(&lines, BODY)
}
