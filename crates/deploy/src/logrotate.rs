//! `logrotate.conf`: keeps the logs of this service's nginx from filling the disk (logrotate(8)). The distribution's own
//! rules cover `/var/log/nginx` alone.

use text::Lang;
use text::deploy as say;

use crate::choices::BaseFolder;
use crate::plan::Plan;
use crate::unwritable::Unwritable;
use crate::wrap::remark;

/// The rules, their comments in `lang`. The base folder has no character that logrotate or a shell would take for more
/// than itself ([`crate::choices::BaseFolder`]).
///
/// # Errors
/// [`Unwritable`] when the service's name holds what no file of ours may hold.
pub fn render(plan: &Plan, base: &BaseFolder, lang: Lang) -> Result<String, Unwritable> {
    let head = remark(0, &say::logrotate_head(lang, &plan.called()))?;
    let reopen = remark(4, say::logrotate_reopen(lang))?;
    let (access, error) = (plan.log("access"), plan.log("error"));
    let pid = format!("{}/nginx/nginx.pid", base.as_str());
    Ok([
        head.as_str(),
        &format!("{access} {error} {{\n"),
        "    weekly\n    rotate 26\n    maxsize 100M\n    missingok\n    notifempty\n    compress\n    delaycompress\n",
        &reopen,
        "    sharedscripts\n    postrotate\n",
        &format!("        [ ! -f {pid} ] || kill -USR1 \"$(cat {pid})\"\n"),
        "    endscript\n}\n",
    ]
    .concat())
}
