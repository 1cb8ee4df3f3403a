//! `backend.service`: runs the Flask backend under gunicorn, as nobody in particular and reachable from this machine alone.
//! How a unit is written is [`crate::systemd`]'s.

use text::Lang;
use text::deploy as say;

use crate::choices::FlaskListen;
use crate::plan::Plan;
use crate::shell::Command;
use crate::systemd::Unit;
use crate::unwritable::Unwritable;

/// The unit file for the backend that listens there, its comments in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a unit file.
pub fn render(plan: &Plan, listen: FlaskListen, lang: Lang) -> Result<String, Unwritable> {
    let mut unit = Unit::default();
    unit.comment(&say::unit_backend_head(lang, &plan.called()))?;
    unit.section("Unit").set("Description", &format!("Backend of {}", plan.called()))?;
    unit.set("After", "network.target")?;
    unit.section("Service").set("Type", "notify")?;
    unit.run("ExecStart", &gunicorn(plan, listen))?;
    unit.set("Restart", "on-failure")?;
    unit.comment(say::unit_backend_user(lang))?;
    unit.set("DynamicUser", "yes")?;
    let families = match listen {
        FlaskListen::Port(_) => {
            unit.comment(say::unit_backend_network(lang))?;
            unit.set("IPAddressDeny", "any")?.set("IPAddressAllow", "localhost")?;
            "AF_INET AF_UNIX"
        }
        FlaskListen::Socket => {
            unit.comment(say::unit_backend_socket(lang))?;
            unit.set("Group", plan.account())?;
            unit.set("RuntimeDirectory", &plan.label())?;
            unit.set("IPAddressDeny", "any")?;
            "AF_UNIX"
        }
    };
    unit.comment(say::unit_backend_less(lang))?;
    for (key, value) in [
        ("CapabilityBoundingSet", ""),
        ("LockPersonality", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("PrivateDevices", "yes"),
        ("ProtectClock", "yes"),
        ("ProtectControlGroups", "yes"),
        ("ProtectHostname", "yes"),
        ("ProtectKernelLogs", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("RestrictAddressFamilies", families),
        ("RestrictNamespaces", "yes"),
        ("RestrictRealtime", "yes"),
        ("SystemCallArchitectures", "native"),
        ("SystemCallFilter", "@system-service"),
    ] {
        unit.set(key, value)?;
    }
    unit.section("Install").set("WantedBy", "multi-user.target")?;
    Ok(unit.finish())
}

/// Runs the backend that listens there.
pub(crate) fn gunicorn(plan: &Plan, listen: FlaskListen) -> Command {
    Command::new("/usr/bin/gunicorn")
        .args(["--chdir", &plan.backend_folder(), "--bind", &plan.backend().authority()])
        // owner and group alone may open the socket
        .args(["--umask", "007"].into_iter().filter(|_| listen == FlaskListen::Socket))
        .args(["--workers", "2", "app:app"])
}
