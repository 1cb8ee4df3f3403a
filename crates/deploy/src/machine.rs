//! How the server's bundle gets to the machine and is installed there, and who may reach it: commands with the user's own values.
//! What stands in the bundle is [`crate::readme_server`]'s to say.

use text::Lang;
use text::deploy as say;

use crate::choices::{Account, Gcloud, Machine, Port, Ssh};
use crate::opening::System;
use crate::plan::{self, Challenge, FileKind, Plan};
use crate::service;
use crate::shell::Command;

/// One step on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is done.
    pub title: &'static str,
    /// The commands.
    pub commands: Vec<Command>,
    /// What it means, or what to see to.
    pub why: String,
}

/// The steps for the bundle in this file, in their order; none when it is not said how one gets to the machine.
#[must_use]
pub fn steps(plan: &Plan, archive: &str, lang: Lang) -> Vec<Step> {
    let (copy, enter) = match &plan.choices().machine {
        Machine::Unsaid => return Vec::new(),
        Machine::Ssh(ssh) => (copy_by_ssh(ssh, archive), enter_by_ssh(ssh)),
        Machine::Gcloud(gcloud) => (copy_by_gcloud(gcloud, archive), enter_by_gcloud(gcloud)),
    };
    let mut steps = vec![
        Step {
            title: say::machine_copy(lang),
            commands: vec![copy],
            why: say::machine_copy_why(lang).to_owned(),
        },
        Step {
            title: say::machine_enter(lang),
            commands: vec![enter],
            why: say::machine_enter_why(lang).to_owned(),
        },
    ];
    steps.extend(challenge_firewall(plan, lang));
    steps.extend(fetch(plan, lang));
    steps.push(Step {
        title: say::machine_install(lang),
        commands: install(archive),
        why: say::machine_install_why(lang).to_owned(),
    });
    steps.extend(firewall(plan, lang));
    steps
}

fn account(user: Option<&Account>, host: &str) -> String {
    user.map_or_else(|| host.to_owned(), |user| format!("{}@{host}", user.as_str()))
}

fn options(mut command: Command, ssh: &Ssh, port: &str) -> Command {
    if ssh.port != Port::SSH {
        command = command.args([port, &ssh.port.to_string()]);
    }
    match &ssh.identity {
        Some(identity) => command.args(["-i", identity]),
        None => command,
    }
}

/// Brings these files to the machine, where the way there is known.
pub(crate) fn copy(plan: &Plan, files: &[&str]) -> Vec<Command> {
    let copy = |file: &&str| match &plan.choices().machine {
        Machine::Unsaid => None,
        Machine::Ssh(ssh) => Some(copy_by_ssh(ssh, file)),
        Machine::Gcloud(gcloud) => Some(copy_by_gcloud(gcloud, file)),
    };
    files.iter().filter_map(copy).collect()
}

pub(crate) fn copy_by_ssh(ssh: &Ssh, archive: &str) -> Command {
    // an IPv6 address needs brackets before the colon that ends it
    let to = account(ssh.user.as_ref(), &service::in_url(&ssh.host));
    options(Command::new("scp"), ssh, "-P").arg(archive).arg(format!("{to}:"))
}

pub(crate) fn enter_by_ssh(ssh: &Ssh) -> Command {
    let bare = service::in_url(&ssh.host);
    let to = account(ssh.user.as_ref(), bare.trim_matches(['[', ']']));
    options(Command::new("ssh"), ssh, "-p").arg(to)
}

pub(crate) fn place(command: Command, gcloud: &Gcloud) -> Command {
    command.args(["--project", gcloud.project.as_str(), "--zone", gcloud.zone.as_str()])
}

pub(crate) fn copy_by_gcloud(gcloud: &Gcloud, archive: &str) -> Command {
    let to = account(gcloud.user.as_ref(), gcloud.instance.as_str());
    let copy = Command::new("gcloud").args(["compute", "scp", archive, &format!("{to}:")]);
    place(copy, gcloud)
}

pub(crate) fn enter_by_gcloud(gcloud: &Gcloud) -> Command {
    let to = account(gcloud.user.as_ref(), gcloud.instance.as_str());
    place(Command::new("gcloud").args(["compute", "ssh", &to]), gcloud)
}

/// What runs on the machine itself, in the home folder that the bundle was copied to.
pub(crate) fn install(archive: &str) -> Vec<Command> {
    let folder = archive.trim_end_matches(".zip");
    let mut commands = System::Debian.commands(archive);
    // for what is unpacked, and not for what packages make
    commands.insert(commands.len().saturating_sub(1), Command::new("umask").arg("077"));
    commands.push(Command::new("cd").arg(folder));
    commands.push(Command::new("sudo").args(["sh", FileKind::InstallScript.name()]));
    commands.push(Command::new("cd"));
    commands.push(Command::new("rm").args(["-r", folder, archive]));
    commands
}

