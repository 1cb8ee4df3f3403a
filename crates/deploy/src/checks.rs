//! `CHECKS.md` of a client's bundle: every check as a command of its own, in what its recipient has, each with what must come of it.
//! The checks are [`crate::single`]'s.

use text::Lang;
use text::single as say;

use crate::markdown;
use crate::plan::Plan;
use crate::readme::{checks, checks_on_windows, heading, paragraph};
use crate::recipient::Recipient;
use crate::unwritable::Unwritable;

/// The text in `lang`.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in Markdown or in a command.
pub fn render(plan: &Plan, recipient: Recipient, lang: Lang) -> Result<String, Unwritable> {
    let mut blocks = vec![heading(1, &say::title(lang, &plan.called())), paragraph(say::what(lang))];
    match recipient {
        Recipient::CurlWindows => checks_on_windows(plan, lang, &mut blocks)?,
        _ => checks(plan, lang, &mut blocks)?,
    }
    markdown::write(&blocks)
}
