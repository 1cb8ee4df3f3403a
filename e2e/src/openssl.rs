//! OpenSSL as a judge of what was exported, and as the workshop of strangers who must be refused.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::ensure;

use crate::tool;

/// What a certificate is for, as `openssl verify` calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named after the purposes")]
pub enum Purpose {
    Server,
    Client,
}

/// Makes sure that an authority vouches for a certificate and that it is good for its purpose and for each name.
///
/// # Errors
/// With OpenSSL's words.
pub fn verify(certificate: &Path, authority: &Path, purpose: Purpose, names: &[&str]) -> anyhow::Result<()> {
    let purpose = match purpose {
        Purpose::Server => "sslserver",
        Purpose::Client => "sslclient",
    };
    let check = |arguments: &[&str]| {
        let mut command = tool::command("openssl")?;
        command.args(["verify", "-x509_strict", "-purpose", purpose, "-CAfile"]).arg(authority);
        tool::run(command.args(arguments).arg(certificate)).map(drop)
    };
    check(&[])?;
    for name in names {
        let option = if name.parse::<std::net::IpAddr>().is_ok() { "-verify_ip" } else { "-verify_hostname" };
        check(&[option, name])?;
    }
    ensure!(
        purpose != "sslserver" || check(&["-verify_hostname", "elsewhere.test"]).is_err(),
        "{} is good for a name that it does not carry",
        certificate.display()
    );
    Ok(())
}

/// Makes sure that a private key belongs to a certificate. `passphrase` opens the key, where it is encrypted.
///
/// # Errors
/// With OpenSSL's words, or both public keys.
pub fn key_fits(key: &Path, certificate: &Path, passphrase: Option<&str>) -> anyhow::Result<()> {
    let mut command = tool::command("openssl")?;
    command
        .args(["pkey", "-pubout", "-in"])
        .arg(key)
        .arg("-passin")
        .arg(format!("pass:{}", passphrase.unwrap_or_default()));
    let of_key = tool::run(&mut command)?;
    let of_certificate =
        tool::run(tool::command("openssl")?.args(["x509", "-noout", "-pubkey", "-in"]).arg(certificate))?;
    ensure!(of_key == of_certificate, "{} is not the key of {}", key.display(), certificate.display());
    Ok(())
}

/// Opens a `.p12` and makes sure that it holds this certificate with its key, and that a wrong passphrase opens nothing.
///
/// # Errors
/// With OpenSSL's words, or what is missing in it.
pub fn p12_holds(p12: &Path, passphrase: &str, certificate: &Path) -> anyhow::Result<()> {
    let open = |passphrase: &str| {
        let mut command = tool::command("openssl")?;
        command.args(["pkcs12", "-nodes", "-in"]).arg(p12);
        tool::run(command.arg("-passin").arg(format!("pass:{passphrase}")))
    };
    let opened = open(passphrase)?;
    ensure!(opened.contains("PRIVATE KEY-----"), "{} holds no key", p12.display());
    let wanted = tool::read(certificate)?;
    let body: String = wanted.lines().filter(|line| !line.starts_with("-----")).collect();
    ensure!(opened.replace('\n', "").contains(&body), "{} holds another certificate", p12.display());
    ensure!(open("not the passphrase").is_err(), "{} opens with a wrong passphrase", p12.display());
    Ok(())
}

/// A certificate as OpenSSL prints it.
///
/// # Errors
/// With OpenSSL's words.
pub fn text(certificate: &Path) -> anyhow::Result<String> {
    tool::run(tool::command("openssl")?.args(["x509", "-noout", "-text", "-in"]).arg(certificate))
}

/// Makes sure that two certificates say the same, but for what is new in each: key, serial number, signature and dates. Of
/// the dates the length is the same: RFC 5280 section 4.1.2.5 counts the last second in, openssl adds whole days to the first.
///
/// # Errors
/// With what both say.
pub fn same_but_new(ours: &Path, theirs: &Path) -> anyhow::Result<()> {
    let (our_words, their_words) = (comparable(ours)?, comparable(theirs)?);
    ensure!(
        our_words == their_words,
        "{} and {} differ:\n{our_words:#?}\n{their_words:#?}",
        ours.display(),
        theirs.display()
    );
    let (our_seconds, their_seconds) = (seconds(ours)?, seconds(theirs)?);
    ensure!(
        our_seconds + 1 == their_seconds,
        "{} lives for {our_seconds} seconds, counted to the last, and {} for {their_seconds}",
        ours.display(),
        theirs.display()
    );
    Ok(())
}

