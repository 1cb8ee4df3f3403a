//! What was chosen in Deploy, played with the set: the calls that show whether mutual TLS works, and one by a client who is revoked. Both
//! sides are read out of Deploy's own files, and what nginx or the gateway and curl do is predicted from the same.

use core::net::IpAddr;

use deploy::curl::CheckKind;
use diagnose::dropped::Dropped;
use diagnose::predict::{Backends, Enacted, Question, enact, enact_gateway};
use handshake::scenario::{Asks, Scenario, Version};
use pki::chain::Member;
use text::Lang;
use text::{Message, handshake_room as say};

use super::{Look, Play, Versions, draw, offer, over_each, played, prediction, run};
use crate::deployed::Packed;
use crate::document::{Block, Verdict};
use crate::sight::chosen::{Chosen, Shows};
use crate::sight::dry_run::{Server, call};
use crate::work::Powers;

/// One call of what was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// One of Deploy's own.
    Deploys(CheckKind),
    /// Deploy's own by a client who is revoked.
    Revoked,
}

/// The calls under the names of scenarios: links are kept under them.
const CALLS: [(&str, Call); 4] = [
    ("deployed", Call::Deploys(CheckKind::WithCertificate)),
    ("deployed-without-certificate", Call::Deploys(CheckKind::WithoutCertificate)),
    ("deployed-stranger", Call::Deploys(CheckKind::Stranger)),
    ("deployed-revoked", Call::Revoked),
];

impl Call {
    /// The call of this name.
    pub(super) fn find(id: &str) -> Option<Call> {
        CALLS.iter().find(|(known, _)| *known == id).map(|(_, call)| *call)
    }

    fn kind(self) -> CheckKind {
        match self {
            Call::Deploys(kind) => kind,
            Call::Revoked => CheckKind::WithCertificate,
        }
    }

    fn title(self, lang: Lang) -> &'static str {
        match self {
            Call::Deploys(CheckKind::WithoutCertificate) => say::deployed_without(lang),
            Call::Deploys(CheckKind::Stranger) => say::deployed_stranger(lang),
            Call::Deploys(_) => say::deployed_with(lang),
            Call::Revoked => say::deployed_revoked(lang),
        }
    }

    /// Its name in links.
    fn id(self) -> &'static str {
        CALLS.iter().find(|(_, call)| *call == self).map_or("", |(id, _)| id)
    }

    fn lesson(self, lang: Lang) -> &'static str {
        match self {
            Call::Deploys(CheckKind::WithoutCertificate) => say::deployed_without_lesson(lang),
            Call::Deploys(CheckKind::Stranger) => say::deployed_stranger_lesson(lang),
            Call::Deploys(_) => say::deployed_with_lesson(lang),
            Call::Revoked => say::deployed_revoked_lesson(lang),
        }
    }
}

/// What is on offer of what was chosen, as a theme.
pub(super) fn theme(lang: Lang) -> (String, Vec<(String, String)>) {
    let entry = |(id, call): &(&str, Call)| ((*id).to_owned(), call.title(lang).to_owned());
    (say::as_deployed(lang).to_owned(), CALLS.iter().map(entry).collect())
}

/// Plays a call, as far as it can be played.
pub(super) fn play(look: &Look, call: Call, powers: &impl Powers) -> Result<Play, Message> {
    let lang = look.lang;
    let deployed = look.deployed.as_ref().and_then(Packed::unpacked);
    let Some(deployed) = deployed else { return Ok(refused(call, say::nothing_deployed(lang), lang)) };
    let chosen = Chosen {
        deployed: &deployed,
        ours: look.ours.as_deref(),
        made: &look.made,
        now: look.now,
        at: look.at,
        shows: if call == Call::Revoked { Shows::Revoked } else { Shows::Good },
        is_public_given: false,
    };
    if let Some(fault) = chosen.fault(lang) {
        return Ok(refused(call, fault, lang));
    }
    let materials = chosen.files(powers, lang).map_err(|error| error.message(lang))?;
    let files = Dropped::new(deployed.configuration.as_bytes(), materials.files);
    let server = Server::of(&files);
    let command = deployed.calls.iter().find(|(kind, _)| *kind == call.kind());
    let Some((_, command)) = command else { return Ok(refused(call, say::nothing_deployed(lang), lang)) };
    let question = Question {
        configuration: server.configuration(),
        command,
        files: &files,
        caller: &files,
        at: look.at,
        backends: Backends::Answer,
    };
    let enacted = match &server {
        Server::Nginx => enact(&question),
        Server::Gateway(taken) => {
            taken.as_ref().as_ref().ok().and_then(|taken| enact_gateway(&question, taken))
        }
    };
    let mut about = vec![Block::Paragraph(call.lesson(lang).into())];
    let whose = if look.ours.is_some() { say::of_yours(lang) } else { say::of_an_example(lang) };
    about.push(Block::Aside(whose.into()));
    about.extend(materials.notes);
    let mut play = match enacted {
        None => {
            about.push(Block::Caution(vec![say::not_enacted(lang).to_owned()]));
            empty(call, lang)
        }
        Some(mut enacted) => {
            about.push(settings(&enacted, &server, lang));
            let status = call::status(&question, &server).filter(|status| *status >= 400);
            if let Some(status) = status {
                let line = format!("{status} {}", reason(status));
                let body = format!("{line}\n");
                enacted.scenario.talk = enacted.scenario.talk.refused_with(&line, &body);
            }
            let scenario = &enacted.scenario;
            let mut play = match look.versions {
                Versions::Both if has_both(scenario) => over_each(scenario, look.at, powers, lang)?,
                _ => played(&run(scenario, powers, lang)?, look.at, lang),
            };
            play.has_versions = has_both(scenario);
            about.extend(remarks(&enacted, &server, look.versions, lang));
            play
        }
    };
    play.prediction = call::blocks(&question, &server, lang);
    play.prediction.push(configuration(&deployed.configuration, &server, lang));
    call.title(lang).clone_into(&mut play.title);
    call.id().clone_into(&mut play.scenario);
    play.about = about;
    draw(&mut play, lang);
    Ok(play)
}

