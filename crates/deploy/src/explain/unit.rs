//! What each setting of a unit does and why it has its value, with the manual page that says so. What is rendered is
//! [`crate::nginx_unit`]'s, [`crate::gateway_unit`]'s and [`crate::backend_unit`]'s; a test fails when a setting is rendered that is not explained here.

use text::Lang;
use text::explain as say;

use super::{Explanation, Words};

/// Settings with the same meaning here, the manual page of systemd that has them (section 5), and what is told of them.
type Row = (&'static [&'static str], &'static str, Words);

const SETTINGS: &[Row] = &[
    (&["Description"], "systemd.unit", say::unit_description),
    (&["After", "Wants"], "systemd.unit", say::unit_order),
    (&["WantedBy"], "systemd.unit", say::unit_wanted),
    (&["Type"], "systemd.service", say::unit_type),
    (&["ExecStart"], "systemd.service", say::unit_start),
    (&["ExecStartPre"], "systemd.service", say::unit_check),
    (&["ExecReload"], "systemd.service", say::unit_reload),
    (&["PIDFile"], "systemd.service", say::unit_pid),
    (&["Restart"], "systemd.service", say::unit_restart),
    (&["TimeoutStopSec"], "systemd.service", say::unit_stop),
    (&["KillSignal", "KillMode"], "systemd.kill", say::unit_stop),
    (&["IPAddressDeny", "IPAddressAllow"], "systemd.resource-control", say::unit_network),
    (&["DynamicUser"], "systemd.exec", say::unit_user),
    (&["Group", "SupplementaryGroups"], "systemd.exec", say::unit_group),
    (&["LoadCredential"], "systemd.exec", say::unit_credential),
    (&["RuntimeDirectory"], "systemd.exec", say::unit_runtime),
    (&["CapabilityBoundingSet", "AmbientCapabilities"], "systemd.exec", say::unit_capabilities),
    (&["LimitNOFILE"], "systemd.exec", say::unit_limit),
    (&["NoNewPrivileges", "RestrictSUIDSGID"], "systemd.exec", say::unit_no_new),
    (&["LockPersonality"], "systemd.exec", say::unit_personality),
    (&["MemoryDenyWriteExecute"], "systemd.exec", say::unit_memory),
    (&["PrivateDevices"], "systemd.exec", say::unit_devices),
    (&["PrivateTmp"], "systemd.exec", say::unit_temporary),
    (&["ProtectSystem"], "systemd.exec", say::unit_files),
    (&["ProtectHome", "ProtectProc", "UMask"], "systemd.exec", say::unit_others),
    (
        &[
            "ProtectClock",
            "ProtectControlGroups",
            "ProtectHostname",
            "ProtectKernelLogs",
            "ProtectKernelModules",
            "ProtectKernelTunables",
        ],
        "systemd.exec",
        say::unit_kernel,
    ),
    (&["RestrictAddressFamilies"], "systemd.exec", say::unit_sockets),
    (&["RestrictNamespaces"], "systemd.exec", say::unit_namespaces),
    (&["RestrictRealtime"], "systemd.exec", say::unit_realtime),
    (&["SystemCallArchitectures", "SystemCallFilter"], "systemd.exec", say::unit_calls),
];

/// Explains a line of a unit; `None` for remarks, headings and what is not known.
#[must_use]
pub fn setting(line: &str, lang: Lang) -> Option<Explanation> {
    let (name, _) = line.split_once('=').filter(|_| !line.starts_with('#'))?;
    let (_, page, words) = SETTINGS.iter().find(|(names, ..)| names.contains(&name))?;
    Some(Explanation { words: words(lang), source: format!("{page}(5), {name}=") })
}
