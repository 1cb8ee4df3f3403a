//! Everything that was given as a chain: the drawing, the verdicts side by side, the steps of every path, the time line. All in
//! the reader's language and with its places, so that the page only draws. What is asked is the Chain room's.

mod drawing;
mod line;
pub mod picture;
mod verdicts;

use pki::chain::{Graph, Place, Pool};
use pki::moment::Moment;
use pki::verify::{Purpose, Question, Target};
use serde::{Deserialize, Serialize};
use text::Lang;
use text::chain_room as say;

pub use drawing::{Drawing, Edge, Node};
pub use line::{Bar, Stretch};

use crate::document::{Block, Verdict};
use crate::role::Role;
use crate::sight::overview;

/// What to look at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// What was given, and the moment of the reader.
    pub given: overview::Look,
    /// What is asked of it.
    pub asked: Asked,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// What the certificate is to be good for; `None` takes what it says of itself.
    pub aim: Option<Aim>,
    /// The certificate, by its place in the drawing; `None` takes the first that issued nothing.
    pub leaf: Option<usize>,
    /// What is trusted, by places in the drawing; `None` trusts every root.
    pub trusted: Option<Vec<usize>>,
    /// Whether the lists that are here are asked.
    pub with_lists: bool,
    /// nginx's `ssl_verify_depth`.
    pub depth: usize,
    /// The moment; `None` is now.
    pub at: Option<Moment>,
}

/// What a certificate is to be good for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Aim {
    /// A client.
    #[default]
    Client,
    /// A server of this name; nothing typed leaves the name aside.
    Server(String),
}

impl Default for Asked {
    fn default() -> Asked {
        Asked { aim: None, leaf: None, trusted: None, with_lists: true, depth: 1, at: None }
    }
}

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// How much there is, when it was judged, and for what.
    pub summary: Vec<String>,
    /// The drawing.
    pub drawing: Drawing,
    /// The certificate that was judged.
    pub leaf: Option<usize>,
    /// What it was judged for.
    pub aim: Aim,
    /// What was trusted.
    pub trusted: Vec<usize>,
    /// The verdicts side by side, and why they differ.
    pub verdicts: Vec<Block>,
    /// Every path with its steps.
    pub paths: Vec<Block>,
    /// All validities, by when they end.
    pub bars: Vec<Bar>,
    /// Stretches of time between which a verdict changes, in their order; the first has no beginning.
    pub stretches: Vec<Stretch>,
}

impl Look {
    /// Looks.
    pub(crate) fn run(&self) -> Chain {
        let lang = self.given.lang;
        let pool = Pool::of(&self.given.report());
        let graph = Graph::of(&pool);
        let at = self.asked.at.unwrap_or(self.given.now);
        let known = |place: &usize| *place < pool.members.len();
        let roots = || (0..pool.members.len()).filter(|member| graph.nodes[*member].place == Place::Root);
        let trusted: Vec<usize> = match &self.asked.trusted {
            Some(trusted) => trusted.iter().copied().filter(known).collect(),
            None => roots().collect(),
        };
        let is_leaf = |member: &usize| graph.nodes[*member].place == Place::Leaf;
        let leaf = self
            .asked
            .leaf
            .filter(known)
            .or_else(|| (0..pool.members.len()).find(is_leaf))
            .or_else(|| (0..pool.members.len()).next());
        let aim = self.asked.aim.clone().unwrap_or_else(|| {
            match leaf.and_then(|leaf| drawing::role(&pool.members[leaf])) {
                Some(Role::Server) => Aim::Server(String::new()),
                _ => Aim::Client,
            }
        });
        let question = leaf.map(|leaf| Question {
            leaf,
            intermediates: (0..pool.members.len()).filter(|member| *member != leaf).collect(),
            anchors: trusted.clone(),
            lists: if self.asked.with_lists { (0..pool.lists.len()).collect() } else { Vec::new() },
            purpose: aim.purpose(),
            at,
        });
        let question = question.map(|question| question.trimmed(&pool));
        let (verdicts, paths, stretches) = match &question {
            Some(question) => (
                verdicts::side_by_side(&pool, question, self.asked.depth, lang),
                verdicts::paths(&pool, question, lang),
                line::stretches(&pool, question, self.asked.depth, lang),
            ),
            None => {
                let told = Block::Finding(Verdict::Caution, say::nothing_to_judge(lang));
                (vec![told], Vec::new(), Vec::new())
            }
        };
        Chain {
            summary: vec![
                say::summary(lang, pool.members.len(), pool.lists.len()),
                say::judged(lang, &at.minute(lang)),
                aim.words(lang),
            ],
            drawing: drawing::draw(&pool, &graph, &trusted, lang),
            leaf,
            aim,
            trusted,
            verdicts,
            paths,
            bars: line::bars(&pool, lang),
            stretches,
        }
    }
}

impl Aim {
    /// What was asked, for who reads the verdicts without the form.
    fn words(&self, lang: Lang) -> String {
        match self {
            Aim::Client => say::judged_as_client(lang).to_owned(),
            Aim::Server(name) if name.trim().is_empty() => say::judged_as_server(lang).to_owned(),
            Aim::Server(name) => say::judged_as_server_of(lang, &name.trim()),
        }
    }

    fn purpose(&self) -> Purpose {
        match self {
            Aim::Client => Purpose::Client,
            Aim::Server(name) => {
                let name = name.trim();
                Purpose::Server((!name.is_empty()).then(|| Target::of(name)))
            }
        }
    }
}
