//! `gateway.service`: runs the Handfast gateway under systemd, as nobody in particular. How a unit is written is [`crate::systemd`]'s.
//!
//! The gateway's account can open neither the key nor anything that is not for everybody: systemd reads the key as root and hands it
//! over (systemd.exec(5), "Credentials"; from systemd 247 on, which Debian 11 and Ubuntu 22.04 have). What is handed over stays as it
//! is until the next start, so a new key wants a restart; certificates, authorities and lists are read anew while it runs.

use text::Lang;
use text::deploy as say;

use crate::choices::{Backend, FlaskListen};
use crate::plan::Plan;
use crate::shell::Command;
use crate::systemd::Unit;
use crate::unwritable::Unwritable;

/// Where the program stands.
pub const PROGRAM: &str = "/usr/local/bin/handfast-gateway";

/// The least port that everybody may listen on (ip(7), `ip_local_reserved_ports` and `ip_unprivileged_port_start`).
const UNPRIVILEGED: u16 = 1024;

/// The unit file, its comments in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a unit file.
pub fn render(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut unit = Unit::default();
    unit.comment(&say::unit_gateway_head(lang, &plan.called()))?;
    unit.section("Unit")
        .set("Description", &format!("Handfast gateway with mutual TLS for {}", plan.called()))?;
    unit.set("Wants", "network-online.target")?;
    let after: Vec<String> =
        std::iter::once("network-online.target".to_owned()).chain(plan.backend_unit()).collect();
    unit.set("After", &after.join(" "))?;
    unit.section("Service").set("Type", "notify")?;
    unit.run("ExecStart", &Command::new(PROGRAM).args(["proxy", "--config", &plan.configuration()]))?;
    unit.comment(say::unit_gateway_reload(lang))?;
    unit.signal("ExecReload", "HUP");
    unit.comment(say::unit_gateway_stop(lang))?;
    unit.set("TimeoutStopSec", "40")?.set("Restart", "on-failure")?;
    unit.comment(say::unit_gateway_key(lang))?;
    for (name, path) in plan.credentials() {
        unit.set("LoadCredential", &format!("{name}:{path}"))?;
    }
    unit.comment(say::unit_gateway_user(lang))?;
    unit.set("DynamicUser", "yes")?;
    if matches!(plan.choices().backend, Backend::Flask(FlaskListen::Socket)) {
        unit.comment(say::unit_gateway_socket(lang))?;
        unit.set("SupplementaryGroups", plan.account())?;
    }
    let privileged = plan.choices().listen_port.number() < UNPRIVILEGED;
    if privileged {
        unit.comment(say::unit_gateway_port(lang))?;
        unit.set("AmbientCapabilities", "CAP_NET_BIND_SERVICE")?;
    }
    unit.set("CapabilityBoundingSet", if privileged { "CAP_NET_BIND_SERVICE" } else { "" })?;
    unit.set("LimitNOFILE", "65536")?;
    unit.comment(say::unit_gateway_less(lang))?;
    for (key, value) in [
        ("LockPersonality", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("NoNewPrivileges", "yes"),
        ("PrivateDevices", "yes"),
        ("PrivateTmp", "yes"),
        ("ProtectClock", "yes"),
        ("ProtectControlGroups", "yes"),
        ("ProtectHome", "yes"),
        ("ProtectHostname", "yes"),
        ("ProtectKernelLogs", "yes"),
        ("ProtectKernelModules", "yes"),
        ("ProtectKernelTunables", "yes"),
        ("ProtectProc", "invisible"),
        ("ProtectSystem", "strict"),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("RestrictNamespaces", "yes"),
        ("RestrictRealtime", "yes"),
        ("RestrictSUIDSGID", "yes"),
        ("SystemCallArchitectures", "native"),
        ("SystemCallFilter", "@system-service"),
        ("UMask", "0077"),
    ] {
        unit.set(key, value)?;
    }
    unit.section("Install").set("WantedBy", "multi-user.target")?;
    Ok(unit.finish())
}
