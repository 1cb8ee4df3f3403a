//! The report for programs: the same fields in the same order, whatever was found, and nothing in it that changes between two runs
//! against a server that stays the same. What it says is `meaning`'s.

use deploy::refusal::Mark;
use handshake::scenario::Version;
use serde_json::{Value, json};
use text::Lang;

use super::Probed;
use super::chain::Chain;
use super::ending::{Admission, Ending, When};
use super::kit::{Came, Row};
use super::meaning::{Report, Trial};
use super::observed::Shown;

/// The text.
#[must_use]
pub fn write(probed: &Probed, lang: Lang) -> String {
    let report = &probed.report;
    let value = json!({
        "target": probed.target,
        "address": probed.address,
        "at": probed.at.to_string(),
        "client_certificate": report.demand.id(),
        "asks": report.asks.as_ref().map(|asks| json!({
            "authorities": asks.authorities,
            "signature_schemes": asks.schemes,
        })),
        "connections": report.trials.iter().map(trial).collect::<Vec<_>>(),
        "groups": report.groups.iter().filter(|(_, taken)| *taken).map(|(group, _)| group.label()).collect::<Vec<_>>(),
        "protocol": report.protocol,
        "ocsp_staple_octets": report.staple.as_ref().map(|staple| staple.octets),
        "chain": report.chain.as_ref().map(|found| chain(found, lang)),
        "findings": findings(report, lang),
        "expected": probed.expected.iter().map(|one| json!({
            "expect": one.expect.id(),
            "met": one.met,
        })).collect::<Vec<_>>(),
        "kit": probed.kit.as_ref().map(|rows| rows.iter().map(row).collect::<Vec<_>>()),
        "as_expected": probed.is_as_expected(),
    });
    let mut text = serde_json::to_string_pretty(&value).expect("names and words");
    text.push('\n');
    text
}

fn findings(report: &Report, lang: Lang) -> Vec<Value> {
    let finding = |finding: &super::meaning::Finding| {
        let message = finding.message(lang);
        json!({
            "id": finding.id(),
            "rank": finding.rank().id(),
            "problem": message.problem,
            "remedy": message.remedy,
        })
    };
    report.findings.iter().map(finding).collect()
}

fn trial(trial: &Trial) -> Value {
    let agreed = trial.agreed.as_ref();
    json!({
        "version": version(trial.version),
        "shown": match trial.shown {
            Shown::Nothing => "nothing",
            Shown::Certificate => "certificate",
            Shown::Session => "session",
        },
        "outcome": outcome(trial.admission),
        "asked": trial.asked,
        "resumed": agreed.is_some_and(|agreed| agreed.resumed),
        "suite": agreed.map(|agreed| &agreed.suite),
        "group": agreed.and_then(|agreed| agreed.group.as_ref()),
        "protocol": agreed.and_then(|agreed| agreed.protocol.as_ref()),
        "end": end(&trial.ending),
    })
}

fn row(row: &Row) -> Value {
    let one = |came: &Came| {
        json!({
            "version": version(came.version),
            "outcome": outcome(came.admission),
            "refusal": came.mark.map(Mark::id),
            "end": end(&came.ending),
        })
    };
    json!({
        "name": row.id,
        "predicted": match row.predicted {
            Admission::Admitted => "let-in",
            _ => "refused",
        },
        "because": row.because,
        "got": row.got.ends.iter().map(one).collect::<Vec<_>>(),
        "ok": row.got.as_predicted(),
    })
}

fn outcome(admission: Admission) -> &'static str {
    match admission {
        Admission::Admitted => "let-in",
        Admission::Refused => "refused",
        Admission::Undecided => "undecided",
    }
}

fn version(version: Version) -> &'static str {
    match version {
        Version::Tls13 => "1.3",
        Version::Tls12 => "1.2",
    }
}

fn end(ending: &Ending) -> Value {
    let moment = |when: &When| match when {
        When::BeforeHello => "before-server-hello",
        When::During => "in-the-handshake",
        When::After => "after-the-handshake",
    };
    match ending {
        Ending::Answered { status, words, .. } => {
            json!({ "kind": "answer", "status": status, "words": words })
        }
        Ending::Shaken => json!({ "kind": "handshake" }),
        Ending::Alert { alert, when } => {
            let name = alert.registered().map(|(name, _)| name);
            json!({ "kind": "alert", "alert": alert.0, "name": name, "when": moment(when) })
        }
        Ending::Closed { when } => json!({ "kind": "closed", "when": moment(when) }),
        Ending::Silent { when } => json!({ "kind": "silent", "when": moment(when) }),
        Ending::NotTls { said } => json!({ "kind": "not-tls", "words": said }),
        Ending::Stopped { words } => json!({ "kind": "stopped-here", "words": words }),
    }
}

fn chain(chain: &Chain, lang: Lang) -> Value {
    let certificate = |certificate: &Option<pki::certificate::Certificate>| {
        certificate.as_ref().map(|certificate| {
            let facts = certificate.facts();
            json!({
                "subject": facts.subject,
                "issuer": facts.issuer,
                "names": facts.names.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "not_before": facts.not_before.to_string(),
                "not_after": facts.not_after.to_string(),
                "sha256": data_encoding::HEXLOWER.encode(&facts.sha256),
            })
        })
    };
    json!({
        "holds": chain.holds(),
        "sent": chain.sent.iter().map(certificate).collect::<Vec<_>>(),
        "failures": chain.failures.iter().map(|step| json!({
            "certificate": step.title,
            "check": step.check,
            "rule": step.check.rule(),
            "failure": step.failure,
            "problem": step.failure.message(lang).problem,
        })).collect::<Vec<_>>(),
        "ends_below_root": chain.ends_below_root,
        "openssl": { "code": chain.openssl.0, "text": chain.openssl.text() },
        "webpki": chain.webpki.as_ref().err().map(|refusal| refusal.message(lang).problem),
    })
}
