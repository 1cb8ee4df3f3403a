//! The report for people, in lines. What it says is `meaning`'s.

use handshake::scenario::{Group, Version};
use pki::verify::openssl;
use text::Lang;
use text::gateway_probe as say;

use super::ending::{Admission, Ending, When};
use super::kit::Row;
use super::meaning::{Demand, Rank, Report, Trial};
use super::observed::Shown;
use super::{Expected, Probed};

/// The lines.
#[must_use]
pub fn write(probed: &Probed, lang: Lang) -> String {
    let report = &probed.report;
    let mut lines = vec![match &probed.address {
        Some(address) => say::head(lang, &probed.target, address),
        None => probed.target.to_string(),
    }];
    if !report.trials.is_empty() {
        lines.push(demand(report.demand, lang).to_owned());
        lines.push(String::new());
        for version in Version::ALL {
            version_lines(report, version, lang, &mut lines);
        }
    }
    facts(report, lang, &mut lines);
    certificates(report, lang, &mut lines);
    for (rank, head) in [(Rank::Wrong, say::head_wrong(lang)), (Rank::Note, say::head_notes(lang))] {
        let of_rank: Vec<_> = report.findings.iter().filter(|finding| finding.rank() == rank).collect();
        if !of_rank.is_empty() {
            lines.push(String::new());
            lines.push(head.to_owned());
            lines.extend(of_rank.iter().map(|finding| format!("- {}", finding.message(lang))));
        }
    }
    if let Some(rows) = &probed.kit {
        lines.push(String::new());
        lines.push(say::head_kit(lang).to_owned());
        rows.iter().for_each(|one| row(one, lang, &mut lines));
    }
    lines.push(String::new());
    for Expected { expect, met } in &probed.expected {
        lines.push(if *met { say::met(lang, &expect.id()) } else { say::not_met(lang, &expect.id()) });
    }
    if let Some(rows) = &probed.kit {
        let count = |result| rows.iter().filter(|row| row.got.as_predicted() == result).count();
        let (others, untold) = (count(Some(false)), count(None));
        if others > 0 {
            lines.push(say::kit_not_met(lang, others, rows.len()));
        }
        if untold > 0 {
            lines.push(say::kit_untold(lang, untold, rows.len()));
        }
        if others + untold == 0 {
            lines.push(say::kit_met(lang).to_owned());
        }
    }
    let text = lines.join("\n") + "\n";
    // names and pages are the server's: what would move a terminal's cursor or turn its letters round is not printed
    text.chars().map(|letter| if harmless(letter) { letter } else { char::REPLACEMENT_CHARACTER }).collect()
}

fn harmless(letter: char) -> bool {
    let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    letter == '\n' || !(letter.is_control() || turns)
}

fn demand(demand: Demand, lang: Lang) -> &'static str {
    match demand {
        Demand::Required => say::demand_required(lang),
        Demand::Optional => say::demand_optional(lang),
        Demand::NotAsked => say::demand_not_asked(lang),
        Demand::Differs => say::demand_differs(lang),
        Demand::Unknown => say::demand_unknown(lang),
    }
}

fn version_lines(report: &Report, version: Version, lang: Lang, lines: &mut Vec<String>) {
    let trials: Vec<&Trial> = report.trials.iter().filter(|trial| trial.version == version).collect();
    if trials.is_empty() {
        return;
    }
    let agreed = trials.iter().find_map(|trial| trial.agreed.as_ref());
    let settled = agreed.map(|agreed| {
        let group = agreed.group.as_deref().unwrap_or("–");
        format!("{}, {}, {group}", version.label(), agreed.suite)
    });
    lines.push(settled.unwrap_or_else(|| version.label().to_owned()));
    let has_shown = trials.iter().any(|trial| trial.shown == Shown::Certificate);
    for trial in trials {
        let resumed = trial.agreed.as_ref().is_some_and(|agreed| agreed.resumed);
        let who = match (trial.shown, resumed) {
            (Shown::Nothing, _) => say::without_certificate(lang),
            (Shown::Certificate, _) => say::with_certificate(lang),
            // what comes of it is only news where the session stands for a certificate
            (Shown::Session, true) if has_shown => say::with_session(lang),
            (Shown::Session, true) => {
                lines.push(format!("  {}", say::session_goes_on(lang)));
                continue;
            }
            (Shown::Session, false) => {
                lines.push(format!("  {}", say::session_does_not(lang)));
                continue;
            }
        };
        lines.push(format!("  {who}: {}", outcome(trial, lang)));
    }
}

