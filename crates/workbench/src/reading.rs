//! What the reader did with the documents on show: ticked steps and chosen tabs, by the names that the documents give them.
//! The documents themselves are the worker's.

/// What the reader of a document did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Msg {
    /// A step was ticked, or its tick was taken away.
    Ticked(String),
    /// A tab was chosen: the name of the row, and the tab's place in it.
    Chosen(String, usize),
    /// A text shall go to the clipboard.
    Copy(String),
    /// A text shall be saved under this name.
    Save(String, String),
}

/// Ticks and chosen tabs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The steps that are done, in the order in which they were ticked.
    pub(crate) ticks: Vec<String>,
    chosen: Vec<(String, usize)>,
}

impl Reading {
    /// Whether a step is done.
    #[must_use]
    pub fn is_ticked(&self, step: &str) -> bool {
        self.ticks.iter().any(|ticked| ticked == step)
    }

    /// The tab on show; the first one until the reader chose.
    #[must_use]
    pub fn chosen(&self, tabs: &str) -> usize {
        self.chosen.iter().find(|(id, _)| id == tabs).map_or(0, |(_, chosen)| *chosen)
    }

    /// Remembers a tick or a chosen tab. The other deeds are not remembered.
    pub(crate) fn note(&mut self, msg: Msg) {
        match msg {
            Msg::Ticked(step) => self.tick(step),
            Msg::Chosen(tabs, chosen) => self.choose(tabs, chosen),
            Msg::Copy(_) | Msg::Save(..) => {}
        }
    }

    /// Ticks a step, or takes its tick away.
    fn tick(&mut self, step: String) {
        match self.ticks.iter().position(|ticked| *ticked == step) {
            Some(place) => drop(self.ticks.remove(place)),
            None => self.ticks.push(step),
        }
    }

    fn choose(&mut self, tabs: String, chosen: usize) {
        match self.chosen.iter_mut().find(|(id, _)| *id == tabs) {
            Some((_, before)) => *before = chosen,
            None => self.chosen.push((tabs, chosen)),
        }
    }
}
