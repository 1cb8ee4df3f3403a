//! The lab: has a rustls client and a rustls server shake hands in memory and writes down what they say. What can go wrong in a
//! handshake is a transcript; [`SetUpError`] is for what no handshake can begin with.

mod awaited;
mod config;
mod group;
mod outcome;
mod party;
mod power;
mod pump;
mod watch;

use pki::entropy::{Entropy, NoEntropy};
use rustls::Error;
use serde::{Deserialize, Serialize};
use text::handshake as say;
use text::{Lang, Message};

use crate::scenario::{Scenario, Session, Speaks};
use crate::transcript::{Side, Transcript};

/// Plays the scenario.
///
/// Randoms, session identifiers, tickets' nonces and the post-quantum half of the key exchange come from `entropy`; ring draws
/// its ephemeral keys and signatures from the system, so two runs do not have the same octets.
///
/// # Errors
/// [`SetUpError`] when one side cannot even be set up.
pub fn run(scenario: &Scenario, entropy: &mut impl Entropy) -> Result<Transcript, SetUpError> {
    let power = power::Power::lend(entropy).map_err(|NoEntropy| SetUpError::NoEntropy)?;
    let server = config::Server::new(scenario)?;
    let client = match scenario.client.speaks {
        Speaks::Tls => Some(config::Client::new(scenario)?),
        Speaks::PlainHttp => None,
    };
    let count = match scenario.session {
        Session::Full => 1,
        Session::Resumed => 2,
    };
    let mut connections = Vec::new();
    for _ in 0..count {
        let connection = match &client {
            Some(client) => pump::play(client, &server, &scenario.talk, &power)?,
            None => pump::play_plain(&server, &scenario.talk)?,
        };
        // what never came about cannot be resumed
        let ended = connection.stopped_by().is_some();
        connections.push(connection);
        if ended {
            break;
        }
    }
    Ok(Transcript { connections })
}

/// Why a side could not be set up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetUpError {
    /// The system gave no randomness.
    NoEntropy,
    /// The server shall ask for certificates, and no authority among those given can be trusted.
    NoAuthority,
    /// A revocation list cannot be used.
    List {
        /// Whose.
        side: Side,
        /// rustls's own words.
        words: String,
    },
    /// The key cannot be used for TLS.
    Key {
        /// Whose.
        side: Side,
        /// rustls's own words.
        words: String,
    },
    /// There is no certificate to show.
    NoCertificate {
        /// Whose.
        side: Side,
    },
    /// The host is neither a DNS name nor an address.
    Host {
        /// As it was given.
        host: String,
    },
    /// The versions, suites and groups of one side leave nothing that it could offer.
    NothingToOffer {
        /// Whose.
        side: Side,
        /// rustls's own words.
        words: String,
    },
}

impl SetUpError {
    /// What is wrong and what to try.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        let name = |side: &Side| match side {
            Side::Client => say::side_client(lang),
            Side::Server => say::side_server(lang),
        };
        match self {
            SetUpError::NoEntropy => say::set_up_no_entropy(lang),
            SetUpError::NoAuthority => say::set_up_no_authority(lang),
            SetUpError::List { side, words } => say::set_up_list(lang, &name(side), words),
            SetUpError::Key { side, words } => say::set_up_key(lang, &name(side), words),
            SetUpError::NoCertificate { side } => say::set_up_no_certificate(lang, &name(side)),
            SetUpError::Host { host } => say::set_up_host(lang, host),
            SetUpError::NothingToOffer { side, words } => {
                say::set_up_nothing_to_offer(lang, &name(side), words)
            }
        }
    }

    fn nothing_to_offer(side: Side) -> impl Fn(Error) -> SetUpError {
        move |error| SetUpError::NothingToOffer { side, words: error.to_string() }
    }
}
