//! `README.md` of the server's bundle: what is inside, how it is opened, how each file is put in place, what must come of it.
//! How Markdown is escaped is [`crate::markdown`]'s.

use pki::anchors::Anchors;
use pki::certificate::Certificate;
use pki::moment::Moment;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::deploy as say;

use crate::backend_unit;
use crate::choices::{Backend, FlaskListen};
use crate::expiry::Expiries;
use crate::gateway_unit::PROGRAM;
use crate::install_sh;
use crate::machine;
use crate::markdown::{self, Block};
use crate::plan::{File, FileKind, Plan};
use crate::readme::{checks, code, heading, inside, last_day, opening, paragraph};
use crate::shell::Command;
use crate::unwritable::{Unwritable, shown};

/// What the text needs to know of the certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The bundle's file name.
    pub archive: String,
    /// The end of the server's certificate.
    pub server_until: Moment,
    /// The end of the authority's certificate.
    pub authority_until: Moment,
    /// Until when the revocation list is good, when there is one.
    pub list_until: Option<Moment>,
    /// All that ends, for the runbook.
    pub expiries: Expiries,
}

/// The text, in `lang`; `files` are those beside it.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in Markdown or in a command.
pub fn render(plan: &Plan, files: &[File], facts: &Facts, lang: Lang) -> Result<String, Unwritable> {
    let mut blocks = vec![
        heading(1, &say::server_title(lang, &plan.called())),
        paragraph(say::server_what(lang)),
        paragraph(say::secret_note(lang)),
        paragraph(&expiry(plan, facts, lang)),
        heading(2, say::inside_title(lang)),
        inside(files, lang),
    ];
    let steps = machine::steps(plan, &facts.archive, lang);
    let brought = !steps.is_empty();
    if brought {
        blocks.push(heading(2, say::machine_title(lang)));
    }
    for step in steps {
        blocks.push(heading(3, step.title));
        if !step.commands.is_empty() {
            blocks.push(code(&step.commands)?);
        }
        blocks.push(paragraph(&step.why));
    }
    opening(&facts.archive, lang, &mut blocks)?;
    if files.iter().any(|file| file.kind == FileKind::ServerCertificate) {
        blocks.push(paragraph(say::verify(lang)));
        blocks.push(code(&[verify()])?);
    }
    if files.iter().any(|file| file.kind == FileKind::ServerKeyPassword) {
        blocks.push(heading(2, say::password_title(lang)));
        blocks.push(paragraph(say::password_what(lang)));
    }
    public(plan, brought, lang, &mut blocks)?;

    blocks.push(heading(2, say::place_title(lang)));
    blocks.extend(origin(plan, lang).map(|words| paragraph(&words)));
    blocks.push(paragraph(say::place_needs(lang)));
    blocks.push(code(&packages(plan))?);
    if plan.gateway().is_some() {
        blocks.push(paragraph(say::place_gateway(lang)));
    }
    let script = Command::new("sh").arg(FileKind::InstallScript.name());
    let as_root = |command: &Command| Command::new("sudo").args(command.words.clone());
    blocks.push(paragraph(say::place_rehearsal(lang)));
    let rehearsal = script.clone().args(["--root", "/var/tmp/rehearsal"]);
    blocks.push(code(&[rehearsal.clone(), rehearsal.arg("--uninstall")])?);
    blocks.push(paragraph(say::place_script(lang)));
    blocks.push(code(&[as_root(&script)])?);
    blocks.push(paragraph(say::place_key(lang)));
    blocks.push(paragraph(say::place_away(lang)));
    blocks.push(code(&[as_root(&script.arg("--uninstall"))])?);
    if !plan.choices().listen_address.is_loopback() {
        blocks.push(paragraph(&say::start_port(lang, &plan.choices().listen_port)));
    }

    callers(plan, lang, &mut blocks);
    if let Some(until) = facts.list_until {
        blocks.push(heading(2, say::list_title(lang)));
        if plan.choices().partner.is_some() {
            blocks.push(paragraph(&say::list_renew_all(lang, &last_day(lang, until))));
            blocks.push(paragraph(say::list_together(lang)));
        } else {
            blocks.push(paragraph(&say::list_renew(lang, &last_day(lang, until))));
        }
        blocks.push(code(&put_lists(plan))?);
        let partner = plan.choices().partner.iter().flat_map(Anchors::lists);
        let ends = partner.map(|list| match list.next_update() {
            Some(end) => say::list_partner_until(lang, &shown(list.issuer()), &last_day(lang, end)),
            None => say::list_partner_endless(lang, &shown(list.issuer())),
        });
        let ends: Vec<String> = ends.collect();
        if !ends.is_empty() {
            blocks.push(paragraph(say::list_partner(lang)));
            blocks.push(Block::Bullets(ends));
        }
    }

    blocks.push(heading(2, say::hand_title(lang)));
    blocks.push(paragraph(say::place_install(lang)));
    blocks.push(code(&install(plan, files))?);
    if let Backend::Flask(listen) = plan.choices().backend {
        blocks.push(heading(3, say::backend_title(lang)));
        blocks.push(match listen {
            FlaskListen::Port(_) => paragraph(say::backend_run(lang)),
            FlaskListen::Socket => paragraph(&say::backend_socket(lang, &plan.account())),
        });
        blocks.push(code(&start_backend(plan, listen))?);
    }

    blocks.push(heading(3, say::start_title(lang)));
    start(plan, lang, &mut blocks)?;

    blocks.push(heading(2, say::checks_title(lang)));
    blocks.push(paragraph(say::checks_where(lang)));
    checks(plan, lang, &mut blocks)?;
    blocks.push(paragraph(say::checks_log(lang)));
    blocks.push(code(&[plan.show_log("error", 20)])?);
    markdown::write(&blocks)
}

