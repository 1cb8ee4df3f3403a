//! The time line: all validities, and what is said in each stretch of time.

use pki::chain::Pool;
use pki::moment::Moment;
use pki::verify::openssl::Code;
use pki::verify::timeline::{self, Event, Subject, Verdicts};
use pki::verify::{Question, webpki};
use serde::{Deserialize, Serialize};
use text::Lang;
use text::chain_room as say;

use super::verdicts::{at_certificate, settings};
use crate::document::{Block, Verdict};

/// A validity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Whose.
    pub title: String,
    /// From when until when, in words.
    pub words: String,
    /// Its first second.
    pub from: Moment,
    /// Its last second; `None` when it does not say.
    pub to: Option<Moment>,
    /// The certificate's place in the drawing; `None` for a list.
    pub node: Option<usize>,
}

/// A stretch of time in which everybody says the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Its first second; the first stretch has none.
    pub from: Option<Moment>,
    /// The first second in words.
    pub since: String,
    /// What begins and ends there.
    pub because: Vec<String>,
    /// Whether all accept, some or none.
    pub verdict: Verdict,
    /// What is said.
    pub words: Vec<Block>,
}

pub(super) fn bars(pool: &Pool, lang: Lang) -> Vec<Bar> {
    let bar = |bar: timeline::Bar| {
        let end = bar.to.map_or_else(|| say::without_end(lang).to_owned(), |to| to.day(lang));
        Bar {
            title: title(pool, bar.of, lang),
            words: say::span(lang, &bar.from.day(lang), &end),
            from: bar.from,
            to: bar.to,
            node: match bar.of {
                Subject::Certificate(member) => Some(member),
                Subject::List(_) => None,
            },
        }
    };
    timeline::bars(pool).into_iter().map(bar).collect()
}

fn title(pool: &Pool, of: Subject, lang: Lang) -> String {
    match of {
        Subject::Certificate(member) => pool.members[member].title.clone(),
        Subject::List(list) => say::list_of(lang, &pool.lists[list].issuer),
    }
}

pub(super) fn stretches(pool: &Pool, question: &Question, depth: usize, lang: Lang) -> Vec<Stretch> {
    let settings = settings(question, depth);
    let changes = timeline::changes(pool, question, &settings, webpki::Settings::RUSTLS);
    let stretch = |from: Option<Moment>, because: &[Event], verdicts: &Verdicts| Stretch {
        from,
        since: from.map(|at| say::from_then(lang, &at.minute(lang))).unwrap_or_default(),
        because: because
            .iter()
            .map(|event| match event {
                Event::Begins(of) => say::begins(lang, &title(pool, *of, lang)),
                Event::Ends(of) => say::ends(lang, &title(pool, *of, lang)),
            })
            .collect(),
        verdict: verdict(verdicts),
        words: words(pool, verdicts, lang),
    };
    let Some(first) = changes.first() else {
        let now = timeline::judge(pool, question, &settings, webpki::Settings::RUSTLS);
        return vec![stretch(None, &[], &now)];
    };
    let mut stretches = vec![stretch(None, &[], &first.before)];
    for change in &changes {
        let next = stretch(Some(change.at), &change.because, &change.after);
        // some take the last second of a certificate and others do not: people read one change
        match stretches.last_mut() {
            Some(last) if last.since == next.since => {
                let mut because = core::mem::take(&mut last.because);
                for event in next.because {
                    if !because.contains(&event) {
                        because.push(event);
                    }
                }
                *last = Stretch {
                    from: last.from,
                    because,
                    verdict: next.verdict,
                    words: next.words,
                    since: next.since,
                };
            }
            _ => stretches.push(next),
        }
    }
    let ends: Vec<String> =
        stretches.iter().skip(1).filter_map(|next| Some(next.from?.minute(lang))).collect();
    for (stretch, end) in stretches.iter_mut().zip(ends) {
        stretch.words.push(Block::Aside(say::stays_until(lang, &end).into()));
    }
    stretches
}

/// Refused where nobody is left who accepts: the rules alone let nobody in.
fn verdict(verdicts: &Verdicts) -> Verdict {
    if verdicts.all_accept() {
        Verdict::Fine
    } else if verdicts.openssl == Code::OK || verdicts.webpki.is_none() {
        Verdict::Caution
    } else {
        Verdict::Refused
    }
}

fn words(pool: &Pool, verdicts: &Verdicts, lang: Lang) -> Vec<Block> {
    if verdicts.all_accept() {
        return vec![Block::Good(vec![say::all_accept(lang).to_owned()])];
    }
    let mut blocks = Vec::new();
    let openssl = verdicts.openssl == Code::OK;
    let judges =
        [(verdicts.rules.is_none(), "RFC 5280"), (openssl, "OpenSSL"), (verdicts.webpki.is_none(), "webpki")];
    let accepting: Vec<&str> = judges.iter().filter(|(accepts, _)| *accepts).map(|(_, name)| *name).collect();
    if !accepting.is_empty() {
        blocks.push(Block::Good(vec![say::accepted_by(lang, &accepting.join(", "))]));
    }
    if let Some((member, _, failure)) = &verdicts.rules {
        blocks.push(Block::Finding(Verdict::Refused, at_certificate(pool, *member, failure, lang)));
    }
    if !openssl {
        blocks.push(Block::Aside(
            format!("OpenSSL {}: {}", verdicts.openssl.0, verdicts.openssl.text()).into(),
        ));
    }
    if let Some(refusal) = &verdicts.webpki {
        blocks.push(Block::Aside(format!("webpki: {}", refusal.message(lang).problem).into()));
    }
    blocks
}
