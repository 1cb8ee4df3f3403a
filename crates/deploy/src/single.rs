//! What `check.sh` checks, one by one: commands for a POSIX shell and for PowerShell, each with what must come of it. The calls
//! themselves are [`crate::curl`]'s.
//!
//! The curl.exe of Windows is built with Schannel and takes no PEM (curl's manual, `--cert`): there the certificate comes from the
//! `.p12`, and its passphrase by standard input, since other programs can read a command line.

use text::Lang;
use text::single as say;

use crate::choices::{Backend, FlaskListen, Reveal};
use crate::code::{Code, Language};
use crate::curl::{self, CheckKind, Reach, called_by_name, trusting};
use crate::flask_app;
use crate::plan::Plan;
use crate::refusal::Refusal;
use crate::shell::Command;
use crate::unwritable::Unwritable;

/// Days that a certificate should still be good, as in `check.sh`.
const DAYS: u32 = 14;

/// What a forger would write into identity headers, in the spellings that some backends take for one another.
const FORGED: [&str; 3] =
    ["X-SSL-Client-S-DN: CN=forged", "X-SSL-Client-Verify: SUCCESS", "X_SSL_Client_S_DN: CN=forged"];

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Single {
    /// Its name among the runbook's steps.
    pub id: &'static str,
    /// What is tried, in a few words.
    pub title: &'static str,
    /// The commands for a POSIX shell, in the folder with a client's files.
    pub posix: Vec<Command>,
    /// The same for PowerShell, after [`on_windows`] was pasted once.
    pub windows: String,
    /// What must come of it, as a sentence.
    pub expect: String,
    /// What that means, and what it does not.
    pub meaning: &'static str,
    /// What else may come of it on Windows.
    pub aside: Option<String>,
}

/// What is pasted once into a PowerShell before the commands of the checks: the address, the passphrase, the options that name
/// certificates.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand between PowerShell's quotes.
pub fn on_windows(plan: &Plan) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::PowerShell);
    code.value("$url = ", &plan.url(), "")?;
    code.lines(
        r#"$typed = Read-Host -AsSecureString 'client.p12'
$passphrase = [Net.NetworkCredential]::new('', $typed).Password
$pass = 'pass = "' + $passphrase.Replace('\', '\\').Replace('"', '\"') + '"'
$OutputEncoding = [Text.UTF8Encoding]::new($false)
$mine = '--cert', 'client.p12', '--cert-type', 'P12'"#,
    );
    code.lines(if plan.is_public() {
        "$trust = @('--ssl-revoke-best-effort')"
    } else {
        "$trust = '--cacert', 'ca.crt', '--ssl-revoke-best-effort'"
    });
    Ok(code.finish())
}

/// All checks in the order in which they are worth making.
///
/// # Errors
/// [`Unwritable`] when a value cannot stand between PowerShell's quotes.
pub fn checks(plan: &Plan, lang: Lang) -> Result<Vec<Single>, Unwritable> {
    let mut all = Vec::new();
    all.extend(dns(plan, lang)?);
    for check in curl::checks(plan, Reach::Dns) {
        let (windows, aside) = on_schannel(plan, check.kind, lang);
        all.push(Single {
            id: check.kind.id(),
            title: check.title(lang),
            windows: format!("{windows}\n"),
            expect: check.outcome(lang),
            meaning: check.meaning(lang),
            posix: check.prepare.iter().chain([&check.command]).cloned().collect(),
            aside,
        });
    }
    all.push(old_tls(plan, lang));
    all.push(forged(plan, lang)?);
    all.extend(port(plan, lang)?);
    all.push(days(plan, lang)?);
    Ok(all)
}

/// The calls of [`curl::checks`] with Schannel. curl takes a certificate of the user's store by its thumbprint there (its manual,
/// `--cert`).
fn on_schannel(plan: &Plan, kind: CheckKind, lang: Lang) -> (&'static str, Option<String>) {
    match kind {
        CheckKind::WithCertificate => ("$pass | curl.exe --config - --include @mine @trust $url", None),
        CheckKind::WithoutCertificate => ("curl.exe --include @trust $url", None),
        CheckKind::Stranger => (
            r#"$stranger = New-SelfSignedCertificate -Subject 'CN=stranger' -CertStoreLocation Cert:\CurrentUser\My -NotAfter (Get-Date).AddDays(1)
curl.exe --include --cert "CurrentUser\MY\$($stranger.Thumbprint)" @trust $url
Remove-Item "Cert:\CurrentUser\My\$($stranger.Thumbprint)" -DeleteKey"#,
            Some(say::stranger_windows(lang, &kept_back(plan))),
        ),
        CheckKind::WithoutAuthority => {
            ("curl.exe --include $url", Some(say::authority_windows(lang).to_owned()))
        }
    }
}

/// What the answer says when Windows sends nothing; or, from a gateway that says why, when it sends what is no authority's own.
fn kept_back(plan: &Plan) -> String {
    let missing = plan.answer(Refusal::Missing).words.into_owned();
    if plan.gateway().is_none_or(|gateway| gateway.reveal == Reveal::Little) {
        return missing;
    }
    let issuer = text::gateway_refusal::unknown_issuer(Lang::En, &"CN=stranger").problem;
    format!("{missing}”, “{issuer}")
}

