//! A stretch of time as a bar on a scale that several bars share, with today marked.

use pki::moment::Moment;
use yew::{AttrValue, Html, html};

/// The time that all bars of a picture share, in thousandths from its first to its last moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    /// The left end.
    pub from: Moment,
    /// The right end.
    pub to: Moment,
}

impl Scale {
    /// The scale that holds all of these stretches and today; `None` when there is none.
    #[must_use]
    pub fn around(stretches: impl Iterator<Item = (Moment, Moment)>, today: Moment) -> Option<Scale> {
        let all = stretches.reduce(|(from, to), (first, last)| (from.min(first), to.max(last)));
        all.map(|(from, to)| Scale { from: from.min(today), to: to.max(today) })
    }

    /// Where a moment lies, 0 to 1000.
    fn place(self, at: Moment) -> i64 {
        let whole = (self.to.unix_seconds() - self.from.unix_seconds()).max(1);
        ((at.unix_seconds() - self.from.unix_seconds()).clamp(0, whole) * 1000) / whole
    }
}

/// The bar. `label` says the same in words.
pub fn bar(scale: Scale, from: Moment, to: Moment, today: Moment, label: impl Into<AttrValue>) -> Html {
    let (start, end, now) = (scale.place(from), scale.place(to), scale.place(today));
    // a stretch too short for the scale is still drawn
    let width = (end - start).max(4);
    html! {
        <svg viewBox="0 0 1000 12" preserveAspectRatio="none" role="img" aria-label={label.into()}>
            <rect class="span__rail" x="0" y="5" width="1000" height="2" />
            <rect class="span__bar" x={start.to_string()} y="2" width={width.to_string()} height="8" />
            <line class="span__today" x1={now.to_string()} x2={now.to_string()} y1="-1" y2="13" />
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, Scale};

    #[test]
    fn moments_lie_between_the_ends_of_the_scale() {
        let day = |text: &str| Moment::parse_day(text).unwrap();
        let (from, middle, to) = (day("2026-01-01"), day("2027-01-01"), day("2028-01-01"));
        let scale = Scale::around([(from, middle), (middle, to)].into_iter(), middle).unwrap();
        assert_eq!((scale.place(from), scale.place(middle), scale.place(to)), (0, 500, 1000));
        assert_eq!(scale.place(day("2020-01-01")), 0);
        assert_eq!(scale.place(day("2040-01-01")), 1000);
        let moment = Scale { from, to: from };
        assert_eq!(moment.place(from), 0);
        assert_eq!(Scale::around(std::iter::empty(), from), None);
    }
}