/// What ends when.
fn expiry(plan: &Plan, facts: &Facts, lang: Lang) -> String {
    let authority = last_day(lang, facts.authority_until);
    if plan.is_public() {
        return say::server_expiry_public(lang, &authority);
    }
    say::server_expiry(lang, &last_day(lang, facts.server_until), &authority)
}

/// How a public authority's certificate comes to the machine and is renewed.
fn public(plan: &Plan, brought: bool, lang: Lang, blocks: &mut Vec<Block>) -> Result<(), Unwritable> {
    let Some(lineage) = plan.lineage() else { return Ok(()) };
    blocks.push(heading(2, say::public_title(lang)));
    blocks.push(paragraph(&say::public_what(lang, &lineage)));
    // on the way to a machine that is known it stands at its place
    if let Some(fetch) = machine::fetch(plan, lang).filter(|_| !brought) {
        blocks.push(paragraph(&fetch.why));
        blocks.push(code(&fetch.commands)?);
    }
    if plan.challenge() != plan.first_challenge() {
        blocks.push(paragraph(say::public_again(lang)));
        blocks.push(code(&[plan.fetch(plan.challenge()).arg("--force-renewal")])?);
    }
    blocks.push(paragraph(say::public_renewal(lang)));
    blocks.push(code(&[plan.rehearse_renewal()])?);
    Ok(())
}

/// Whose callers are let in beside ours, until when, and what they need from us.
fn callers(plan: &Plan, lang: Lang, blocks: &mut Vec<Block>) {
    let Some(partner) = &plan.choices().partner else { return };
    blocks.push(heading(2, say::partner_title(lang)));
    blocks.push(paragraph(say::partner_what(lang)));
    let until = |certificate: &Certificate| {
        let facts = certificate.facts();
        say::partner_until(lang, &shown(&facts.subject), &last_day(lang, facts.not_after))
    };
    blocks.push(Block::Bullets(partner.certificates().iter().map(until).collect()));
    blocks.push(paragraph(say::partner_names(lang)));
    blocks.push(paragraph(say::partner_needs(lang)));
    if !plan.is_public() {
        blocks.push(paragraph(say::partner_trust(lang)));
    }
}

/// How anybody judges the server's certificate against the authority, with a program that is not ours.
#[must_use]
pub fn verify() -> Command {
    let (authority, server) = (FileKind::ClientAuthority.name(), FileKind::ServerCertificate.name());
    let verify = Command::new("openssl").args(["verify", "-x509_strict", "-CAfile", authority]);
    verify.args(["-purpose", "sslserver", server])
}

/// Where the packages come from, if not from the distribution.
pub(crate) fn origin(plan: &Plan, lang: Lang) -> Option<String> {
    let branch = plan.choices().release.branch().filter(|_| plan.gateway().is_none())?;
    Some(say::place_origin(lang, &branch))
}

/// What the files need, and nothing else.
pub(crate) fn packages(plan: &Plan) -> Vec<Command> {
    let install = Command::new("sudo").args(["apt-get", "install", "-y"]);
    vec![Command::new("sudo").args(["apt-get", "update"]), install.args(install_sh::packages(plan))]
}

/// Has the gateway do this with its configuration, its key where systemd would find it.
pub(crate) fn gateway(plan: &Plan, what: &str) -> Command {
    let credentials = format!("CREDENTIALS_DIRECTORY={}", plan.credentials_folder());
    let run = Command::new("sudo").args(["env", &credentials, PROGRAM, what]);
    run.args(["--config", &plan.configuration()])
}

