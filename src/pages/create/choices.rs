//! "More choices": folded, because the values there will do. The worker describes them.

use yew::{AttrValue, Html};

use crate::pages::create::form::FormView;
use crate::shared::Shared;
use crate::widgets::fold::Fold;
use crate::widgets::form::groups;

impl FormView<'_> {
    /// Everything that most people leave as it is.
    pub(super) fn more_choices(&self, shared: &Shared) -> Html {
        Fold::new(text::create::more(self.lang), self.name("more-choices"))
            .summary(Some(AttrValue::from(self.choices.summary.clone())))
            .wrong(self.choices.is_wrong())
            .draw(groups(&self.choices.groups, shared))
    }
}
