//! `nginx.service`: runs this service's own nginx under systemd, beside the distribution's.
//! How a unit is written is [`crate::systemd`]'s.

use text::Lang;
use text::deploy as say;

use crate::choices::BaseFolder;
use crate::plan::Plan;
use crate::shell::Command;
use crate::systemd::Unit;
use crate::unwritable::Unwritable;

/// The unit file, its comments in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a unit file.
pub fn render(plan: &Plan, base: &BaseFolder, lang: Lang) -> Result<String, Unwritable> {
    let conf = plan.configuration();
    let nginx = |arguments: &[&str]| {
        Command::new("/usr/sbin/nginx").args(arguments.iter().copied()).args(["-c", &conf])
    };
    let mut unit = Unit::default();
    unit.comment(&say::unit_nginx_head(lang, &plan.called()))?;
    unit.section("Unit").set("Description", &format!("nginx with mutual TLS for {}", plan.called()))?;
    unit.set("Wants", "network-online.target")?;
    let backend = plan.backend_unit();
    unit.set(
        "After",
        &["network-online.target"].into_iter().chain(backend.as_deref()).collect::<Vec<_>>().join(" "),
    )?;
    unit.section("Service").set("Type", "forking")?;
    unit.set("PIDFile", &format!("{}/nginx/nginx.pid", base.as_str()))?;
    unit.comment(say::unit_nginx_check(lang))?;
    unit.run("ExecStartPre", &nginx(&["-t", "-q"]))?.run("ExecStart", &nginx(&[]))?;
    unit.run("ExecReload", &nginx(&["-t", "-q"]))?.run("ExecReload", &nginx(&["-s", "reload"]))?;
    unit.comment(say::unit_nginx_stop(lang))?;
    unit.set("KillSignal", "SIGQUIT")?.set("KillMode", "mixed")?.set("TimeoutStopSec", "30")?;
    unit.set("Restart", "on-failure")?;
    unit.comment(say::unit_nginx_less(lang))?;
    for (key, value) in [
        ("NoNewPrivileges", "yes"),
        ("PrivateDevices", "yes"),
        ("PrivateTmp", "yes"),
        ("ProtectSystem", "full"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectControlGroups", "yes"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
    ] {
        unit.set(key, value)?;
    }
    unit.section("Install").set("WantedBy", "multi-user.target")?;
    Ok(unit.finish())
}
