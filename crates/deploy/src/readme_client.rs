//! `README.md` of a client's bundle: what is inside, how it is opened, the call, what success and each refusal look like.
//! How Markdown is escaped is [`crate::markdown`]'s.

use pki::moment::Moment;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::deploy as say;

use crate::markdown::{self, Block};
use crate::plan::{File, Plan};
use crate::readme::{checks, code, heading, inside, last_day, opening, paragraph};
use crate::shell::Command;
use crate::unwritable::Unwritable;

/// What the text needs to know of the certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The bundle's file name.
    pub archive: String,
    /// What the client is called.
    pub client: String,
    /// The end of the client's certificate.
    pub client_until: Moment,
    /// The end of the authority's certificate.
    pub authority_until: Moment,
}

/// The text, in `lang`; `files` are those beside it.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in Markdown or in a command.
pub fn render(plan: &Plan, files: &[File], facts: &Facts, lang: Lang) -> Result<String, Unwritable> {
    let mut blocks: Vec<Block> = vec![
        heading(1, &say::client_title(lang, &facts.client, &plan.called())),
        paragraph(&say::client_what(lang, &plan.url())),
        paragraph(say::secret_note(lang)),
        paragraph(&say::client_expiry(
            lang,
            &last_day(lang, facts.client_until),
            &last_day(lang, facts.authority_until),
        )),
        heading(2, say::inside_title(lang)),
        inside(files, lang),
    ];
    opening(&facts.archive, lang, &mut blocks)?;
    blocks.push(heading(2, say::call_title(lang)));
    blocks.push(paragraph(say::call_where(lang)));
    blocks.push(paragraph(say::call_check(lang)));
    checks(plan, lang, &mut blocks)?;
    blocks.push(heading(2, say::p12_title(lang)));
    blocks.push(paragraph(say::p12_what(lang)));
    blocks.push(paragraph(say::p12_curl(lang)));
    blocks.push(code(&[windows_curl(plan)])?);
    blocks.push(paragraph(say::p12_curl_limits(lang)));
    markdown::write(&blocks)
}

/// The call with the curl of Windows: Schannel reads a client's certificate from PKCS#12 alone (curl's cert.md and cert-type.md).
fn windows_curl(plan: &Plan) -> Command {
    Command::new("curl.exe")
        .args(["--include", "--cert", "client.p12:PASSPHRASE", "--cert-type", "P12", "--cacert", "ca.crt"])
        .arg(plan.url())
}