/// What OpenSSL prints of a certificate without what is new in each, its extensions by name: their order means nothing.
fn comparable(certificate: &Path) -> anyhow::Result<Vec<String>> {
    let mut command = tool::command("openssl")?;
    command.args(["x509", "-noout", "-text", "-certopt", "no_serial,no_sigdump,no_validity"]);
    // the kind of each string of a name counts too
    command.args(["-nameopt", "sep_multiline,utf8,lname,show_type", "-in"]).arg(certificate);
    let mut parts: Vec<String> = Vec::new();
    for line in tool::run(&mut command)?.lines().map(str::trim_end) {
        // octets: of a public key, or what names one
        let is_octet = |word: &str| word.len() == 2 && u8::from_str_radix(word, 16).is_ok();
        let mut words = line.trim().trim_end_matches(':').split(':');
        let line = if words.all(is_octet) { "octets" } else { line };
        match parts.last_mut() {
            Some(part) if !line.trim_start().starts_with("X509v3 ") => {
                if !(line == "octets" && part.ends_with("octets")) {
                    part.push('\n');
                    part.push_str(line);
                }
            }
            _ => parts.push(line.to_owned()),
        }
    }
    parts.sort();
    Ok(parts)
}

/// From the first to the last moment of a certificate.
fn seconds(certificate: &Path) -> anyhow::Result<i64> {
    let moment = |option: &str| {
        let said =
            tool::run(tool::command("openssl")?.args(["x509", "-noout", option, "-in"]).arg(certificate))?;
        let date = said.split_once('=').map(|(_, date)| date.trim().to_owned()).unwrap_or_default();
        let seconds = tool::run(tool::command("date")?.args(["-u", "+%s", "-d", &date]))?;
        Ok::<i64, anyhow::Error>(seconds.trim().parse()?)
    };
    Ok(moment("-enddate")? - moment("-startdate")?)
}

/// SHA-256 of a file, in lower-case hexadecimal digits.
///
/// # Errors
/// With OpenSSL's words.
pub fn sha256(file: &Path) -> anyhow::Result<String> {
    let said = tool::run(tool::command("openssl")?.args(["dgst", "-sha256", "-r"]).arg(file))?;
    Ok(said.split(' ').next().unwrap_or_default().to_owned())
}

/// A certificate that vouches for itself, with its key: a caller whom nobody knows.
///
/// # Errors
/// With OpenSSL's words.
pub fn stranger(folder: &Path) -> anyhow::Result<(PathBuf, PathBuf)> {
    let (certificate, key) = (folder.join("stranger.crt"), folder.join("stranger.key"));
    self_signed("/CN=stranger", &certificate, &key)?;
    Ok((certificate, key))
}

/// A client of another authority that bears the very name of `authority`: everything is right but the signature.
///
/// # Errors
/// With OpenSSL's words.
pub fn impostor(authority: &Path, folder: &Path) -> anyhow::Result<(PathBuf, PathBuf)> {
    let mut command = tool::command("openssl")?;
    command.args(["x509", "-noout", "-subject", "-nameopt", "compat", "-in"]).arg(authority);
    let subject = tool::run(&mut command)?;
    let subject = subject.trim().trim_start_matches("subject=").trim();
    let other = [folder.join("other-ca.crt"), folder.join("other-ca.key")];
    self_signed(subject, &other[0], &other[1])?;
    let [request, extensions] = ["impostor.csr", "impostor.ext"].map(|name| folder.join(name));
    let (certificate, key) = (folder.join("impostor.crt"), folder.join("impostor.key"));
    fs::write(
        &extensions,
        "basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=clientAuth\n",
    )?;
    let mut command = tool::command("openssl")?;
    command.args([
        "req",
        "-new",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=partner-1",
    ]);
    tool::run(command.arg("-keyout").arg(&key).arg("-out").arg(&request))?;
    let mut command = tool::command("openssl")?;
    command.args(["x509", "-req", "-days", "1", "-set_serial", "7", "-in"]).arg(&request);
    command.arg("-CA").arg(&other[0]).arg("-CAkey").arg(&other[1]).arg("-extfile").arg(&extensions);
    tool::run(command.arg("-out").arg(&certificate))?;
    let names = |file: &Path, option: &str| -> anyhow::Result<String> {
        let said = tool::run(tool::command("openssl")?.args(["x509", "-noout", option, "-in"]).arg(file))?;
        Ok(said.split_once('=').map(|(_, name)| name.trim().to_owned()).unwrap_or_default())
    };
    let (claimed, real) = (names(&certificate, "-issuer")?, names(authority, "-subject")?);
    ensure!(claimed == real, "the impostor names {claimed:?} as its authority, and not {real:?}");
    Ok((certificate, key))
}

fn self_signed(subject: &str, certificate: &Path, key: &Path) -> anyhow::Result<()> {
    let mut command = tool::command("openssl")?;
    command.args([
        "req",
        "-x509",
        "-utf8",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "1",
    ]);
    command.args(["-subj", subject]).arg("-keyout").arg(key).arg("-out").arg(certificate);
    tool::run(&mut command).map(drop)
}
