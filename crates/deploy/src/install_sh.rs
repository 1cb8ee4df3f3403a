//! `install.sh`: puts the server's files in place and starts what belongs to them; undoes everything when a step fails.
//! What differs from service to service stands at its head; what is the same for all is `install_sh/body.sh`.

use text::deploy as say;
use text::{Lang, Message};

use crate::choices::Backend;
use crate::gateway_unit;
use crate::plan::{File, FileKind, Plan};
use crate::shell::{self, Command, Line};
use crate::unwritable::Unwritable;

/// What is the same for every service: POSIX sh (POSIX.1-2017, Shell Command Language).
const BODY: &str = include_str!("install_sh/body.sh");
/// What is nginx's own in it.
const NGINX: &str = include_str!("install_sh/nginx.sh");
/// What is the gateway's own in it.
const GATEWAY: &str = include_str!("install_sh/gateway.sh");

/// Free space that the check asks for, in KiB: the files are a few, and logs want to grow.
const KIB_NEEDED: u32 = 16 * 1024;

/// The oldest gateway that takes the configuration: the one of this version.
const GATEWAY_NEEDED: &str = env!("CARGO_PKG_VERSION");

/// What the kernel calls the gateway's process: 15 characters of its name (proc(5), `/proc/pid/comm`).
const GATEWAY_PROCESS: &str = "handfast-gatewa";

/// The Debian packages that the files need.
#[must_use]
pub fn packages(plan: &Plan) -> Vec<&'static str> {
    let mut packages = vec![if plan.gateway().is_some() { "openssl" } else { "nginx" }];
    if let Backend::Flask(_) = plan.choices().backend {
        packages.extend(["gunicorn", "python3-flask"]);
    }
    packages
}

/// The script for these files, its texts in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in a shell's syntax.
pub fn render(plan: &Plan, files: &[File], lang: Lang) -> Result<String, Unwritable> {
    let gateway = plan.gateway().is_some();
    let backend_unit = plan.backend_unit().unwrap_or_default();
    let tools = if backend_unit.is_empty() { "" } else { "gunicorn python3" };
    let password = if plan.encrypts_key() { FileKind::ServerKeyPassword.name() } else { "" };
    let hosts = if plan.is_public() { plan.covered_names().join(" ") } else { String::new() };
    let ports: Vec<_> = plan.listened_ports().iter().map(ToString::to_string).collect();
    let mut lines = vec![
        Line::Comment(say::install_head(lang, &plan.called())),
        Line::Comment(say::install_head_rehearsal(lang).to_owned()),
        Line::Run(Command::new("set").arg("-eu")),
        Line::Run(Command::new("umask").arg("022")),
        Line::Blank,
        Line::Assign("NAME", plan.called()),
        Line::Assign("CONF", plan.configuration()),
        Line::Assign("LINEAGE", plan.lineage().unwrap_or_default()),
        Line::Assign("HOSTS", hosts),
        Line::Assign("KEY_PASSWORD", password.to_owned()),
        Line::Assign("SERVER_IS_OURS", if plan.is_beside_others() { "no" } else { "yes" }.to_owned()),
        Line::Assign("PORTS", ports.join(" ")),
        Line::Assign("SERVER_UNIT", plan.server_unit()),
        Line::Assign("BACKEND_UNIT", backend_unit),
        Line::Assign("BACKEND_TOOLS", tools.to_owned()),
        Line::Assign("TAKES_BINARY", if gateway { "yes" } else { "no" }.to_owned()),
        Line::Assign("SERVER_TOOLS", if gateway { "" } else { "nginx" }.to_owned()),
        Line::Assign("SERVER_PROCESS", if gateway { GATEWAY_PROCESS } else { "nginx" }.to_owned()),
        Line::Assign(
            "SERVER_NEEDED",
            if gateway { GATEWAY_NEEDED.to_owned() } else { plan.nginx_needed().to_string() },
        ),
        Line::Assign("KIB_NEEDED", KIB_NEEDED.to_string()),
    ];
    if gateway {
        lines.push(Line::Assign("PROGRAM", gateway_unit::PROGRAM.to_owned()));
        lines.push(Line::Assign("CREDENTIALS", plan.credentials_folder()));
    }
    lines.push(Line::Blank);
    lines.extend(texts(plan, lang));
    lines.push(Line::Blank);
    lines.push(Line::Comment(say::install_files(lang).to_owned()));
    let placed =
        |file: &File| Some(vec![file.name.clone(), file.path.clone()?, format!("{:04o}", file.mode)]);
    lines.push(Line::ForEach("each_file", files.iter().filter_map(placed).collect()));
    let inwards_last = plan.folders().into_iter().rev().map(|folder| vec![folder]);
    lines.push(Line::ForEach("each_folder", inwards_last.collect()));
    if !gateway {
        lines.push(Line::Comment(say::install_runtime(lang).to_owned()));
    }
    lines.push(Line::ForEach("each_runtime", plan.runtime().into_iter().map(|path| vec![path]).collect()));
    lines
        .push(Line::ForEach("each_relocated", plan.relocated().into_iter().map(|path| vec![path]).collect()));
    lines.push(Line::Blank);
    debug_assert!(
        files.iter().all(|file| file.kind != FileKind::AuthorityKey),
        "the authority's key stays at home"
    );
    let server = if gateway { GATEWAY } else { NGINX };
    // what is the server's own is called by what follows it
    shell::program(&lines, &[server, BODY].concat())
}

