//! A transcript as JSON for other programs: what was sent, what it means, how it ended, with the sentences of one language. It
//! holds the secrets that open it. The form is ours and numbered; what is added later does not change it.

use data_encoding::HEXLOWER;
use pki::secret::Secret;
use serde_json::{Value, json};
use text::Lang;

use crate::belief::beliefs;
use crate::capture::{Capture, Recorded};
use crate::dissect::field::Field;
use crate::dissect::message::Kind;
use crate::dissect::{Computed, Dissection, Keys, Memory, Message, Record, dissect_connections, schedule};
use crate::key_log::KeyLog;
use crate::scenario::Group;
use crate::transcript::{Connection, End, Flight, Outcome, Side, Transcript};

/// The number of this form.
const FORM: u32 = 1;

/// The transcript with all that dissecting finds in it.
#[must_use]
pub fn of_transcript(transcript: &Transcript, lang: Lang) -> Secret {
    let dissections = dissect_connections(&transcript.connections);
    let of_one = |(connection, dissection)| of_connection(connection, &dissection, lang);
    whole(transcript.connections.iter().zip(dissections).map(of_one).collect(), lang)
}

/// A recording with all that dissecting finds in it: in the place of how it ended for each side, which only the lab knows, stand
/// their addresses. Of the key log it has what belongs to its own connections.
#[must_use]
pub fn of_capture(capture: &Capture, lang: Lang) -> Secret {
    let mut memory = Memory::default();
    let of_one = |recorded| of_recorded(recorded, &capture.keys, &mut memory, lang);
    whole(capture.connections.iter().map(of_one).collect(), lang)
}

fn whole(connections: Vec<Value>, lang: Lang) -> Secret {
    let whole = json!({ "handfast-transcript": FORM, "language": lang.tag(), "connections": connections });
    Secret::new(format!("{whole:#}\n").into_bytes())
}

fn of_recorded(recorded: &Recorded, log: &KeyLog, memory: &mut Memory, lang: Lang) -> Value {
    let dissection = memory.dissect(&recorded.flights, Keys { log, shared_secret: None });
    let hello = dissection.messages.iter().find(|message| message.kind == Kind::ClientHello);
    // behind the header of the message, and its version (RFC 8446 sections 4 and 4.1.2)
    let random = hello.and_then(|hello| hello.octets.get(6..38)).unwrap_or_default();
    let entries = log.entries.iter().filter(|entry| entry.client_random == random).cloned().collect();
    let mut value = with_octets(&dissection, &recorded.flights, &KeyLog { entries }, None, lang);
    value["client_address"] = recorded.client.as_str().into();
    value["server_address"] = recorded.server.as_str().into();
    value
}

fn of_connection(connection: &Connection, dissection: &Dissection, lang: Lang) -> Value {
    let mut value = with_octets(dissection, &connection.flights, &connection.keys, Some(connection), lang);
    let rule = connection.rule();
    value["client"] = of_outcome(&connection.client, rule, lang);
    value["server"] = of_outcome(&connection.server, rule, lang);
    value
}

/// What was found, with what was sent, what opens it, and what each side knows.
fn with_octets(
    dissection: &Dissection,
    flights: &[Flight],
    keys: &KeyLog,
    connection: Option<&Connection>,
    lang: Lang,
) -> Value {
    let mut value = of_dissection(dissection, lang);
    value["flights"] = flights
        .iter()
        .map(
            |flight| json!({ "side": side(flight.side), "lost": flight.lost, "octets": hex(&flight.octets) }),
        )
        .collect();
    value["keys"] = String::from_utf8_lossy(keys.to_text().expose()).lines().collect();
    value["learnt"] = beliefs(dissection, connection)
        .iter()
        .map(|learnt| json!({ "message": learnt.message, "side": side(learnt.side), "what": learnt.belief.sentence(lang) }))
        .collect();
    value
}

/// What was found in a recording, whoever made it.
#[must_use]
pub fn of_dissection(dissection: &Dissection, lang: Lang) -> Value {
    let findings = dissection.findings.iter().map(|found| {
        let said = found.finding.message(lang);
        json!({ "record": found.record, "message": found.message, "problem": said.problem, "remedy": said.remedy })
    });
    json!({
        "records": dissection.records.iter().map(|record| of_record(record, lang)).collect::<Vec<_>>(),
        "messages": dissection.messages.iter().map(|message| of_message(message, lang)).collect::<Vec<_>>(),
        "key_schedule": dissection.schedule.iter().map(|value| of_value(value, lang)).collect::<Vec<_>>(),
        "findings": findings.collect::<Vec<_>>(),
    })
}