/// A name that is found; an address needs none.
fn dns(plan: &Plan, lang: Lang) -> Result<Option<Single>, Unwritable> {
    if !called_by_name(plan) {
        return Ok(None);
    }
    let name = plan.called();
    let mut code = Code::new(Language::PowerShell);
    code.value("Resolve-DnsName -Type A_AAAA -Name ", &name, "")?;
    Ok(Some(Single {
        id: "check-dns",
        title: say::dns(lang),
        posix: vec![Command::new("dig").args(["+short", &name])],
        windows: code.finish(),
        expect: text::runbook::expect(lang, &text::runbook::dns_expect(lang)),
        meaning: say::dns_meaning(lang),
        aside: None,
    }))
}

/// OpenSSL 3 and many systems offer nothing so old unless they are told to, and then nobody has asked the server.
fn old_tls(plan: &Plan, lang: Lang) -> Single {
    let call = trusting(plan, Reach::Dns).args(["--tlsv1.0", "--tls-max", "1.1"]);
    Single {
        id: "check-old-tls",
        title: say::old_tls(lang),
        posix: vec![call.args(["--ciphers", "DEFAULT:@SECLEVEL=0", &plan.url()])],
        windows: "curl.exe --include --tlsv1.0 --tls-max 1.1 @trust $url\n".to_owned(),
        // rustls and OpenSSL choose another alert
        expect: text::deploy::expect_exit(
            lang,
            &35,
            &if plan.gateway().is_some() { "alert handshake failure" } else { "alert protocol version" },
        ),
        meaning: say::old_tls_meaning(lang),
        aside: Some(say::old_tls_windows(lang).to_owned()),
    }
}

/// What a caller claims about itself.
fn forged(plan: &Plan, lang: Lang) -> Result<Single, Unwritable> {
    let call = trusting(plan, Reach::Dns).args(["--cert", "client.crt", "--key", "client.key"]);
    let call = FORGED.iter().fold(call, |call, header| call.args(["--header", header]));
    let (expect, meaning) = match plan.choices().backend {
        Backend::Flask(_) => {
            (say::forged_expect(lang, &flask_app::greeting(&plan.called())), say::forged_meaning(lang))
        }
        Backend::Own(_) => (say::forged_expect_own(lang).to_owned(), say::forged_meaning_own(lang)),
    };
    let mut code = Code::new(Language::PowerShell);
    code.lines("$forged = @()");
    for header in &FORGED {
        code.value("$forged += '--header', ", header, "")?;
    }
    code.lines("$pass | curl.exe --config - --include @mine @trust @forged $url");
    Ok(Single {
        id: "check-forged",
        title: say::forged(lang),
        posix: vec![call.arg(plan.url())],
        windows: code.finish(),
        expect,
        meaning,
        aside: None,
    })
}

/// The way around the server, where the backend has a port that is known here.
fn port(plan: &Plan, lang: Lang) -> Result<Option<Single>, Unwritable> {
    let Backend::Flask(FlaskListen::Port(port)) = plan.choices().backend else { return Ok(None) };
    let host = plan.called();
    let url = format!("http://{host}:{port}/");
    let mut code = Code::new(Language::PowerShell);
    code.value("$backend = ", host.trim_matches(['[', ']']), "")?;
    code.value(
        "Test-NetConnection -InformationLevel Quiet -ComputerName $backend -Port ",
        &port.to_string(),
        "",
    )?;
    Ok(Some(Single {
        id: "check-port",
        title: say::port(lang),
        posix: vec![Command::new("curl").args(["--connect-timeout", "5", &url])],
        windows: code.finish(),
        expect: say::port_expect(lang).to_owned(),
        meaning: say::port_meaning(lang),
        aside: None,
    }))
}

/// How long each certificate is still good.
fn days(plan: &Plan, lang: Lang) -> Result<Single, Unwritable> {
    let end =
        |file: &str| Command::new("openssl").args(["x509", "-noout", "-subject", "-enddate", "-in", file]);
    let (host, port) = (plan.called(), plan.choices().listen_port);
    let mut posix = vec![end("client.crt")];
    let mut code = Code::new(Language::PowerShell);
    code.lines("(Get-PfxData -FilePath client.p12 -Password $typed).EndEntityCertificates | Select-Object Subject, NotAfter");
    if !plan.is_public() {
        posix.push(end("ca.crt"));
        code.lines("Get-PfxCertificate -FilePath ca.crt | Select-Object Subject, NotAfter");
    }
    // for an address no name is sent (RFC 6066 section 3)
    let asked = if called_by_name(plan) {
        r#"openssl s_client -connect "$0" -servername "$1" </dev/null 2>/dev/null | openssl x509 -noout -subject -enddate"#
    } else {
        r#"openssl s_client -connect "$0" </dev/null 2>/dev/null | openssl x509 -noout -subject -enddate"#
    };
    posix.push(Command::new("sh").args(["-c", asked, &format!("{host}:{port}"), &host]));
    code.value("$service = ", host.trim_matches(['[', ']']), "")?;
    code.value("$tcp = [Net.Sockets.TcpClient]::new($service, ", &port.to_string(), ")")?;
    code.lines(
        "$tls = [Net.Security.SslStream]::new($tcp.GetStream(), $false, { $true })
$tls.AuthenticateAsClient($service)
$tls.RemoteCertificate.Subject, $tls.RemoteCertificate.GetExpirationDateString()
$tcp.Close()",
    );
    Ok(Single {
        id: "check-days",
        title: say::days(lang),
        posix,
        windows: code.finish(),
        expect: say::days_expect(lang, &DAYS),
        meaning: say::days_meaning(lang),
        aside: Some(say::days_windows(lang).to_owned()),
    })
}
