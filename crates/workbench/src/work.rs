//! Work for a worker of the page: what it may ask of its host, and that an answer always comes. A worker remembers nothing, so
//! work carries all that it needs.

use pki::entropy::Entropy;
use pki::key::KeySource;
use pki::name::idna::Idna;
use serde::{Deserialize, Serialize};

use crate::task::Progress;

/// What work may ask of its host.
pub trait Powers {
    /// Where new keys come from.
    fn keys(&self) -> &impl KeySource;
    /// Where randomness comes from.
    fn entropy(&self) -> impl Entropy;
    /// Who converts internationalized names.
    fn idna(&self) -> &dyn Idna;
    /// Tells how far the work has come. Called often: the host decides what to pass on.
    fn progress(&self, progress: Progress);
}

/// A kind of work that one program does.
pub trait Work: for<'a> Deserialize<'a> {
    /// What comes of it.
    type Answer: Serialize;

    /// Texts that the page starts without and that come with the program ([`text::to_send`]); the page has them before any answer.
    #[must_use]
    fn texts() -> &'static [&'static str] {
        &[]
    }

    /// Does it. It never fails as a whole: what is wrong is part of the answer.
    fn run(self, powers: &impl Powers) -> impl Future<Output = Self::Answer>;
}
