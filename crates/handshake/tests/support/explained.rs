//! What every dissection has to be: whole, without a gap, and right where both sides compute the same.

use handshake::capture;
use handshake::dissect::field::Field;
use handshake::dissect::message::Kind;
use handshake::dissect::signature::Unchecked;
use handshake::dissect::{Computed, Dissection, Keys, dissect};
use handshake::key_log::KeyLog;
use handshake::transcript::{Flight, Side};

/// The first connection of a recording.
pub(crate) fn recorded(file: &[u8]) -> (Vec<Flight>, KeyLog) {
    let mut read = capture::read(file).expect("a recording");
    (read.connections.swap_remove(0).flights, read.keys)
}

/// What was sent, taken apart to the last octet.
pub(crate) fn taken_apart(flights: &[Flight], keys: &KeyLog) -> Dissection {
    let dissection = dissect(flights, Keys { log: keys, shared_secret: None });
    everything_is_explained(flights, &dissection);
    dissection
}

/// The same of the first connection of a recording.
pub(crate) fn recorded_apart(file: &[u8]) -> Dissection {
    let (flights, keys) = recorded(file);
    taken_apart(&flights, &keys)
}

/// Every octet of records, of what was inside them, and of messages stands in one field, and both sides' streams are their records.
pub(crate) fn everything_is_explained(flights: &[Flight], dissection: &Dissection) {
    for side in Side::ALL {
        let sent: Vec<u8> = flights
            .iter()
            .filter(|flight| flight.side == side)
            .flat_map(|flight| flight.octets.clone())
            .collect();
        let records: Vec<u8> = dissection
            .records
            .iter()
            .filter(|record| record.side == side)
            .flat_map(|record| record.octets.clone())
            .collect();
        assert_eq!(sent, records);
    }
    let mut pieces: Vec<(usize, usize, usize)> = Vec::new();
    for record in &dissection.records {
        covers(&record.fields, record.octets.len());
        if let Some(opened) = &record.opened {
            covers(&opened.fields, opened.octets.len());
        }
    }
    for message in &dissection.messages {
        covers(&message.fields, message.octets.len());
        let mut octets = Vec::new();
        for piece in &message.pieces {
            let record = &dissection.records[piece.record];
            assert_eq!(record.side, message.side);
            octets.extend_from_slice(&record.contents()[piece.range.clone()]);
            pieces.push((piece.record, piece.range.start, piece.range.end));
        }
        assert_eq!(octets, message.octets, "{}", message.kind.label());
    }
    // no octet of a record's contents belongs to two messages or to none
    pieces.sort_unstable();
    for (number, record) in dissection.records.iter().enumerate() {
        let mut at = 0;
        for (_, start, end) in pieces.iter().filter(|(of, ..)| *of == number) {
            assert_eq!(*start, at);
            at = *end;
        }
        assert_eq!(at, record.contents().len(), "record {number}");
    }
}

fn covers(fields: &[Field], length: usize) {
    let mut leaves = Vec::new();
    fields.iter().for_each(|field| field.leaves(&mut leaves));
    let mut at = 0;
    for leaf in leaves {
        assert_eq!(leaf.range.start, at, "{}", leaf.name);
        at = leaf.range.end;
        assert!(!leaf.name.is_empty() && (leaf.section.contains(", ")), "{}", leaf.name);
    }
    assert_eq!(at, length);
}

/// Signatures and checksums fit, and the key schedule comes to what the key log says.
pub(crate) fn everything_computed_fits(dissection: &Dissection) {
    for message in &dissection.messages {
        match (&message.computed, message.kind) {
            (Some(Computed::Signed { fits, .. }), _) => assert_eq!(*fits, Ok(true)),
            (Some(Computed::VerifyData { fits, .. } | Computed::Binder { fits, .. }), _) => assert!(fits),
            // the secret of a ticket is known where the lab handed it out alone
            (Some(Computed::Unchecked(Unchecked::SecretUnknown)), Kind::ClientHello) => {}
            (Some(Computed::Unchecked(why)), _) => panic!("{}: {why:?}", message.kind.label()),
            (None, Kind::CertificateVerify | Kind::ServerKeyExchange | Kind::Finished) => {
                panic!("{} is not computed", message.kind.label())
            }
            (None, _) => {}
        }
    }
    for value in &dissection.schedule {
        assert_ne!(value.fits, Some(false), "{}", value.name);
        assert!(value.after < dissection.messages.len());
    }
}
