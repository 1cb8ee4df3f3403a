//! What is wrong with the connections of a recording: each thing once, with the connections that it is about where there are several.

use handshake::dissect::Dissection;
use handshake::dissect::finding::Finding;
use text::handshake_room as say;
use text::{Lang, Message};

use crate::document::{Block, Verdict};

/// Connections that are named one by one; of more the first are.
const NAMED: usize = 4;

/// What was found so far.
#[derive(Default)]
pub(super) struct Found {
    /// What it is, and the callers' addresses.
    found: Vec<(Finding, Vec<String>)>,
    connections: usize,
}

impl Found {
    /// Takes what was found in the connection of this caller.
    pub(super) fn note(&mut self, client: &str, dissection: &Dissection) {
        self.connections += 1;
        let mut findings: Vec<&Finding> = dissection.findings.iter().map(|found| &found.finding).collect();
        // whatever does not fit makes all that goes over it not fit either, as each says at its place
        let does_not_fit = |finding: &&Finding| matches!(finding, Finding::DoesNotFit { .. });
        let mut is_first = true;
        findings.retain(|finding| !does_not_fit(finding) || std::mem::take(&mut is_first));
        // that octets are missing the recording tells itself, with addresses
        let is_told = |finding: &&Finding| !matches!(finding, Finding::OctetsMissing { .. });
        for finding in findings.into_iter().filter(is_told) {
            match self.found.iter_mut().find(|(known, _)| known == finding) {
                Some((_, clients)) if clients.last().is_some_and(|last| last == client) => {}
                Some((_, clients)) => clients.push(client.to_owned()),
                None => self.found.push((finding.clone(), vec![client.to_owned()])),
            }
        }
    }

    /// All of it, in words.
    pub(super) fn told(&self, lang: Lang) -> Vec<Block> {
        let one = |(finding, clients): &(Finding, Vec<String>)| {
            let said = finding.message(lang);
            Block::Finding(
                Verdict::Caution,
                if self.connections > 1 { self.of(said, clients, lang) } else { said },
            )
        };
        self.found.iter().map(one).collect()
    }

    fn of(&self, said: Message, clients: &[String], lang: Lang) -> Message {
        let Message { problem, remedy } = said;
        if clients.len() == self.connections {
            return say::found_in_all(lang, &problem, &remedy);
        }
        let mut named = clients.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>();
        if clients.len() > NAMED {
            named.push("…");
        }
        say::found_in(lang, clients.len(), &named.join(", "), &problem, &remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, Dissection, Finding, Found, Lang};
    use handshake::dissect::finding;

    fn dissection(findings: &[Finding]) -> Dissection {
        let found =
            |finding: &Finding| finding::Found { record: None, message: None, finding: finding.clone() };
        Dissection {
            records: Vec::new(),
            messages: Vec::new(),
            schedule: Vec::new(),
            findings: findings.iter().map(found).collect(),
        }
    }

    fn told(found: &Found, lang: Lang) -> Vec<String> {
        let one = |block| match block {
            Block::Finding(_, message) => message.problem.into_owned(),
            other => panic!("{other:?}"),
        };
        found.told(lang).into_iter().map(one).collect()
    }

    #[test]
    fn the_same_is_told_once_with_the_connections_that_it_is_about() {
        let keys = Finding::KeysMissing { label: "CLIENT_RANDOM".into() };
        for (with, without, begins) in [
            (0, 1, "The key log has no CLIENT_RANDOM"),
            (1, 1, "In the connection of 192.0.2.1:1: The key log"),
            (1, 2, "In 2 of the connections, those of 192.0.2.1:1, 192.0.2.1:2: The key log"),
            (
                1,
                5,
                "In 5 of the connections, those of 192.0.2.1:1, 192.0.2.1:2, 192.0.2.1:3, 192.0.2.1:4, …: The",
            ),
            (0, 2, "In every connection that is shown: The key log"),
        ] {
            let mut found = Found::default();
            (0..with).for_each(|_| found.note("192.0.2.1:9", &dissection(&[])));
            for port in 1..=without {
                found.note(&format!("192.0.2.1:{port}"), &dissection(&[keys.clone(), keys.clone()]));
            }
            let words = told(&found, Lang::En);
            assert_eq!(words.len(), 1, "{words:?}");
            assert!(words[0].starts_with(begins), "{words:?}");
            assert!(told(&found, Lang::Ko)[0].contains("CLIENT_RANDOM"));
        }
        // what differs is told by itself
        let mut found = Found::default();
        found.note("192.0.2.1:1", &dissection(&[keys, Finding::TooMuch]));
        found.note("192.0.2.1:2", &dissection(&[Finding::TooMuch]));
        assert_eq!(told(&found, Lang::En).len(), 2);
    }
}
