//! The Chain room: what was given in the Inspect room, as a chain that is drawn and judged. What hangs together and what is said
//! of it is the examiner's; here is what is asked, at which moment, and what is on show. The time slider moves without the
//! examiner: what is said in each stretch of time came with the drawing.

use std::rc::Rc;

use pki::moment::Moment;

use crate::problem::Problem;
use crate::sight::chain::picture::Kind;
use crate::sight::chain::{Aim, Asked, Chain, Node, Stretch};
use crate::task::Task;

/// What the Chain room knows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChainRoom {
    /// What is asked.
    pub asked: Asked,
    /// Looking at it.
    pub looking: Task<Problem>,
    /// What was seen last; it stays while the next look is under way.
    pub chain: Option<Rc<Chain>>,
    /// The node that is pointed at.
    pub chosen: Option<usize>,
    /// How large it is drawn.
    pub zoom: Zoom,
}

/// How large a drawing is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Zoom(usize);

impl Zoom {
    const PERCENT: [i32; 7] = [25, 50, 75, 100, 125, 150, 200];

    /// In hundredths of its own size.
    #[must_use]
    pub fn percent(self) -> i32 {
        Zoom::PERCENT[self.0]
    }

    pub(crate) fn step(&mut self, closer: bool) {
        let next = if closer { self.0 + 1 } else { self.0.saturating_sub(1) };
        self.0 = next.min(Zoom::PERCENT.len() - 1);
    }
}

impl Default for Zoom {
    fn default() -> Zoom {
        Zoom(3)
    }
}

/// What can happen in the Chain room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// What was given shall be looked at: somebody came in.
    Look,
    /// The certificate is to be good for something else.
    Aim(Aim),
    /// Another certificate is to be judged, by its place in the drawing.
    Judge(usize),
    /// A certificate is trusted from now on, or no longer.
    Trust(usize),
    /// The lists are asked, or no longer.
    Lists,
    /// Another `ssl_verify_depth`.
    Depth(usize),
    /// The slider stands at this moment.
    At(Moment),
    /// The slider was let go: the steps are judged at its moment.
    Settle,
    /// The slider goes to this moment, and everything is judged there.
    Go(Moment),
    /// The same for a day as it was typed; what is no day is left alone.
    Day(String),
    /// A certificate shall be looked at down to its octets, in the Inspect room.
    Closer(usize),
    /// Back to now.
    Now,
    /// The drawing shall be larger, or smaller.
    Zoom(bool),
    /// The drawing shall be saved.
    Save(Kind),
    /// A node was pointed at.
    Choose(usize),
}

impl ChainRoom {
    /// Something else was given: places in the old drawing mean nothing any more.
    pub(crate) fn outdate(&mut self) {
        let ChainRoom { asked: Asked { aim, with_lists, depth, at, .. }, zoom, .. } = core::mem::take(self);
        let asked = Asked { aim, with_lists, depth, at, ..Asked::default() };
        *self = ChainRoom { asked, zoom, ..ChainRoom::default() };
    }

    /// Ends what waits for the examiner.
    pub(crate) fn abandon(&mut self, fault: Option<&Problem>) {
        self.looking.abandon(fault);
    }

    /// The moment that is judged.
    #[must_use]
    pub fn moment(&self, now: Moment) -> Moment {
        self.asked.at.unwrap_or(now)
    }

    /// What is said at that moment.
    #[must_use]
    pub fn stretch(&self, now: Moment) -> Option<&Stretch> {
        let moment = self.moment(now);
        let stretches = &self.chain.as_ref()?.stretches;
        stretches.iter().rfind(|stretch| stretch.from.is_none_or(|from| from <= moment))
    }

    /// Whether a certificate is valid at that moment.
    #[must_use]
    pub fn is_valid(&self, node: &Node, now: Moment) -> bool {
        let moment = self.moment(now);
        node.not_before <= moment && moment <= node.not_after
    }

    /// From when until when the time line goes: a month beyond everything that begins and ends, and now.
    #[must_use]
    pub fn range(&self, now: Moment) -> (Moment, Moment) {
        const MARGIN_DAYS: i64 = 30;
        let bars = self.chain.as_ref().map_or(&[][..], |chain| &chain.bars);
        let first = bars.iter().map(|bar| bar.from).fold(now, Moment::min);
        let last = bars.iter().filter_map(|bar| bar.to).fold(now, Moment::max);
        (first.plus_days(-MARGIN_DAYS), last.plus_days(MARGIN_DAYS))
    }
}