fn row(row: &Row, lang: Lang, lines: &mut Vec<String>) {
    let word = |admission: Admission| match admission {
        Admission::Admitted => say::word_let_in(lang),
        Admission::Refused => say::word_refused(lang),
        Admission::Undecided => say::word_undecided(lang),
    };
    let mark = match row.got.as_predicted() {
        Some(true) => "ok    ",
        Some(false) => "FAILED",
        None => "--    ",
    };
    let got: Vec<String> = row
        .got
        .ends
        .iter()
        .map(|came| format!("{} {}, {}", came.version.label(), word(came.admission), end(&came.ending, lang)))
        .collect();
    let got = if got.is_empty() { say::none(lang).to_owned() } else { got.join("; ") };
    lines.push(format!("{mark}  {}: {}", row.title, say::row_kit(lang, &word(row.predicted), &got)));
    lines.extend(row.advice(lang).map(|advice| format!("        {advice}")));
}

fn outcome(trial: &Trial, lang: Lang) -> String {
    let end = end(&trial.ending, lang);
    match trial.admission {
        Admission::Admitted => say::let_in(lang, &end),
        Admission::Refused => say::refused(lang, &end),
        Admission::Undecided => end,
    }
}

/// How a connection ended, in a few words.
pub(super) fn end(ending: &Ending, lang: Lang) -> String {
    let moment = |when: When| match when {
        When::BeforeHello => say::when_before_hello(lang),
        When::During => say::when_during(lang),
        When::After => say::when_after(lang),
    };
    match ending {
        Ending::Answered { status, words, .. } if words.is_empty() => format!("HTTP {status}"),
        Ending::Answered { status, words, .. } => format!("HTTP {status} “{}”", shortened(words)),
        Ending::Shaken => String::new(),
        Ending::Alert { alert, when } => say::end_alert(lang, alert, &moment(*when)),
        Ending::Closed { when } => say::end_closed(lang, &moment(*when)),
        Ending::Silent { when } => say::end_silent(lang, &moment(*when)),
        Ending::NotTls { .. } => say::end_not_tls(lang).to_owned(),
        Ending::Stopped { words } => say::end_stopped(lang, words),
    }
}

/// The beginning, as far as it fits behind what stands before it.
fn shortened(words: &str) -> String {
    const MOST: usize = 60;
    match words.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", words[..at].trim_end()),
        None => words.to_owned(),
    }
}

fn facts(report: &Report, lang: Lang, lines: &mut Vec<String>) {
    let mut rows = Vec::new();
    if let Some(asks) = &report.asks {
        let names = if asks.authorities.is_empty() {
            say::none(lang).to_owned()
        } else {
            asks.authorities.join(" · ")
        };
        rows.push(say::row_authorities(lang, &names));
    }
    let taken = report.groups.iter().filter(|(_, taken)| *taken);
    let taken: Vec<&str> = taken.map(|(group, _): &(Group, bool)| group.label()).collect();
    if !taken.is_empty() {
        rows.push(say::row_groups(lang, &taken.join(", ")));
        rows.push(say::row_protocol(lang, &report.protocol.as_deref().unwrap_or(say::none(lang))));
        rows.push(match &report.staple {
            Some(staple) => say::row_staple(lang, staple.octets),
            None => say::row_no_staple(lang).to_owned(),
        });
    }
    if !rows.is_empty() {
        lines.push(String::new());
        lines.extend(rows);
    }
}

fn certificates(report: &Report, lang: Lang, lines: &mut Vec<String>) {
    let Some(chain) = &report.chain else { return };
    lines.push(String::new());
    lines
        .push(if chain.holds() { say::chain_holds(lang) } else { say::chain_does_not_hold(lang) }.to_owned());
    for (number, certificate) in chain.sent.iter().enumerate() {
        let Some(certificate) = certificate else {
            lines.push(format!("  {}. {}", number + 1, say::unreadable(lang)));
            continue;
        };
        let facts = certificate.facts();
        let names: Vec<String> = facts.names.iter().map(ToString::to_string).collect();
        let title = if facts.subject.is_empty() { names.join(", ") } else { facts.subject.clone() };
        lines.push(format!(
            "  {}. {}",
            number + 1,
            say::certificate(lang, &title, &facts.issuer, &facts.not_after.minute(lang))
        ));
        if number == 0 && !names.is_empty() {
            lines.push(format!("     {}", say::names(lang, &names.join(", "))));
        }
    }
    if chain.openssl != openssl::Code::OK {
        lines.push(format!("  curl: {} ({})", chain.openssl.text(), chain.openssl.0));
    }
}
