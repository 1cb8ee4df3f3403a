//! What the proxy promises, one file for each behaviour, each allow beside its nearest deny: the real program over loopback, with the
//! real curl and openssl as callers.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a helper of tests may fail as a test does")]

mod support;

mod access_log;
mod admin;
mod attack_backends;
mod attack_handshakes;
mod attack_http2;
mod attack_readers;
mod attack_resources;
mod backend_addresses;
mod backend_days;
mod backend_faults;
mod backend_http2;
mod backend_leaves;
mod backend_tls;
mod bodies;
mod certificate_expired;
mod certificate_from_another_authority;
mod certificate_missing;
mod certificate_not_yet_valid;
mod certificate_revoked;
mod certificate_valid;
mod chain_depth;
mod check;
mod clock_jumps;
mod configuration;
mod host_and_name;
mod http2_musts;
mod identity_headers;
mod idle;
mod key_log;
mod key_of_another;
mod limits;
mod plain_http;
mod policy;
mod proxy_protocol;
mod purpose;
mod reload;
mod reload_soak;
mod request_hygiene;
mod resumption;
mod revocation_list;
mod same_name_other_key;
mod stop;
mod style_alert;
#[cfg(target_os = "linux")]
mod systemd;
mod tls_versions;
mod upgrades;
mod version_1;
