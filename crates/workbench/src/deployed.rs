//! What was chosen and rendered in Deploy, for the lab, which tries it out.

use std::rc::Rc;

use deploy::choices::Port;
use deploy::curl::CheckKind;
use serde::{Deserialize, Serialize};
use text::Message;

/// What was chosen in Deploy, rendered: the worker writes it, the page carries it, the lab shows it and the examiner reads it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Deployed {
    /// Why nothing can be rendered from what is chosen now, in the reader's language; all the rest is empty then.
    pub fault: Option<Message>,
    /// The configuration of nginx or of the gateway.
    pub configuration: String,
    /// The calls that show whether mutual TLS works.
    pub calls: Vec<(CheckKind, String)>,
    /// What is called.
    pub host: String,
    /// A partner's authorities, PEM.
    pub partner: String,
    /// Their revocation lists, PEM.
    pub partner_lists: String,
    /// Whether the server's bundle holds a revocation list.
    pub revokes: bool,
    /// Whether the server shows a public certificate, which no bundle holds.
    pub is_public: bool,
    /// What a server that is set up so is to be tried with.
    pub server: Tried,
}

/// Where a server is tried with a test kit, and what it answers those that it does not let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tried {
    /// Its port.
    pub port: u16,
    /// A path that needs a certificate.
    pub path: String,
    /// Whether certificates are listed and the others get nginx's bare page of 403.
    pub bare_page: bool,
}

impl Default for Tried {
    fn default() -> Tried {
        Tried { port: Port::HTTPS.number(), path: "/".to_owned(), bare_page: false }
    }
}

/// The same as the page carries it from the worker to the lab: octets that it does not read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed(#[serde(with = "crate::octets")] Rc<Vec<u8>>);

impl Deployed {
    /// The calls, one in a line.
    #[must_use]
    pub fn commands(&self) -> String {
        self.calls.iter().map(|(_, call)| call.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// As the page carries it.
    #[must_use]
    pub fn packed(&self) -> Packed {
        Packed(Rc::new(postcard::to_stdvec(self).expect("texts alone")))
    }
}

impl Packed {
    /// What the worker wrote.
    #[must_use]
    pub fn unpacked(&self) -> Option<Deployed> {
        postcard::from_bytes(&self.0).ok()
    }
}
