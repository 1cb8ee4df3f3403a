//! `README.md` of a client's bundle, one page to print: what is inside, how its recipient sets it up, the call, what success and
//! each refusal look like, when it ends and whom to ask. What differs between recipients is [`crate::recipient`]'s, how Markdown
//! is escaped [`crate::markdown`]'s.

use pki::moment::Moment;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::deploy as say;
use text::recipient as own;

use crate::choices::{Allow, Backend, Reveal};
use crate::curl::{self, CheckKind, Reach};
use crate::flask_app;
use crate::markdown::{self, Block};
use crate::plan::{File, FileKind, Plan};
use crate::readme::{code, heading, inside, last_day, paragraph, unresolved};
use crate::recipient::guide::{Call, SetUp};
use crate::recipient::{PASSPHRASE, Pkcs12, Recipient};
use crate::refusal::Refusal;
use crate::shell::Command;
use crate::unwritable::Unwritable;

/// What the text needs to know of the certificates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// What the client is called.
    pub client: String,
    /// The end of the client's certificate.
    pub client_until: Moment,
    /// The end of the authority's certificate.
    pub authority_until: Moment,
}

/// The text for who opens it, in `lang`; `files` are those beside it.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand in Markdown or in a command.
pub fn render(
    plan: &Plan,
    recipient: Recipient,
    files: &[File],
    facts: &Facts,
    lang: Lang,
) -> Result<String, Unwritable> {
    let mut blocks: Vec<Block> = vec![
        heading(1, &say::client_title(lang, &facts.client, &plan.called())),
        paragraph(&say::client_what(lang, &plan.url())),
        Block::Bullets(vec![
            own::at_recipient(lang, &recipient.label(lang)),
            own::at_url(lang, &plan.url()),
            own::at_name(lang, &plan.called()),
        ]),
        paragraph(say::secret_note(lang)),
        heading(2, say::inside_title(lang)),
        inside(files, lang),
    ];
    set_up(plan, recipient, lang, &mut blocks)?;
    call(plan, recipient, facts, lang, &mut blocks)?;
    blocks.push(heading(2, own::see_title(lang)));
    blocks.push(seen(plan, recipient, lang));
    blocks.push(heading(2, own::ask_title(lang)));
    verify(files, lang, &mut blocks)?;
    let (client, authority) = (last_day(lang, facts.client_until), last_day(lang, facts.authority_until));
    blocks.push(paragraph(&say::client_expiry(lang, &client, &authority)));
    blocks.push(paragraph(own::ask(lang)));
    markdown::write(&blocks)
}

/// What has to be done before the first call.
fn set_up(plan: &Plan, recipient: Recipient, lang: Lang, blocks: &mut Vec<Block>) -> Result<(), Unwritable> {
    let set_up = recipient.set_up(plan, lang);
    if set_up == SetUp::default() {
        return Ok(());
    }
    blocks.push(heading(2, own::set_up_title(lang)));
    if recipient.is_untried() {
        blocks.push(paragraph(&own::set_up_untried(lang, &recipient.system())));
    }
    blocks.extend(set_up.need.map(paragraph));
    if !set_up.install.is_empty() {
        blocks.push(code(&set_up.install)?);
    }
    blocks.extend(set_up.refused.map(paragraph));
    if !set_up.steps.is_empty() {
        blocks.push(Block::Steps(set_up.steps));
    }
    if recipient.pkcs12() == Some(Pkcs12::Legacy) {
        let weak = own::set_up_legacy(lang, &recipient.system());
        // a program reads the file at each call
        let imported = !matches!(recipient.call(), Call::Commands(_));
        let all = if imported { format!("{weak} {}", own::set_up_imported(lang)) } else { weak };
        blocks.push(paragraph(&all));
    }
    if recipient.trusts_for_every_name() && !plan.is_public() {
        blocks.push(paragraph(own::set_up_everything(lang)));
    }
    blocks.extend(set_up.limits.map(paragraph));
    if matches!(recipient.call(), Call::Browser(_)) {
        blocks.push(paragraph(own::ed25519(lang)));
    }
    Ok(())
}