/// What the script says, as formats of printf(1): `%s` stands for what only the machine knows.
fn texts(plan: &Plan, lang: Lang) -> Vec<Line> {
    let s = "%s";
    let both = |message: Message| message.to_string();
    let packages = packages(plan).join(" ");
    let usage =
        if plan.gateway().is_some() { say::install_usage_gateway(lang) } else { say::install_usage(lang) };
    let (differs, expired) = if plan.is_public() {
        (say::install_public_differs(lang), say::install_public_expired(lang, &s, &s))
    } else {
        (say::install_key_differs(lang), say::install_expired(lang, &s, &s))
    };
    let list: Vec<(&'static str, String)> = vec![
        ("TEXT_USAGE", usage.to_owned()),
        ("TEXT_BAD_OPTION", both(say::install_bad_option(lang, &s))),
        ("TEXT_ROOT_MISSING", both(say::install_root_missing(lang))),
        ("TEXT_NOT_ROOT", both(say::install_not_root(lang))),
        ("TEXT_NO_SYSTEMD", both(say::install_no_systemd(lang))),
        ("TEXT_ROOT_PLAIN", both(say::install_root_plain(lang, &s))),
        ("TEXT_ROOT_SYSTEM", both(say::install_root_system(lang, &s))),
        ("TEXT_FILE_MISSING", both(say::install_file_missing(lang, &s, &s))),
        ("TEXT_TOOL_MISSING", both(say::install_tool_missing(lang, &s, &packages))),
        ("TEXT_NO_CERTIFICATE", both(say::install_no_certificate(lang, &s))),
        ("TEXT_STAND_IN", say::install_stand_in(lang, &s)),
        ("TEXT_NAME_MISSING", both(say::install_name_missing(lang, &s))),
        ("TEXT_KEY_DIFFERS", both(differs)),
        ("TEXT_CLOCK_BEHIND", both(say::install_clock_behind(lang, &s, &s))),
        ("TEXT_EXPIRED", both(expired)),
        ("TEXT_PASSWORD_WRONG", both(say::install_password_wrong(lang))),
        ("TEXT_LIST_OTHER", both(say::install_list_other(lang))),
        ("TEXT_LIST_EXPIRED", both(say::install_list_expired(lang, &s, &s))),
        ("TEXT_LIST_KEPT", say::install_list_kept(lang, &s)),
        ("TEXT_LIST_MIXED", both(say::install_list_mixed(lang, &s))),
        ("TEXT_PORT_TAKEN", both(say::install_port_taken(lang, &s, &s))),
        ("TEXT_DISK_FULL", both(say::install_disk_full(lang, &s, &s))),
        ("TEXT_SERVER_REFUSES", both(say::install_server_refuses(lang, &s))),
        ("TEXT_UNIT_FAILED", both(say::install_unit_failed(lang, &s, &s))),
        ("TEXT_ROLLING_BACK", say::install_rolling_back(lang).to_owned()),
        ("TEXT_ROLLED_BACK", say::install_rolled_back(lang).to_owned()),
        ("TEXT_NOT_ROLLED_BACK", both(say::install_not_rolled_back(lang, &s))),
        ("TEXT_WILL_INSTALL", say::install_will(lang, &s)),
        ("TEXT_WILL_START", say::install_will_start(lang, &s)),
        ("TEXT_WILL_RELOAD", say::install_will_reload(lang, &s)),
        ("TEXT_KEY_OPEN", both(say::install_key_open(lang, &s, &s))),
        ("TEXT_NOTHING_TO_DO", say::install_nothing(lang).to_owned()),
        ("TEXT_DONE", say::install_done(lang, &s)),
        ("TEXT_REHEARSED", say::install_rehearsed(lang, &s)),
        ("TEXT_NOT_STARTED", say::install_not_started(lang).to_owned()),
        ("TEXT_NOT_THERE", say::install_not_there(lang, &s)),
        ("TEXT_WILL_REMOVE", say::install_will_remove(lang, &s)),
        ("TEXT_FOLDER_KEPT", say::install_folder_kept(lang, &s)),
        ("TEXT_REMOVED", say::install_removed(lang, &s)),
        ("WORD_NEW", say::install_new(lang).to_owned()),
        ("WORD_CHANGED", say::install_changed(lang).to_owned()),
        ("WORD_SAME", say::install_same(lang).to_owned()),
    ];
    let own = if plan.gateway().is_some() {
        vec![
            ("TEXT_BINARY_MISSING", both(say::install_binary_missing(lang))),
            ("TEXT_NO_PROGRAM", both(say::install_no_program(lang, &s))),
            ("TEXT_PROGRAM_BROKEN", both(say::install_program_broken(lang, &s))),
            ("TEXT_PROGRAM_OLD", both(say::install_program_old(lang, &s, &s))),
            ("TEXT_PROGRAM_KEPT", say::install_program_kept(lang, &s)),
        ]
    } else {
        vec![
            ("TEXT_SERVER_OLD", both(say::install_nginx_old(lang, &s, &s))),
            ("TEXT_NOT_INCLUDED", both(say::install_not_included(lang, &s))),
        ]
    };
    list.into_iter().chain(own).map(|(name, text)| Line::Assign(name, text)).collect()
}