/// Our newest list and the partner's, put together for the server.
const ALL_LISTS: &str = "all-ca.crl";
/// The partner's newest lists, as whoever renews them saves them.
const PARTNER_LIST: &str = "partner-ca.crl";

/// The lists that whoever renews them brings to the machine.
pub(crate) fn brought_lists(plan: &Plan) -> Vec<&'static str> {
    let ours = FileKind::RevocationList.name();
    if plan.choices().partner.is_some() { vec![ours, PARTNER_LIST] } else { vec![ours] }
}

/// Puts the next revocation lists in place, from the folder that they were brought to: the server has them all in one file.
pub(crate) fn put_lists(plan: &Plan) -> Vec<Command> {
    let list = FileKind::RevocationList.name();
    let place = plan.certificate(list);
    let install = |from: &str| Command::new("sudo").args(["install", "-m", "0644", from, &place]);
    match brought_lists(plan).as_slice() {
        [one] => vec![install(one), reload(plan)],
        several => {
            // awk ends a last line that its writer left open, where cat would run two lists into one
            let join = Command::new("sh").args(["-c", "awk 1 \"$@\" >\"$0\"", ALL_LISTS]);
            vec![join.args(several.iter().copied()), install(ALL_LISTS), reload(plan)]
        }
    }
}

/// Has the running server read its files again.
pub(crate) fn reload(plan: &Plan) -> Command {
    Command::new("sudo").args(["systemctl", "reload", &plan.server_unit()])
}

/// How the server is started, and how it takes a change over.
fn start(plan: &Plan, lang: Lang, blocks: &mut Vec<Block>) -> Result<(), Unwritable> {
    let sudo = |words: &[&str]| Command::new("sudo").args(words.iter().copied());
    if plan.gateway().is_some() {
        blocks.push(paragraph(say::start_gateway(lang)));
        blocks.push(code(&[gateway(plan, "check"), gateway(plan, "proxy")])?);
        return Ok(());
    }
    if !plan.is_alone() {
        blocks.push(paragraph(say::start_reload(lang)));
        blocks.push(code(&[sudo(&["nginx", "-t"]), sudo(&["nginx", "-s", "reload"])])?);
        return Ok(());
    }
    let conf = plan.configuration();
    let nginx = |arguments: &[&str]| sudo(&["nginx"]).args(arguments.iter().copied()).args(["-c", &conf]);
    blocks.push(paragraph(say::start_test(lang)));
    blocks.push(code(&[nginx(&["-t"]), nginx(&[])])?);
    blocks.push(paragraph(say::start_later(lang)));
    blocks.push(code(&[nginx(&["-t"]), nginx(&["-s", "reload"]), nginx(&["-s", "quit"])])?);
    blocks.push(paragraph(say::start_others(lang)));
    Ok(())
}

/// The commands that start the Flask backend by hand; the last one goes on running. At a socket it is started as the account of
/// nginx's workers, for whom alone the socket is, and from a folder that systemd would have made.
#[must_use]
pub fn start_backend(plan: &Plan, listen: FlaskListen) -> Vec<Command> {
    if let FlaskListen::Port(_) = listen {
        return vec![Command::new("python3").arg(format!("{}/app.py", plan.backend_folder()))];
    }
    let account = plan.account();
    let folder = Command::new("sudo").args(["install", "-m", "0750", "-o", account, "-g", account, "-d"]);
    let run = Command::new("sudo").args(["-u", account]).args(backend_unit::gunicorn(plan, listen).words);
    vec![folder.arg(plan.socket_folder()), run]
}

/// The commands that put every file in its place, with its mode. Units of systemd and rules of logrotate stay out, for by
/// hand all is started by hand.
#[must_use]
pub fn install(plan: &Plan, files: &[File]) -> Vec<Command> {
    let sudo = |mode: &str| Command::new("sudo").args(["install", "-m", mode]);
    let mut commands = vec![sudo("0755").arg("-d").args(plan.folders())];
    if plan.gateway().is_some() {
        commands.push(sudo("0755").args(["handfast-gateway", PROGRAM]));
    }
    let by_hand = |file: &&File| {
        use FileKind as Kind;
        !matches!(file.kind, Kind::NginxUnit | Kind::GatewayUnit | Kind::BackendUnit | Kind::LogRotation)
    };
    for file in files.iter().filter(by_hand) {
        if let Some(path) = &file.path {
            commands.push(sudo(&format!("{:04o}", file.mode)).args([file.name.as_str(), path.as_str()]));
        }
    }
    debug_assert!(
        files.iter().all(|file| file.kind != FileKind::AuthorityKey),
        "the authority's key stays at home"
    );
    commands
}
