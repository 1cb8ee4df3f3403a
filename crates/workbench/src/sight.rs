//! What the examiner does: it looks at what people have and says what it is, explains what the worker rendered, and tells of the
//! page. It makes nothing and keeps nothing. Only the examiner program and tests have it run ([`Examine`]), so neither page nor
//! worker hold parsers and explanations.

mod about;
pub mod chain;
mod chosen;
pub mod closer;
pub mod dry_run;
pub mod handshake;
mod improvised;
pub mod overview;
pub mod svg;
pub mod symptom;
pub mod view;

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use text::{Lang, Message};

use crate::document::{Block, Document};
use crate::sight::view::View;
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
    /// At all handshakes of the catalogue, one after the other.
    Catalogue(Box<handshake::round::Order>),
    /// At a handshake that was played, to save it.
    Transcript(handshake::Unwritten, Lang),
    /// At a message of some program, beside everything that was given.
    Symptom(Box<symptom::Look>),
    /// At a configuration and calls that are not deployed yet.
    DryRun(Box<dry_run::Look>),
    /// At what a real server is tried with, which is made for it.
    Kit(Box<handshake::kit::Order>),
    /// At the drawing of a chain, to save it.
    Picture(Box<chain::Drawing>, chain::picture::Kind),
    /// At the page itself: the text of the About room.
    About(Lang),
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
    Handshake(Result<Box<handshake::Play>, Vec<Message>>),
    /// For [`Sight::Catalogue`].
    Catalogue(Result<Box<handshake::round::Round>, Message>),
    /// For [`Sight::Transcript`]: the JSON.
    Transcript(#[serde(with = "crate::octets")] Rc<Vec<u8>>),
    /// For [`Sight::Symptom`].
    Symptom(Box<symptom::Diagnosed>),
    /// For [`Sight::DryRun`].
    DryRun(Box<dry_run::Foreseen>),
    /// For [`Sight::Kit`].
    Kit(Result<Box<handshake::kit::Kit>, Message>),
    /// For [`Sight::Picture`]: the SVG.
    Picture(chain::picture::Kind, String),
    /// For [`Sight::About`].
    About(Lang, Document),
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
            Sight::Catalogue(order) => Seen::Catalogue(order.run(powers).await.map(Box::new)),
            Sight::Transcript(unwritten, lang) => Seen::Transcript(unwritten.json(lang)),
            Sight::Symptom(look) => Seen::Symptom(Box::new(look.run())),
            Sight::DryRun(look) => Seen::DryRun(Box::new(look.run(powers))),
            Sight::Kit(order) => Seen::Kit(order.run(powers).await.map(Box::new)),
            Sight::Picture(drawing, kind) => Seen::Picture(kind, chain::picture::svg(&drawing)),
            Sight::About(lang) => Seen::About(lang, about::document(lang)),
        }
    }
}

/// Work for the examiner: of the lab, or of the page. Who has one kind alone writes `()` for the other and holds nothing of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Examine<S = Sight, V = View> {
    /// For the lab.
    Look(S),
    /// For a document of the page.
    View(V),
}

/// What the examiner answers. Whoever asked knows which it is, so that is not written.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// For [`Examine::Look`].
    Seen(Box<Seen>),
    /// For [`Examine::View`].
    Blocks(Vec<Block>),
}

impl Work for Examine {
    type Answer = Answer;

    async fn run(self, powers: &impl Powers) -> Answer {
        match self {
            Examine::Look(sight) => Answer::Seen(Box::new(sight.run(powers).await)),
            Examine::View(view) => Answer::Blocks(view.blocks()),
        }
    }
}
