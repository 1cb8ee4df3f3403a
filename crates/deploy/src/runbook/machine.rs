//! The machine, its name and its firewall; then the way of the files to it. How each command is made is [`crate::machine`]'s.

use pki::name::host::HostName;
use text::deploy;
use text::runbook as say;
use text::{Lang, Message};

use super::{Chapter, Place, Step};
use crate::choices::{Gcloud, Machine};
use crate::curl::called_by_name;
use crate::gateway_unit::PROGRAM;
use crate::machine as way;
use crate::plan::{Challenge, Plan};
use crate::readme_server;
use crate::service;
use crate::shell::Command;

/// The address, and the name that points to it.
pub(super) fn machine(plan: &Plan, lang: Lang) -> Chapter {
    let mut steps = vec![address(plan, lang)];
    let named = |name: &&HostName| service::address(name).is_none();
    let names: Vec<String> = plan.names().iter().filter(named).map(service::in_url).collect();
    if called_by_name(plan) {
        steps.push(dns(plan, &names.join(", "), lang));
    }
    Chapter { title: say::machine(lang), why: say::machine_why(lang).to_owned(), steps }
}

fn address(plan: &Plan, lang: Lang) -> Step {
    let step = Step::new("address", say::address(lang));
    match &plan.choices().machine {
        Machine::Unsaid => step.say(say::address_unsaid(lang)),
        Machine::Ssh(ssh) => {
            let private = say::address_private(lang, &plan.choices().listen_port);
            let command = way::enter_by_ssh(ssh).args(["hostname", "-I"]);
            step.say(say::address_ssh(lang))
                .run(Place::Here, [command])
                .expect(lang, say::address_ssh_expect(lang))
                .or(private)
        }
        Machine::Gcloud(gcloud) => {
            let describe = Command::new("gcloud").args([
                "compute",
                "instances",
                "describe",
                gcloud.instance.as_str(),
                "--format",
                "value(networkInterfaces[0].accessConfigs[0].natIP)",
            ]);
            step.say(say::address_gcloud(lang))
                .run(Place::Here, [way::place(describe, gcloud)])
                .console([
                    say::address_gcloud_1(lang, &gcloud.project.as_str()),
                    say::address_gcloud_2(lang, &gcloud.instance.as_str(), &gcloud.zone.as_str()),
                ])
                .expect(lang, say::address_expect(lang))
                .or(say::address_none(lang))
                .or(say::address_moves(lang))
        }
    }
}

fn dns(plan: &Plan, names: &str, lang: Lang) -> Step {
    let (name, port) = (plan.called(), plan.choices().listen_port);
    let step = Step::new("dns", say::dns(lang)).say(&say::dns_what(lang, &names));
    let step = match plan.choices().machine {
        Machine::Gcloud(_) => step.console([
            say::dns_console_1(lang).to_owned(),
            say::dns_console_2(lang, &name),
            say::dns_console_3(lang).to_owned(),
        ]),
        Machine::Ssh(_) | Machine::Unsaid => step,
    };
    step.run(Place::Here, [Command::new("dig").args(["+short", &name])])
        .expect(lang, say::dns_expect(lang))
        .or(say::dns_none(lang, &name, &port))
        .or(say::dns_other(lang))
}

/// What the bundle's files need: without it `install.sh` stops, and a new machine may have no lists of packages yet.
fn packages(plan: &Plan, lang: Lang) -> Step {
    let step = Step::new("packages", say::packages(lang));
    let step = readme_server::origin(plan, lang).iter().fold(step, |step, words| step.say(words));
    step.say(deploy::place_needs(lang))
        .run(Place::Machine, readme_server::packages(plan))
        .expect(lang, say::packages_expect(lang))
        .or(say::packages_gone(lang))
}

/// The gateway itself, which is in no bundle.
fn program(lang: Lang) -> Step {
    let install = Command::new("sudo").args(["install", "-m", "0755", "handfast-gateway", PROGRAM]);
    let version = Command::new(PROGRAM).arg("--version");
    Step::new("gateway-program", say::program(lang))
        .say(say::program_why(lang))
        .run(Place::Machine, vec![install, version])
        .expect(lang, say::program_expect(lang))
        .or(say::program_foreign(lang))
}

