//! What the examiner does: it looks at what people have and says what it is. It makes nothing and keeps nothing.
//! Only the examiner program and tests call [`Sight::run`], so neither page nor worker hold parsers for it.

pub mod chain;
pub mod closer;
pub mod handshake;
pub mod overview;

use serde::{Deserialize, Serialize};
use text::Message;

use crate::work::{Powers, Work};

/// One look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Sight {
    /// At everything that was given, together.
    Overview(Box<overview::Look>),
    /// At one thing of it, down to its octets.
    Closer(Box<closer::Look>),
    /// At everything, as a report in JSON.
    Report(Box<overview::Look>),
    /// At everything, as a chain.
    Chain(Box<chain::Look>),
    /// At a handshake, which is played for it.
    Handshake(Box<handshake::Look>),
    /// At the drawing of a chain, to save it.
    Picture(Box<chain::Drawing>, chain::picture::Kind),
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Seen {
    /// For [`Sight::Overview`].
    Overview(Box<overview::Overview>),
    /// For [`Sight::Closer`].
    Closer(Box<closer::Closer>),
    /// For [`Sight::Report`]: the JSON.
    Report(String),
    /// For [`Sight::Chain`].
    Chain(Box<chain::Chain>),
    /// For [`Sight::Handshake`].
    Handshake(Result<Box<handshake::Play>, Message>),
    /// For [`Sight::Picture`]: the SVG.
    Picture(chain::picture::Kind, String),
}

impl Work for Sight {
    type Answer = Seen;

    async fn run(self, powers: &impl Powers) -> Seen {
        match self {
            Sight::Overview(look) => Seen::Overview(Box::new(look.overview())),
            Sight::Closer(look) => Seen::Closer(Box::new(look.run())),
            Sight::Report(look) => Seen::Report(look.json()),
            Sight::Chain(look) => Seen::Chain(Box::new(look.run())),
            Sight::Handshake(look) => Seen::Handshake(look.run(powers).await.map(Box::new)),
            Sight::Picture(drawing, kind) => Seen::Picture(kind, chain::picture::svg(&drawing)),
        }
    }
}
