//! `curl.ps1` and `import.ps1`: the call with the curl of Windows, and the import into the user's store. Windows' own
//! PowerShell 5.1 reads both; it takes a file without a byte order mark for one in the old code page, so comments in Korean
//! would come out as noise. They begin with the mark.

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::plan::Plan;
use crate::unwritable::Unwritable;

/// U+FEFF: what tells PowerShell 5.1 that a script is UTF-8 (about_Character_Encoding).
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Schannel takes no PEM; its `.p12` is opened with curl's `--pass`, here from its standard input, since other programs can read
/// a command line. Without `--ssl-revoke-best-effort` it wants a revocation list, which a private authority need not have.
pub(super) fn curl(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::PowerShell);
    code.comment(0, &say::curl_windows_head(lang, &super::p12_needed(plan, lang)))?;
    code.comment(0, say::snippet_passphrase(lang))?;
    code.lines(
        r#"$passphrase = $env:HANDFAST_PASSPHRASE
if (-not $passphrase) {
    $typed = Read-Host -AsSecureString 'client.p12'
    $passphrase = [Net.NetworkCredential]::new('', $typed).Password
}
$OutputEncoding = [Text.UTF8Encoding]::new($false)
$quoted = $passphrase.Replace('\', '\\').Replace('"', '\"')"#,
    );
    code.value("$url = ", &plan.url(), "")?;
    code.lines(if plan.is_public() {
        "$options = '--include', '--cert', 'client.p12', '--cert-type', 'P12', '--ssl-revoke-best-effort'"
    } else {
        "$options = '--include', '--cert', 'client.p12', '--cert-type', 'P12', '--cacert', 'ca.crt', '--ssl-revoke-best-effort'"
    });
    code.lines(r#""pass = `"$quoted`"" | curl.exe --config - @options $url"#);
    Ok(BYTE_ORDER_MARK.to_owned() + &code.finish())
}

pub(super) fn import(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::PowerShell);
    code.comment(0, if plan.is_public() { say::windows_head_public(lang) } else { say::windows_head(lang) })?;
    code.comment(0, say::snippet_passphrase(lang))?;
    code.lines(
        r"if ($env:HANDFAST_PASSPHRASE) {
    $passphrase = ConvertTo-SecureString -AsPlainText -Force $env:HANDFAST_PASSPHRASE
} else {
    $passphrase = Read-Host -AsSecureString 'client.p12'
}",
    );
    if !plan.is_public() {
        code.comment(0, say::windows_trust(lang))?;
        code.lines(
            r"Import-Certificate -FilePath ca.crt -CertStoreLocation Cert:\CurrentUser\Root | Out-Null",
        );
    }
    code.lines(
        r"$certificates = Import-PfxCertificate -FilePath client.p12 -CertStoreLocation Cert:\CurrentUser\My -Password $passphrase
$certificate = $certificates | Where-Object HasPrivateKey | Select-Object -First 1",
    );
    code.value(
        "$answer = Invoke-WebRequest -UseBasicParsing -Certificate $certificate -Uri ",
        &plan.url(),
        "",
    )?;
    code.lines("$answer.StatusCode\n$answer.Content");
    Ok(BYTE_ORDER_MARK.to_owned() + &code.finish())
}
