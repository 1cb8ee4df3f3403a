//! How it ended, for each side in its own words: first who decided, then what the other saw of it.

use handshake::alert::Alert;
use handshake::dissect::message::Kind;
use handshake::dissect::{Dissection, Message};
use handshake::refusal::Refusal;
use handshake::stopped::stops;
use handshake::transcript::{Agreed, Connection, End, Side};
use text::Lang;
use text::handshake_room as say;

use crate::document::{Block, Verdict};

pub(super) fn of(connection: &Connection, lang: Lang) -> Vec<Block> {
    let first = connection.stopped_by().unwrap_or(Side::Server);
    let agreed = connection.server.agreed.as_ref().or(connection.client.agreed.as_ref());
    let mut blocks: Vec<Block> =
        [first, first.peer()].into_iter().flat_map(|side| one(side, connection, lang)).collect();
    blocks.extend(agreed.map(|agreed| Block::Aside(words(agreed, lang).into())));
    blocks
}

fn one(side: Side, connection: &Connection, lang: Lang) -> Vec<Block> {
    let who = name(side, lang);
    match &connection.outcome(side).end {
        End::Completed => vec![Block::Good(vec![say::completed(lang, &who)])],
        End::Stopped { step, refusal, alert, words } => {
            let how = match alert {
                Some(alert) => say::stopped_with(lang, &who, &step.label(), alert),
                None => say::stopped(lang, &who, &step.label()),
            };
            let mut blocks = refused(refusal, connection.rule().unwrap_or_default(), lang);
            blocks.push(Block::Aside(format!("{how} rustls: {words}").into()));
            blocks
        }
        End::Told { step, alert } => vec![Block::Caution(vec![say::told(lang, &who, alert, &step.label())])],
        End::LeftWaiting { step } => vec![Block::Caution(vec![say::left_waiting(lang, &who, &step.label())])],
        End::NotTls => vec![Block::Caution(vec![say::not_tls(lang, &who)])],
    }
}

/// Why it was refused, what to change, and by which rule.
pub(super) fn refused(refusal: &Refusal, rule: &str, lang: Lang) -> Vec<Block> {
    vec![
        Block::Finding(Verdict::Refused, refusal.message(lang)),
        Block::Aside(say::rule_of(lang, &rule).into()),
    ]
}

fn words(agreed: &Agreed, lang: Lang) -> String {
    say::agreed(lang, &agreed.version.label(), &agreed.suite.label())
}

/// Who ended a recorded connection, and with which alert: the first one that ends it. What others say behind it was on its way.
pub(super) fn ended(dissection: &Dissection, lang: Lang) -> Option<String> {
    let first = stops(dissection).first().copied()?;
    Some(say::recorded_alert(lang, &name(first.by, lang), &first.alert))
}

/// The alert that a message is.
pub(super) fn alert(message: &Message) -> Option<Alert> {
    match (&message.kind, &*message.octets) {
        (Kind::Alert, [_, description]) => Some(Alert(*description)),
        _ => None,
    }
}

/// The side's word.
pub(super) fn name(side: Side, lang: Lang) -> &'static str {
    match side {
        Side::Client => say::side_client(lang),
        Side::Server => say::side_server(lang),
    }
}

#[cfg(test)]
mod tests {
    use handshake::capture;
    use handshake::dissect::{Keys, dissect};
    use text::Lang;

    #[test]
    fn an_alert_ends_a_recorded_connection_and_a_warning_does_not() {
        for (file, ended) in [
            (
                &include_bytes!("../../../../handshake/recordings/tls11-refused.pcapng")[..],
                Some("The server ended it with the alert protocol_version (70)."),
            ),
            (include_bytes!("../../../../handshake/tests/data/warned.pcapng"), None),
        ] {
            let read = capture::read(file).expect("a recording");
            let keys = Keys { log: &read.keys, shared_secret: None };
            let dissection = dissect(&read.connections[0].flights, keys);
            assert_eq!(super::ended(&dissection, Lang::En).as_deref(), ended);
        }
    }
}