fn of_outcome(outcome: &Outcome, rule: Option<&str>, lang: Lang) -> Value {
    let end = match &outcome.end {
        End::Completed => json!({ "kind": "completed" }),
        End::Stopped { step, refusal, alert, words } => {
            let said = refusal.message(lang);
            json!({
                "kind": "stopped",
                "step": step.label(),
                "alert": alert.map(|alert| alert.to_string()),
                "rule": rule,
                "problem": said.problem,
                "remedy": said.remedy,
                "rustls": words,
            })
        }
        End::Told { step, alert } => {
            json!({ "kind": "told", "step": step.label(), "alert": alert.to_string() })
        }
        End::LeftWaiting { step } => json!({ "kind": "left-waiting", "step": step.label() }),
        End::NotTls => json!({ "kind": "not-tls" }),
    };
    let agreed = outcome.agreed.as_ref().map(|agreed| {
        json!({
            "version": agreed.version.label(),
            "suite": agreed.suite.label(),
            "group": agreed.group.map(Group::label),
            "protocol": agreed.protocol,
            "kind": agreed.kind,
            "peer_certificates": agreed.peer.len(),
        })
    });
    json!({ "end": end, "agreed": agreed, "heard": String::from_utf8_lossy(&outcome.heard) })
}

fn of_record(record: &Record, lang: Lang) -> Value {
    let inside = record
        .opened
        .as_ref()
        .map(|opened| json!({ "octets": hex(&opened.octets), "fields": of_fields(&opened.fields, lang) }));
    json!({
        "side": side(record.side),
        "flight": record.flight,
        "offset": record.offset,
        "octets": hex(&record.octets),
        "fields": of_fields(&record.fields, lang),
        "opened": inside,
    })
}

fn of_message(message: &Message, lang: Lang) -> Value {
    let computed = message.computed.as_ref().map(|computed| match computed {
        Computed::Signed { octets, fits } => {
            let unchecked = fits.as_ref().err().map(|why| why.sentence(lang));
            json!({ "signed": hex(octets), "fits": fits.as_ref().ok(), "unchecked": unchecked })
        }
        Computed::Unchecked(why) => json!({ "fits": null, "unchecked": why.sentence(lang) }),
        Computed::Binder { place, expected, fits, command } => {
            let command = secret_text(command);
            json!({ "identity": place, "binder": hex(expected), "fits": fits, "command": command })
        }
        Computed::VerifyData { expected, fits, command } => {
            json!({ "verify_data": hex(expected), "fits": fits, "command": secret_text(command) })
        }
    });
    let pieces = message
        .pieces
        .iter()
        .map(|piece| json!({ "record": piece.record, "start": piece.range.start, "end": piece.range.end }));
    json!({
        "side": side(message.side),
        "kind": message.kind.label(),
        "encrypted": message.encrypted,
        "why": message.why.sentence(lang),
        "octets": hex(&message.octets),
        "pieces": pieces.collect::<Vec<_>>(),
        "fields": of_fields(&message.fields, lang),
        "computed": computed,
    })
}

fn of_fields(fields: &[Field], lang: Lang) -> Vec<Value> {
    let one = |field: &Field| {
        let mut value = json!({
            "name": field.name,
            "start": field.range.start,
            "end": field.range.end,
            "value": field.value,
            "section": field.section,
        });
        if let Some(why) = field.why {
            value["why"] = why.sentence(lang).into();
        }
        if !field.children.is_empty() {
            value["fields"] = of_fields(&field.children, lang).into();
        }
        value
    };
    fields.iter().map(one).collect()
}

fn of_value(value: &schedule::Value, lang: Lang) -> Value {
    json!({
        "name": value.name,
        "side": value.side.map(side),
        "octets": hex(value.octets.expose()),
        "after_message": value.after,
        "section": value.section,
        "why": value.why.sentence(lang),
        "command": value.command.as_ref().map(secret_text),
        "fits_key_log": value.fits,
    })
}

fn secret_text(text: &Secret) -> String {
    String::from_utf8_lossy(text.expose()).into_owned()
}

fn side(side: Side) -> &'static str {
    match side {
        Side::Client => "client",
        Side::Server => "server",
    }
}

fn hex(octets: &[u8]) -> String {
    HEXLOWER.encode(octets)
}
