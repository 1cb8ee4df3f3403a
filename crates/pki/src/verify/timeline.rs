//! All validities on one time line, and the moments at which a verdict changes: what breaks on which day, in which order. From
//! the data alone; "now" is the reader's.

use serde::{Deserialize, Serialize};

use super::compare::{Comparison, compare};
use super::openssl::Code;
use super::webpki::Refusal;
use super::{Question, openssl, path, webpki};
use crate::chain::{Name, Pool};
use crate::moment::Moment;

/// From when until when something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// What.
    pub of: Subject,
    /// Its first second.
    pub from: Moment,
    /// Its last second; `None` when it does not say.
    pub to: Option<Moment>,
}

/// A certificate or a list, by its number in the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// A certificate.
    Certificate(usize),
    /// A list.
    List(usize),
}

/// Something begins or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Event {
    /// It holds from here on.
    Begins(Subject),
    /// It holds no more from here on.
    Ends(Subject),
}

/// What everybody says at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// The rules: at which certificate of the pool, by which check and why the best path fails first; `None` when they accept.
    pub rules: Option<(usize, path::Check, path::Failure)>,
    /// OpenSSL's number; 0 when it accepts.
    pub openssl: Code,
    /// Why webpki refuses; `None` when it accepts.
    pub webpki: Option<Refusal>,
}

impl Verdicts {
    /// Whether all accept.
    #[must_use]
    pub fn all_accept(&self) -> bool {
        self.rules.is_none() && self.openssl == Code::OK && self.webpki.is_none()
    }
}

/// A moment from which on somebody says something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The first second of what comes after.
    pub at: Moment,
    /// What begins and ends there.
    pub because: Vec<Event>,
    /// What was said until then.
    pub before: Verdicts,
    /// What is said from then on.
    pub after: Verdicts,
}

/// Every certificate and list of a pool, by when they end, then by when they begin.
#[must_use]
pub fn bars(pool: &Pool) -> Vec<Bar> {
    let certificates = pool.members.iter().enumerate().map(|(index, member)| Bar {
        of: Subject::Certificate(index),
        from: member.not_before,
        to: Some(member.not_after),
    });
    let lists = pool.lists.iter().enumerate().map(|(index, list)| Bar {
        of: Subject::List(index),
        from: list.this_update,
        to: list.next_update,
    });
    let mut bars: Vec<Bar> = certificates.chain(lists).collect();
    bars.sort_by_key(|bar| (bar.to.unwrap_or(Moment::LAST), bar.from, bar.of));
    bars
}

/// What everybody says at the question's moment.
#[must_use]
pub fn judge(
    pool: &Pool,
    question: &Question,
    with: &openssl::Settings,
    rustls: webpki::Settings,
) -> Verdicts {
    let Comparison { openssl, webpki, .. } = compare(pool, question, with, rustls);
    let validation = path::validate(pool, question);
    let rules = validation.paths.first().and_then(path::Path::first_fault);
    let rules = rules.map(|(member, check, failure)| (member, check, failure.clone()));
    Verdicts { rules, openssl: openssl.code, webpki: webpki.err() }
}

/// The moments at which a verdict changes, in their order. What the question says of the moment does not matter.
#[must_use]
pub fn changes(
    pool: &Pool,
    question: &Question,
    with: &openssl::Settings,
    rustls: webpki::Settings,
) -> Vec<Change> {
    let question = &question.trimmed(pool);
    let events = events(pool, question);
    let mut moments: Vec<Moment> = events.iter().map(|(moment, _)| *moment).collect();
    // OpenSSL takes the last second for over, and the second after it is everybody's
    moments.extend(events.iter().filter(|(_, event)| is_end(*event)).map(|(at, _)| at.plus_seconds(-1)));
    moments.sort_unstable();
    moments.dedup();
    let Some(first) = moments.first() else { return Vec::new() };
    let at = |moment: Moment| judge(pool, &Question { at: moment, ..question.clone() }, with, rustls);
    let mut before = at(first.plus_seconds(-1));
    let mut changes = Vec::new();
    for moment in moments {
        let after = at(moment);
        if after != before {
            let near = |(time, event): &(Moment, Event)| {
                *time == moment || (is_end(*event) && time.plus_seconds(-1) == moment)
            };
            let because = events.iter().filter(|event| near(event)).map(|(_, event)| *event).collect();
            changes.push(Change { at: moment, because, before, after: after.clone() });
        }
        before = after;
    }
    changes
}

fn is_end(event: Event) -> bool {
    matches!(event, Event::Ends(_))
}

/// What begins and ends among the parts of a question. An end stands at the first second after it.
fn events(pool: &Pool, question: &Question) -> Vec<(Moment, Event)> {
    let mut members: Vec<usize> = question.intermediates.clone();
    members.extend(&question.anchors);
    members.push(question.leaf);
    members.sort_unstable();
    members.dedup();
    let mut events = Vec::new();
    for index in members.iter().copied() {
        let (member, subject) = (&pool.members[index], Subject::Certificate(index));
        events.push((member.not_before, Event::Begins(subject)));
        events.push((member.not_after.plus_seconds(1), Event::Ends(subject)));
    }
    let issuers: Vec<&Name> = members.iter().map(|member| &pool.members[*member].issuer_name).collect();
    for index in question.lists.iter().copied() {
        let (list, subject) = (&pool.lists[index], Subject::List(index));
        if !issuers.contains(&&list.issuer_name) {
            continue;
        }
        events.push((list.this_update, Event::Begins(subject)));
        events.extend(list.next_update.map(|end| (end.plus_seconds(1), Event::Ends(subject))));
    }
    events.sort_unstable();
    events
}
