//! What the reader did with the documents on show: ticked steps and chosen tabs, by the names that the documents give them, and what
//! the examiner wrote for the tab on show. The documents themselves are the worker's.

use std::rc::Rc;

use text::Message;

use crate::document::{Block, Errand, Tabs, Verdict};
use crate::task::TaskId;

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

/// Ticks, chosen tabs, and what was written for one of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The steps that are done, in the order in which they were ticked.
    pub(crate) ticks: Vec<String>,
    chosen: Vec<(String, usize)>,
    /// What the examiner is writing.
    viewing: Option<(TaskId, Errand)>,
    /// What it wrote last.
    view: Option<(Errand, Rc<Vec<Block>>)>,
}

impl Reading {
    /// Whether a step is done.
    #[must_use]
    pub fn is_ticked(&self, step: &str) -> bool {
        self.ticks.iter().any(|ticked| ticked == step)
    }

    /// The tab on show; the first one until the reader chose, the last one where there are fewer than where the reader chose.
    #[must_use]
    pub fn chosen(&self, row: &Tabs) -> usize {
        let chosen = self.chosen.iter().find(|(id, _)| *id == row.id).map_or(0, |(_, chosen)| *chosen);
        chosen.min(row.tabs.len().saturating_sub(1))
    }

    /// What the tab on show shows. What the examiner has yet to write has the first tab's blocks in its place, so nothing jumps.
    #[must_use]
    pub fn shown<'a>(&'a self, row: &'a Tabs) -> &'a [Block] {
        let Some(tab) = row.tabs.get(self.chosen(row)) else { return &[] };
        match (&tab.errand, &self.view) {
            (None, _) => &tab.blocks,
            (Some(errand), Some((known, blocks))) if known.what == errand.what => blocks,
            (Some(_), _) => &row.tabs[0].blocks,
        }
    }

    /// What the examiner shall write for what is on show among these blocks, and neither wrote nor writes.
    pub(crate) fn wanted<'a>(&self, blocks: &'a [Block]) -> Option<&'a Errand> {
        let tabs = blocks.iter().filter_map(|block| match block {
            Block::Tabs(row) => row.tabs.get(self.chosen(row)),
            _ => None,
        });
        let mut errands = tabs.filter_map(|tab| tab.errand.as_ref().or_else(|| self.wanted(&tab.blocks)));
        let writes = self.viewing.as_ref().map(|(_, errand)| errand);
        // of two that it is asked for, the later counts
        let known = writes.or(self.view.as_ref().map(|(errand, _)| errand));
        errands.find(|errand| known != Some(errand))
    }

    /// Remembers what the examiner is asked for.
    pub(crate) fn await_view(&mut self, id: TaskId, errand: Errand) {
        self.viewing = Some((id, errand));
    }

    /// Takes over what it wrote. A late answer that nobody awaits changes nothing.
    pub(crate) fn viewed(&mut self, id: TaskId, blocks: Vec<Block>) {
        if let Some((_, errand)) = self.viewing.take_if(|(awaited, _)| *awaited == id) {
            self.view = Some((errand, Rc::new(blocks)));
        }
    }

    /// Tells in its place why it wrote nothing. When the reader does something next, it is asked again.
    pub(crate) fn not_viewed(&mut self, why: &Message) {
        if let Some((_, Errand { what, .. })) = self.viewing.take() {
            let told = Block::Finding(Verdict::Refused, why.clone());
            self.view = Some((Errand { what, octets: Rc::default() }, Rc::new(vec![told])));
        }
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
