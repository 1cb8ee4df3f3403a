//! `gateway.toml`: what the Handfast gateway goes by. How TOML is written is [`crate::toml`]'s; what the gateway makes of each key
//! stands in its own `config/file.rs`.
//!
//! Files are named from the folder of this one, and the key by the name under which systemd hands it over, so that the same text is
//! right on the machine, below the root of a rehearsal, and in the folder in which it is checked.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use text::Lang;
use text::deploy as say;

use crate::choices::{
    Allow, AllowKind, AuthorityNames, Backend, Gateway, ListenAddress, PathPrefix, Reveal, Scheme, Switch,
    Verify,
};
use crate::plan::{FileKind, Plan, Upstream};
use crate::policy::Protocol;
use crate::service;
use crate::toml::{Toml, Value};
use crate::unwritable::Unwritable;

/// The authorities that the machine itself trusts, as Debian and Ubuntu keep them (package ca-certificates).
const TRUSTED_BY_THE_MACHINE: &str = "/etc/ssl/certs/ca-certificates.crt";

/// The configuration, its comments in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value holds what no file of ours may hold.
pub fn render(plan: &Plan, gateway: &Gateway, lang: Lang) -> Result<String, Unwritable> {
    let mut file = Toml::default();
    file.comment(&say::gateway_head(lang, &plan.called()))?;
    file.set("listen", Value::texts(listens(plan).iter().map(ToString::to_string)))?;
    server(plan, &mut file, lang)?;
    clients(plan, gateway, &mut file, lang)?;
    allow(plan, &mut file, lang)?;
    file.table("identity").comment(say::gateway_identity(lang))?;
    file.set("headers", Value::texts(gateway.identity.headers().iter().copied()))?;
    file.set("forwarded", Value::texts(["x-forwarded"]))?;
    backend(plan, &mut file, lang)?;
    file.table("limits");
    file.set("body_octets", Value::Number(u64::from(plan.choices().body_mib) * 1024 * 1024))?;
    if let Some(port) = gateway.admin {
        file.table("admin").comment(&say::gateway_admin(lang, &port))?;
        file.set("listen", SocketAddr::from((Ipv4Addr::LOCALHOST, port.number())).to_string())?;
    }
    Ok(file.finish())
}

/// Where it listens. `[::]` takes calls over IPv6 alone there, so that IPv4 has an address of its own.
fn listens(plan: &Plan) -> Vec<SocketAddr> {
    let at = |address: IpAddr| SocketAddr::new(address, plan.choices().listen_port.number());
    match plan.choices().listen_address {
        ListenAddress::One(address) => vec![at(address)],
        ListenAddress::All if plan.listens_on_ipv6() => {
            vec![at(Ipv4Addr::UNSPECIFIED.into()), at(Ipv6Addr::UNSPECIFIED.into())]
        }
        ListenAddress::All => vec![at(Ipv4Addr::UNSPECIFIED.into())],
    }
}

/// Who it is, and what is agreed on in a handshake.
fn server(plan: &Plan, file: &mut Toml, lang: Lang) -> Result<(), Unwritable> {
    file.item("server").comment(say::gateway_server(lang))?;
    let [certificate, key] = if plan.is_public() {
        file.comment(say::gateway_public(lang))?;
        ["credential:fullchain.pem", "credential:privkey.pem"]
    } else {
        [FileKind::ServerCertificate.name(), "credential:server.key"]
    };
    file.set("certificate", certificate)?.set("key", key)?;
    file.set("names", Value::texts(plan.names().iter().map(service::in_url)))?;
    let policy = plan.policy();
    file.table("tls");
    file.comment(&say::gateway_policy(lang, &policy.name, &policy.published, &policy.source))?;
    let versions = policy.protocols.iter().map(|protocol| match protocol {
        Protocol::Tls12 => "1.2",
        Protocol::Tls13 => "1.3",
    });
    file.set("versions", Value::texts(versions))?;
    Ok(())
}

/// Whose certificates hold, and what the others are told.
fn clients(plan: &Plan, gateway: &Gateway, file: &mut Toml, lang: Lang) -> Result<(), Unwritable> {
    let choices = plan.choices();
    file.table("clients");
    match choices.verify {
        Verify::Everywhere => {
            file.comment(say::gateway_verify(lang))?.set("certificate", "required")?;
        }
        Verify::Paths(_) => {
            file.comment(say::gateway_verify_paths(lang))?.set("certificate", "optional")?;
        }
    }
    if choices.partner.is_some() {
        file.comment(say::gateway_partner(lang))?;
    }
    file.set("authorities", Value::texts([FileKind::ClientAuthority.name()]))?;
    file.set("send_authorities", Value::Flag(choices.authority_names == AuthorityNames::Sent))?;
    file.set("depth", plan.verify_depth())?;
    if choices.revocation == Switch::On {
        file.comment(say::gateway_revocation(lang))?;
        file.set("lists", Value::texts([FileKind::RevocationList.name()]))?;
    }
    file.comment(say::gateway_reveal(lang))?;
    file.set(
        "reveal",
        match gateway.reveal {
            Reveal::Reason => "reason",
            Reveal::Little => "little",
        },
    )?;
    Ok(())
}

/// Who may enter where.
fn allow(plan: &Plan, file: &mut Toml, lang: Lang) -> Result<(), Unwritable> {
    match &plan.choices().verify {
        Verify::Everywhere => {
            file.item("allow").comment(say::gateway_allow(lang))?;
            who(plan, file)
        }
        Verify::Paths(paths) => {
            file.item("allow").comment(say::gateway_allow_paths(lang))?;
            file.set("path", "/")?.set("who", "anyone")?;
            for path in paths.iter().map(PathPrefix::as_str) {
                file.item("allow").set("path", path)?;
                who(plan, file)?;
            }
            Ok(())
        }
    }
}

fn who(plan: &Plan, file: &mut Toml) -> Result<(), Unwritable> {
    match &plan.choices().allow {
        Allow::Any => file.set("who", "any-verified")?,
        Allow::Listed(kind, listed) => {
            let mark = match kind {
                AllowKind::Fingerprint => "sha256",
                // serial numbers are refused where the choices are
                AllowKind::Any | AllowKind::Serial | AllowKind::Subject => "subject",
            };
            let clients = listed.iter().map(|client| Value::Pair(mark, client.clone()));
            file.set("clients", Value::List(clients.collect()))?
        }
    };
    Ok(())
}

/// Where requests go, and how long that may take.
fn backend(plan: &Plan, file: &mut Toml, lang: Lang) -> Result<(), Unwritable> {
    let choices = plan.choices();
    let backend = plan.backend();
    let scheme = match &choices.backend {
        Backend::Own(address) => address.scheme,
        Backend::Flask(_) => Scheme::Http,
    };
    file.table("backend");
    match &backend {
        Upstream::Socket(_) => file.set("address", backend.authority())?,
        Upstream::Flask(_) | Upstream::Own(_) => {
            file.set("address", format!("{}://{}", scheme.as_str(), backend.authority()))?
        }
    };
    if scheme == Scheme::Https {
        file.comment(say::gateway_backend_tls(lang))?;
        file.set("authorities", Value::texts([TRUSTED_BY_THE_MACHINE]))?;
    }
    file.set("answer_seconds", choices.patience)?.set("idle_seconds", choices.patience)?;
    let upgrades = if choices.websocket == Switch::On { &["websocket"][..] } else { &[] };
    file.set("upgrades", Value::texts(upgrades.iter().copied()))?;
    Ok(())
}
