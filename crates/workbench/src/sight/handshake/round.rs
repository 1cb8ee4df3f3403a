//! The whole catalogue, one scenario after the other: for each who stopped where, by which alert, and what curl sees of nginx. One
//! scenario in all its messages is [`super::Play`].

use handshake::catalogue::{ENTRIES, Entry, Expected, Play as Staging, Theme};
use handshake::refusal::Refusal;
use handshake::scenario::{Asks, Check, Scenario};
use handshake::transcript::End;
use pki::moment::Moment;
use serde::{Deserialize, Serialize};
use text::handshake_room as say;
use text::{Lang, Message};

use diagnose::predict::Outcome;

use super::{Ours, outcome, prediction, run};
use crate::document::Verdict;
use crate::task::Progress;
use crate::work::Powers;

/// What the catalogue is played with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Order {
    /// What was made on the page, with its keys; without it an example is made.
    pub ours: Option<Box<Ours>>,
    /// The moment at which both sides judge.
    pub at: Moment,
    /// The reader's language.
    pub lang: Lang,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    /// How many came through and how many did not, in a sentence.
    pub summary: String,
    /// The scenarios by theme.
    pub themes: Vec<(String, Vec<Line>)>,
}

/// What came of one scenario.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The scenario's name for ever.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whether both the lab and the programs let it through; a caution where they differ, or where nobody looked.
    pub verdict: Verdict,
    /// Who stopped it where, or that nobody did.
    pub end: String,
    /// The alert if there was one, and what curl sees of nginx.
    pub seen: String,
    /// The rule by which it was stopped; empty when it was not.
    pub rule: String,
}

/// How a scenario ended.
struct Ended {
    through: bool,
    end: String,
    alert: Option<String>,
    rule: &'static str,
}

impl Order {
    /// Plays all of them.
    ///
    /// # Errors
    /// What is wrong and what to try.
    pub(crate) async fn run(self, powers: &impl Powers) -> Result<Round, Message> {
        let lang = self.lang;
        let mut set = super::set(self.ours.as_deref(), self.at, powers, lang)?;
        let mut themes: Vec<(String, Vec<Line>)> =
            Theme::ALL.into_iter().map(|theme| (theme.label(lang).to_owned(), Vec::new())).collect();
        let mut through = 0;
        for (done, entry) in ENTRIES.iter().enumerate() {
            powers.progress(Progress { done, total: ENTRIES.len() });
            let staging = super::staged(entry, &mut set, powers, lang).await?;
            let ended = ended(entry, &staging, powers, lang)?;
            through += usize::from(ended.through);
            let foreseen = prediction::foreseen(staging.staged()).map(|(_, outcome)| outcome);
            let place = Theme::ALL.iter().position(|theme| *theme == entry.theme);
            themes[place.expect("all themes are there")].1.push(line(
                entry,
                &staging.staged().scenario,
                ended,
                foreseen.as_ref(),
                lang,
            ));
        }
        let summary = say::round_done(lang, &ENTRIES.len(), &through, &(ENTRIES.len() - through));
        Ok(Round { summary, themes })
    }
}

fn ended(entry: &Entry, staging: &Staging, powers: &impl Powers, lang: Lang) -> Result<Ended, Message> {
    let staged = match staging {
        Staging::Lab(staged) => staged,
        Staging::Recording(recorded) => {
            let rule = recorded.refusal.as_ref().map_or("", Refusal::rule);
            let (through, end, alert) = match entry.expected {
                Expected::Through => (true, say::round_through(lang).to_owned(), None),
                Expected::Stopped { by, at, alert } => {
                    let end = say::round_stopped(lang, &outcome::name(by, lang), &at.label());
                    (false, end, Some(alert.to_string()))
                }
            };
            return Ok(Ended { through, end: say::round_recorded(lang, &end), alert, rule });
        }
    };
    let transcript = run(&staged.scenario, powers, lang)?;
    let connection = transcript.last();
    Ok(match connection.stopped_by().map(|side| (side, &connection.outcome(side).end)) {
        Some((side, End::Stopped { step, alert, .. })) => Ended {
            through: false,
            end: say::round_stopped(lang, &outcome::name(side, lang), &step.label()),
            alert: alert.map(|alert| alert.to_string()),
            rule: connection.rule().unwrap_or_default(),
        },
        _ => Ended { through: true, end: say::round_through(lang).to_owned(), alert: None, rule: "" },
    })
}

/// Whether one side lets the other in without having looked at it.
fn is_unchecked(scenario: &Scenario) -> bool {
    scenario.server.asks != Asks::Required || scenario.client.check != Check::Verify
}

fn line(entry: &Entry, scenario: &Scenario, ended: Ended, foreseen: Option<&Outcome>, lang: Lang) -> Line {
    let Ended { through, end, alert, rule } = ended;
    let verdict = match (through, foreseen.is_none_or(prediction::is_let_in)) {
        (true, true) if is_unchecked(scenario) => Verdict::Caution,
        (true, true) => Verdict::Fine,
        (false, false) => Verdict::Refused,
        // without a configuration there is nothing to differ from
        (false, true) if foreseen.is_none() => Verdict::Refused,
        _ => Verdict::Caution,
    };
    let seen: Vec<String> = alert.into_iter().chain(foreseen.map(seen)).collect();
    Line {
        id: entry.id.to_owned(),
        title: entry.title(lang).to_owned(),
        verdict,
        end,
        seen: seen.join(" · "),
        rule: rule.to_owned(),
    }
}

/// What curl sees, the same in every language: the status, or the number with which it ends.
fn seen(outcome: &Outcome) -> String {
    match outcome.http_status {
        _ if outcome.nginx_test.is_err() => "nginx -t".to_owned(),
        Some(status) => format!("HTTP {status}"),
        None => format!("curl ({})", outcome.curl_exit),
    }
}
