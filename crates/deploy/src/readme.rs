//! What the READMEs of all bundles share: the list of files, how the bundle is opened, the checks. Each README's own text
//! stands in the module named after it.

use std::borrow::Cow;

use pki::moment::Moment;
use text::Lang;
use text::deploy as say;

use crate::curl::called_by_name;
use crate::markdown::Block;
use crate::opening::{System, bsdtar};
use crate::plan::Snippet;
use crate::plan::{Audience, File, FileKind, Plan};
use crate::shell::Command;
use crate::single;
use crate::unwritable::Unwritable;

pub(crate) fn heading(level: u8, text: &str) -> Block {
    Block::Heading(level, text.to_owned())
}

pub(crate) fn paragraph(text: &str) -> Block {
    Block::Paragraph(text.to_owned())
}

/// Commands, one a line.
pub(crate) fn code(commands: &[Command]) -> Result<Block, Unwritable> {
    let lines: Result<Vec<_>, _> = commands.iter().map(Command::to_posix).collect();
    Ok(Block::Code("sh", lines?.join("\n")))
}

/// The day on which something ends, for people.
pub(crate) fn last_day(lang: Lang, moment: Moment) -> String {
    moment.day(lang)
}

/// The table of the files in a bundle.
pub(crate) fn inside(files: &[File], lang: Lang) -> Block {
    let head = [say::inside_file(lang), say::inside_what(lang), say::inside_secret(lang)];
    // the README of those who know the server's authority by themselves names none
    let known = files
        .iter()
        .all(|file| file.audience == Audience::Client && file.kind != FileKind::AuthorityCertificate);
    let rows = files.iter().map(|file| {
        let secret = if file.secret { say::inside_secret_yes(lang) } else { say::inside_secret_no(lang) };
        vec![file.name.clone(), what(file, known, lang).into_owned(), secret.to_owned()]
    });
    Block::Table(head.map(str::to_owned).to_vec(), rows.collect())
}

/// What a file is, in a few words.
fn what(file: &File, known: bool, lang: Lang) -> Cow<'static, str> {
    Cow::Borrowed(match file.kind {
        FileKind::ServerCertificate => say::file_server_certificate(lang),
        FileKind::ServerKey => say::file_server_key(lang),
        FileKind::ServerEncryptedKey => say::file_server_encrypted_key(lang),
        FileKind::ServerKeyPassword => say::file_server_key_password(lang),
        FileKind::RenewalHook => say::file_renewal_hook(lang),
        FileKind::ClientAuthority => say::file_client_authority(lang),
        FileKind::RevocationList => say::file_revocation_list(lang),
        FileKind::NginxConf => say::file_nginx_conf(lang),
        FileKind::NginxSite => say::file_nginx_site(lang),
        FileKind::GatewayToml => say::file_gateway_toml(lang),
        FileKind::GatewayUnit => say::file_gateway_unit(lang),
        FileKind::FlaskApp => say::file_flask_app(lang),
        FileKind::NginxUnit => say::file_nginx_unit(lang),
        FileKind::BackendUnit => say::file_backend_unit(lang),
        FileKind::LogRotation => say::file_logrotate(lang),
        FileKind::InstallScript => say::file_install(lang),
        FileKind::ClientCertificate => say::file_client_certificate(lang),
        FileKind::ClientKey => say::file_client_key(lang),
        FileKind::ClientEncryptedKey => text::recipient::file_encrypted_key(lang),
        FileKind::ClientPkcs12 => say::file_client_p12(lang),
        FileKind::ClientTrustStore => text::recipient::file_trust_store(lang),
        FileKind::AppleProfile if known => text::recipient::file_profile_public(lang),
        FileKind::AppleProfile => text::recipient::file_profile(lang),
        FileKind::Snippet(Snippet::ImportMacos | Snippet::ImportWindows) if known => {
            text::recipient::file_import_public(lang)
        }
        FileKind::Snippet(Snippet::ImportMacos | Snippet::ImportWindows) => {
            text::recipient::file_import(lang)
        }
        FileKind::Snippet(Snippet::CargoManifest) => text::recipient::file_manifest(lang),
        FileKind::Snippet(snippet) => {
            return text::recipient::file_call(lang, &snippet.program()).into();
        }
        FileKind::CurlCommand => say::file_curl(lang),
        FileKind::CheckScript => say::file_check(lang),
        FileKind::Checks => text::single::file(lang),
        FileKind::AuthorityCertificate => match file.audience {
            Audience::Authority => say::file_authority_certificate(lang),
            Audience::Client | Audience::Server => say::file_server_authority(lang),
        },
        FileKind::AuthorityKey => say::file_authority_key(lang),
        FileKind::WorkspaceRecord => say::file_workspace(lang),
        FileKind::OpensslScript => say::file_openssl_script(lang),
        FileKind::OpensslConfig => say::file_openssl_config(lang),
        FileKind::Runbook => text::runbook::file(lang),
        FileKind::Calendar => text::calendar::file(lang),
        FileKind::Readme => say::file_readme(lang),
    })
}

/// How the bundle is opened on each system.
pub(crate) fn opening(archive: &str, lang: Lang, blocks: &mut Vec<Block>) -> Result<(), Unwritable> {
    blocks.push(heading(2, say::open_title(lang)));
    blocks.push(paragraph(say::open_what(lang)));
    for system in System::ALL {
        blocks.push(heading(3, system.label()));
        blocks.push(paragraph(system.advice(lang)));
        let commands = system.commands(archive);
        if !commands.is_empty() {
            blocks.push(code(&commands)?);
        }
    }
    blocks.push(paragraph(say::open_bsdtar(lang)));
    blocks.push(code(&bsdtar(archive))?);
    Ok(())
}

/// What to do as long as the service has no address in the DNS.
pub(crate) fn unresolved(plan: &Plan, lang: Lang) -> Option<Block> {
    let (name, port) = (plan.called(), plan.choices().listen_port);
    called_by_name(plan).then(|| paragraph(&say::check_unresolved(lang, &name, &port)))
}

/// The calls, each with what must come of it and what that means.
pub(crate) fn checks(plan: &Plan, lang: Lang, blocks: &mut Vec<Block>) -> Result<(), Unwritable> {
    blocks.extend(unresolved(plan, lang));
    for check in single::checks(plan, lang)? {
        blocks.push(heading(3, check.title));
        blocks.push(code(&check.posix)?);
        blocks.push(paragraph(&check.expect));
        blocks.push(paragraph(check.meaning));
    }
    Ok(())
}

/// The same in PowerShell.
pub(crate) fn checks_on_windows(plan: &Plan, lang: Lang, blocks: &mut Vec<Block>) -> Result<(), Unwritable> {
    blocks.push(heading(2, text::single::windows(lang)));
    blocks.push(paragraph(text::single::windows_what(lang)));
    blocks.push(powershell(&single::on_windows(plan)?));
    for check in single::checks(plan, lang)? {
        blocks.push(heading(3, check.title));
        blocks.push(powershell(&check.windows));
        blocks.push(paragraph(&check.expect));
        blocks.extend(check.aside.as_deref().map(paragraph));
        blocks.push(paragraph(check.meaning));
    }
    Ok(())
}

/// Lines for PowerShell.
pub(crate) fn powershell(lines: &str) -> Block {
    Block::Code("powershell", lines.trim_end().to_owned())
}