/// What the firewall's rule and the tag of the machines that it holds for are called: at most 63 characters
/// (<https://cloud.google.com/compute/docs/naming-resources>), with the `-80` that another rule may have behind it.
pub(crate) fn rule(plan: &Plan) -> String {
    plan::short(plan.label().replace('.', "-"), 60)
}

/// Opens port 80 for everybody where a public authority proves by it whose machine this is: it tells nobody from where it calls
/// (Let's Encrypt, "What IP addresses does Let's Encrypt use to validate my web server?").
pub(crate) fn challenge_firewall(plan: &Plan, lang: Lang) -> Option<Step> {
    if !plan.is_public() || plan.challenge() == Challenge::Dns {
        return None;
    }
    let commands = match &plan.choices().machine {
        Machine::Unsaid => Vec::new(),
        Machine::Gcloud(gcloud) => {
            let rule = format!("{}-80", rule(plan));
            let tag =
                Command::new("gcloud").args(["compute", "instances", "add-tags", gcloud.instance.as_str()]);
            let create = Command::new("gcloud").args(["compute", "firewall-rules", "create", &rule]);
            let create = create.args(["--project", gcloud.project.as_str(), "--direction", "INGRESS"]);
            let to = ["--allow", "tcp:80", "--source-ranges", "0.0.0.0/0", "--target-tags", &rule];
            vec![place(tag.args(["--tags", &rule]), gcloud), create.args(to)]
        }
        Machine::Ssh(_) => vec![Command::new("sudo").args(["ufw", "allow", "80/tcp"])],
    };
    let why = say::machine_challenge_why(lang);
    let why = match plan.choices().machine {
        Machine::Gcloud(_) => format!("{} {why}", say::machine_gcloud_why(lang)),
        Machine::Ssh(_) | Machine::Unsaid => why.to_owned(),
    };
    Some(Step { title: say::machine_challenge(lang), commands, why })
}

/// Has certbot fetch a public certificate, which must be there before nginx reads its name.
pub(crate) fn fetch(plan: &Plan, lang: Lang) -> Option<Step> {
    let first = plan.first_challenge();
    let install = Command::new("sudo").args(["apt-get", "install", "-y", "certbot"]);
    // whose site shows the answers
    let install = if matches!(first, Challenge::Webroot(_)) { install.arg("nginx") } else { install };
    plan.is_public().then(|| Step {
        title: text::runbook::public(lang),
        commands: vec![install, plan.fetch(first)],
        why: match first {
            // the package of nginx starts it at once, and its example site has the port
            Challenge::Standalone if plan.gateway().is_none() => {
                format!("{} {}", say::challenge_standalone(lang), say::challenge_busy(lang))
            }
            Challenge::Standalone => say::challenge_standalone(lang).to_owned(),
            Challenge::Webroot(_) => say::challenge_webroot(lang).to_owned(),
            Challenge::Dns => say::challenge_dns(lang).to_owned(),
        },
    })
}

/// Opens the service's ports for the callers that were named, and for nobody else.
pub(crate) fn firewall(plan: &Plan, lang: Lang) -> Option<Step> {
    let callers = &plan.choices().callers;
    let ports = plan.listened_ports();
    if plan.choices().listen_address.is_loopback() {
        return None;
    }
    let title = say::machine_firewall(lang);
    if callers.is_empty() {
        return Some(Step { title, commands: Vec::new(), why: say::machine_no_callers(lang).to_owned() });
    }
    let rule = rule(plan);
    let (commands, why) = match &plan.choices().machine {
        Machine::Unsaid => return None,
        Machine::Gcloud(gcloud) => {
            let rules: Vec<String> = ports.iter().map(|port| format!("tcp:{port}")).collect();
            let tag =
                Command::new("gcloud").args(["compute", "instances", "add-tags", gcloud.instance.as_str()]);
            let create = Command::new("gcloud").args(["compute", "firewall-rules", "create", &rule]);
            let commands = vec![
                place(tag.args(["--tags", &rule]), gcloud),
                create.args(["--project", gcloud.project.as_str(), "--direction", "INGRESS"]).args([
                    "--allow",
                    &rules.join(","),
                    "--source-ranges",
                    &callers.join(","),
                    "--target-tags",
                    &rule,
                ]),
            ];
            (commands, say::machine_gcloud_why(lang))
        }
        Machine::Ssh(_) => {
            let allow = |caller: &String, port: &Port| {
                let sudo = Command::new("sudo").args(["ufw", "allow", "proto", "tcp", "from", caller]);
                sudo.args(["to", "any", "port", &port.to_string()])
            };
            let commands =
                callers.iter().flat_map(|caller| ports.iter().map(move |port| allow(caller, port))).collect();
            (commands, say::machine_ufw_why(lang))
        }
    };
    Some(Step { title, commands, why: why.to_owned() })
}
