//! `README.md` of the authority's bundle: what is inside, how the work goes on from it, how the key is guarded.
//! How Markdown is escaped is [`crate::markdown`]'s.

use pki::moment::Moment;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::deploy as say;

use crate::expiry::Expiries;
use crate::markdown::{self, Block};
use crate::plan::File;
use crate::readme::{code, heading, inside, last_day, opening, paragraph};
use crate::shell::Command;
use crate::unwritable::Unwritable;

/// What the text needs to know of the certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The bundle's file name.
    pub archive: String,
    /// What the authority is called.
    pub authority: String,
    /// The end of its certificate.
    pub authority_until: Moment,
    /// All that ends, for the calendar.
    pub expiries: Expiries,
    /// The time of making.
    pub now: Moment,
}

/// The text, in `lang`; `files` are those beside it.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in Markdown or in a command.
pub fn render(files: &[File], facts: &Facts, lang: Lang) -> Result<String, Unwritable> {
    let show = |file: &str, what: &[&str]| {
        Command::new("openssl").arg(what[0]).args(["-in", file, "-noout"]).args(what[1..].iter().copied())
    };
    let mut blocks: Vec<Block> = vec![
        heading(1, &say::authority_title(lang, &facts.authority)),
        paragraph(say::authority_what(lang)),
        paragraph(say::authority_guard(lang)),
        paragraph(&say::authority_expiry(lang, &last_day(lang, facts.authority_until))),
        heading(2, say::inside_title(lang)),
        inside(files, lang),
        paragraph(say::authority_no_leaf_keys(lang)),
    ];
    opening(&facts.archive, lang, &mut blocks)?;
    blocks.push(heading(2, say::authority_on_title(lang)));
    blocks.push(paragraph(say::authority_on(lang)));
    blocks.push(heading(2, say::authority_check_title(lang)));
    blocks.push(paragraph(say::authority_check(lang)));
    blocks.push(code(&[
        show("ca.crt", &["x509", "-subject", "-dates", "-fingerprint", "-sha256"]),
        show("ca.key", &["pkey"]),
    ])?);
    blocks.push(heading(2, say::authority_openssl_title(lang)));
    blocks.push(paragraph(say::authority_openssl(lang)));
    markdown::write(&blocks)
}