/// How to look whether the certificate is whole, from this authority and not over, where both lie there as PEM.
fn verify(files: &[File], lang: Lang, blocks: &mut Vec<Block>) -> Result<(), Unwritable> {
    let has = |kind| files.iter().any(|file| file.kind == kind);
    if has(FileKind::ClientCertificate) && has(FileKind::AuthorityCertificate) {
        blocks.push(paragraph(own::verify(lang)));
        let openssl = Command::new("openssl").args(["verify", "-purpose", "sslclient", "-CAfile", "ca.crt"]);
        blocks.push(code(&[openssl.arg("client.crt")])?);
    }
    Ok(())
}

/// The call itself.
fn call(
    plan: &Plan,
    recipient: Recipient,
    facts: &Facts,
    lang: Lang,
    blocks: &mut Vec<Block>,
) -> Result<(), Unwritable> {
    let call = recipient.call();
    if call == Call::Steps {
        return Ok(());
    }
    blocks.push(heading(2, say::call_title(lang)));
    match call {
        Call::Checks => {
            blocks.push(paragraph(say::call_where(lang)));
            blocks.extend(unresolved(plan, lang));
            for check in curl::checks(plan, Reach::Dns) {
                if check.kind == CheckKind::WithCertificate {
                    blocks.push(code(std::slice::from_ref(&check.command))?);
                    blocks.push(paragraph(&check.outcome(lang)));
                }
            }
            blocks.push(paragraph(say::call_check(lang)));
        }
        Call::Browser(browser) => {
            blocks.push(paragraph(&own::open_address(lang, &plan.url(), &browser, &facts.client)));
        }
        Call::Commands(commands) => {
            if recipient.needs_variable() {
                blocks.push(paragraph(own::call_variable(lang)));
                blocks.push(code(&[
                    Command::new("read").args(["-rs", PASSPHRASE]),
                    Command::new("export").arg(PASSPHRASE),
                ])?);
            }
            blocks.push(paragraph(own::call_run(lang)));
            blocks.push(code(&commands)?);
            if recipient == Recipient::CurlWindows {
                blocks.push(paragraph(text::single::one_by_one(lang)));
            }
        }
        Call::Steps => {}
    }
    Ok(())
}

/// What success and each refusal look like.
fn seen(plan: &Plan, recipient: Recipient, lang: Lang) -> Block {
    let good = match plan.choices().backend {
        Backend::Flask(_) => flask_app::greeting(&plan.called()),
        Backend::Own(_) => own::see_answer(lang).to_owned(),
    };
    let none = match recipient.call() {
        Call::Browser(_) => own::see_none(lang),
        _ => own::see_none_file(lang),
    };
    let untrusted = if plan.is_public() { own::see_untrusted_public(lang) } else { own::see_untrusted(lang) };
    let answer = |refusal| {
        let answer = plan.answer(refusal);
        let status = answer.status.to_string();
        // the gateway's words for a refusal are those of its reason, whichever that is
        let reasons = plan.gateway().is_some_and(|gateway| gateway.reveal == Reveal::Reason);
        if reasons && refusal == Refusal::Refused {
            return format!("{status} …");
        }
        // nginx's own page begins with its status
        let whole = answer.words.starts_with(&status);
        if whole { answer.words.into_owned() } else { format!("{status} {}", answer.words) }
    };
    let mut rows = vec![
        (good, own::see_good(lang)),
        (answer(Refusal::Missing), none),
        (answer(Refusal::Refused), own::see_refused(lang)),
    ];
    if let Allow::Listed(..) = plan.choices().allow {
        rows.push((answer(Refusal::NotAllowed), own::see_not_allowed(lang)));
    }
    rows.push((recipient.words_for_untrusted().to_owned(), untrusted));
    rows.extend(
        recipient.words_for_wrong_passphrase().map(|words| (words.to_owned(), own::see_passphrase(lang))),
    );
    rows.push(("502 Bad Gateway".to_owned(), own::see_down(lang)));
    let rows = rows.into_iter().map(|(shown, means)| vec![shown, means.to_owned()]).collect();
    Block::Table(vec![own::see_shown(lang).to_owned(), own::see_means(lang).to_owned()], rows)
}