/// The bundle's way, the installation, and who may reach the port.
pub(super) fn bring(plan: &Plan, archive: &str, lang: Lang) -> Chapter {
    let (copy_refused, copy_timeout) = (say::copy_refused(lang), say::copy_timeout(lang));
    let copy = |command: Command, others: &[Message]| {
        let copy = Step::new("copy", deploy::machine_copy(lang))
            .run(Place::Here, [command])
            .say(deploy::machine_copy_why(lang))
            .expect(lang, say::copy_expect(lang));
        others.iter().cloned().fold(copy, Step::or)
    };
    let enter = |command: Command| {
        Step::new("enter", deploy::machine_enter(lang))
            .run(Place::Here, [command])
            .say(deploy::machine_enter_why(lang))
            .expect(lang, say::enter_expect(lang))
            .or(say::enter_host_key(lang))
    };
    let mut steps = match &plan.choices().machine {
        Machine::Unsaid => {
            vec![Step::new("copy", deploy::machine_copy(lang)).say(&say::bring_unsaid(lang, &archive))]
        }
        Machine::Ssh(ssh) => vec![
            copy(way::copy_by_ssh(ssh, archive), &[copy_refused, copy_timeout]),
            enter(way::enter_by_ssh(ssh)),
        ],
        Machine::Gcloud(gcloud) => vec![
            copy(way::copy_by_gcloud(gcloud, archive), &[copy_timeout]),
            enter(way::enter_by_gcloud(gcloud)),
        ],
    };
    steps.push(packages(plan, lang));
    steps.extend(public(plan, lang));
    steps.extend(plan.gateway().map(|_| program(lang)));
    steps.push(
        Step::new("install", deploy::machine_install(lang))
            .run(Place::Machine, way::install(archive))
            .say(deploy::machine_install_why(lang))
            .expect(lang, say::install_expect(lang, &deploy::install_done(lang, &plan.called())))
            .or(say::install_stopped(lang))
            .or(say::install_twice(lang)),
    );
    steps.extend(firewall(plan, lang));
    Chapter { title: say::bring(lang), why: say::bring_why(lang, &archive), steps }
}

/// A public authority's certificate, which must be there before nginx reads its name.
fn public(plan: &Plan, lang: Lang) -> Vec<Step> {
    let Some(lineage) = plan.lineage() else { return Vec::new() };
    let mut steps = Vec::new();
    if let Some(found) = way::challenge_firewall(plan, lang) {
        let step = Step::new("firewall-80", found.title);
        let place = match plan.choices().machine {
            Machine::Gcloud(_) => Place::Here,
            Machine::Ssh(_) | Machine::Unsaid => Place::Machine,
        };
        let step = if found.commands.is_empty() { step } else { step.run(place, found.commands) };
        steps.push(step.say(&found.why).expect(lang, say::firewall_80_expect(lang)));
    }
    let Some(fetch) = way::fetch(plan, lang) else { return steps };
    let step = Step::new("public-certificate", fetch.title)
        .say(&deploy::public_what(lang, &lineage))
        .say(&fetch.why)
        .run(Place::Machine, fetch.commands)
        .expect(lang, say::public_expect(lang, &lineage));
    steps.push(match plan.first_challenge() {
        Challenge::Standalone => step.or(say::public_busy(lang)).or(say::public_timeout(lang)),
        Challenge::Webroot(_) => step.or(say::public_unshown(lang)).or(say::public_timeout(lang)),
        Challenge::Dns => step.or(say::public_record(lang)),
    });
    steps
}

fn firewall(plan: &Plan, lang: Lang) -> Option<Step> {
    let found = way::firewall(plan, lang)?;
    let step = Step::new("firewall", found.title);
    if found.commands.is_empty() {
        return Some(step.say(&found.why));
    }
    let step = match &plan.choices().machine {
        Machine::Unsaid | Machine::Ssh(_) => {
            let status = Command::new("sudo").args(["ufw", "status"]);
            let commands: Vec<Command> = found.commands.into_iter().chain([status]).collect();
            step.run(Place::Machine, commands).say(&found.why)
        }
        Machine::Gcloud(gcloud) => {
            let rule = way::rule(plan);
            let shown = list_rule(gcloud, &rule);
            let commands: Vec<Command> = found.commands.into_iter().chain([shown]).collect();
            let ports = plan.listened_ports().iter().map(|port| format!("tcp:{port}")).collect::<Vec<_>>();
            let callers = plan.choices().callers.join(", ");
            step.run(Place::Here, commands)
                .say(&found.why)
                .console([
                    say::firewall_gcloud_1(lang).to_owned(),
                    say::firewall_gcloud_2(lang, &rule, &callers, &ports.join(", ")),
                    say::firewall_gcloud_3(lang, &gcloud.instance.as_str(), &rule),
                    say::firewall_gcloud_4(lang).to_owned(),
                ])
                .or(say::firewall_open(lang))
        }
    };
    Some(step.expect(lang, say::firewall_expect(lang)).or(say::firewall_timeout(lang)))
}

fn list_rule(gcloud: &Gcloud, rule: &str) -> Command {
    let list = Command::new("gcloud").args(["compute", "firewall-rules", "describe", rule]);
    list.args(["--project", gcloud.project.as_str(), "--format", "yaml(allowed,sourceRanges,targetTags)"])
}