/// Whether the policy allows both versions of TLS.
fn has_both(scenario: &Scenario) -> bool {
    scenario.server.offer.versions.len() == Version::ALL.len()
}

/// What the lab does otherwise than the programs.
fn remarks(enacted: &Enacted, server: &Server, versions: Versions, lang: Lang) -> Vec<Block> {
    let scenario = &enacted.scenario;
    let mut told: Vec<&str> = Vec::new();
    if versions == Versions::Both && !has_both(scenario) {
        told.push(say::one_version_allowed(lang));
    }
    match (server, scenario.server.asks) {
        (Server::Gateway(_), _) => told.push(say::judged_afterwards(lang)),
        (Server::Nginx, Asks::Required | Asks::Optional) => told.push(say::refused_in_http(lang)),
        (Server::Nginx, _) => {}
    }
    if enacted.keeps_names && !scenario.server.trust.is_empty() {
        told.push(say::names_not_kept(lang));
    }
    let offers = |protocols: &[String]| protocols.iter().any(|protocol| protocol == "h2");
    if offers(&scenario.server.offer.protocols) && offers(&scenario.client.offer.protocols) {
        told.push(say::frames_not_played(lang));
    }
    told.into_iter().map(|words| Block::Aside(words.into())).collect()
}

/// What of Deploy's choices counts in the handshake.
fn settings(enacted: &Enacted, server: &Server, lang: Lang) -> Block {
    let Scenario { client, server: called, .. } = &enacted.scenario;
    let joined = |words: Vec<&str>| words.join(", ");
    let row = |name: &str, what: String| (name.to_owned(), what);
    let name = if client.host.parse::<IpAddr>().is_ok() {
        say::set_no_name(lang).to_owned()
    } else {
        client.host.clone()
    };
    let need = match (server, called.asks) {
        (Server::Gateway(_), _) => say::set_asks_gateway(lang),
        (Server::Nginx, Asks::Required) => say::set_required(lang),
        (Server::Nginx, Asks::Optional) => say::set_optional(lang),
        (Server::Nginx, Asks::DangerAcceptAnyone | Asks::JudgesAfterwards | Asks::Off) => {
            say::set_unchecked(lang)
        }
    };
    let authorities: Vec<String> =
        enacted.trusted.iter().filter_map(|der| Member::read(der)).map(|member| member.subject).collect();
    let offers = |version| called.offer.versions.contains(&version);
    let spoken = called.offer.suites.iter().filter(|suite| offers(suite.version()));
    let mut rows = vec![
        row(say::set_called(lang), enacted.url.clone()),
        row("SNI", name),
        row("TLS", joined(called.offer.versions.iter().map(|version| version.label()).collect())),
        row(say::set_suites(lang), joined(spoken.map(|suite| suite.label()).collect())),
        row(say::set_groups(lang), joined(called.offer.groups.iter().map(|group| group.label()).collect())),
        row("ALPN", called.offer.protocols.join(", ")),
        row(say::set_clients(lang), need.to_owned()),
        row(say::set_authorities(lang), authorities.join(" · ")),
        row(say::set_depth(lang), enacted.depth.to_string()),
    ];
    if let Server::Nginx = server {
        rows.push(row(say::set_lists(lang), called.lists.len().to_string()));
    }
    Block::Terms(rows)
}

/// The configuration that was read.
fn configuration(text: &str, server: &Server, lang: Lang) -> Block {
    let name = match server {
        Server::Nginx => diagnose::staging::CONFIGURATION,
        Server::Gateway(_) => diagnose::staging::GATEWAY,
    };
    prediction::configurations(&[(name, text)], lang)
}

/// Reason phrases (RFC 9110 section 15.5) of the statuses by which callers are refused.
fn reason(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        421 => "Misdirected Request",
        _ => "",
    }
}

/// Nothing is played, for this reason.
fn refused(call: Call, message: Message, lang: Lang) -> Play {
    Play { outcome: vec![Block::Finding(Verdict::Refused, message)], ..empty(call, lang) }
}

fn empty(call: Call, lang: Lang) -> Play {
    Play {
        offer: offer(lang),
        title: call.title(lang).to_owned(),
        missed: None,
        refused: Vec::new(),
        about: Vec::new(),
        outcome: Vec::new(),
        prediction: Vec::new(),
        titles: Vec::new(),
        versions: Versions::Agreed,
        has_versions: false,
        scenario: call.id().to_owned(),
        connections: Vec::new(),
        raws: Vec::new(),
        files: Vec::new(),
    }
}
