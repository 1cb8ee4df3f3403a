//! What can be saved of a play.

use std::rc::Rc;

use handshake::capture::Capture;
use handshake::json;
use handshake::transcript::Transcript;
use serde::{Deserialize, Serialize};
use text::Lang;

/// What can be saved of a play.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// What is in it.
    pub contents: Contents,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Contents {
    /// These octets.
    Written(#[serde(with = "crate::octets")] Rc<Vec<u8>>),
    /// What [`Unwritten::json`] makes of these, once somebody wants it: an answer without it is a third as large.
    Json(Unwritten),
}

/// What the examiner keeps until its JSON is wanted. It holds secrets, as the JSON does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unwritten(#[serde(with = "crate::octets")] Rc<Vec<u8>>);

/// What JSON can be made of.
#[derive(Serialize, Deserialize)]
pub(super) enum Kept {
    Played(Transcript),
    Recorded(Capture),
}

impl Unwritten {
    pub(super) fn of(kept: &Kept) -> Unwritten {
        let octets = postcard::to_stdvec(kept);
        Unwritten(Rc::new(octets.expect("both hold only types that postcard can write")))
    }

    /// The JSON.
    ///
    /// # Panics
    /// Never: nobody else makes one.
    pub(crate) fn json(&self, lang: Lang) -> Rc<Vec<u8>> {
        let kept: Kept = postcard::from_bytes(&self.0).expect("it was written here");
        let json = match kept {
            Kept::Played(transcript) => json::of_transcript(&transcript, lang),
            Kept::Recorded(capture) => json::of_capture(&capture, lang),
        };
        Rc::new(json.expose().to_vec())
    }
}

impl File {
    pub(super) fn pcapng(octets: &[u8]) -> File {
        File {
            name: "handshake.pcapng".into(),
            media: "application/x-pcapng".into(),
            contents: Contents::Written(Rc::new(octets.to_vec())),
        }
    }

    pub(super) fn json(kept: &Kept) -> File {
        File {
            name: "handshake.json".into(),
            media: "application/json".into(),
            contents: Contents::Json(Unwritten::of(kept)),
        }
    }
}
