//! What further programs say of what is known: each taken for what it is alone, beside what resembles it and is something else.

use diagnose::doctor::{Loaded, doctor};
use text::Lang;

fn taken_for(message: &str) -> Vec<&'static str> {
    doctor(message, &Loaded::nothing()).recognised.iter().map(|one| one.entry.id).collect()
}

/// What a program printed, without the two lines that name it and the command.
fn printed(name: &str) -> String {
    let path = format!("{}/doctor/samples/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    let sample = std::fs::read_to_string(path).expect("a sample");
    sample.lines().skip_while(|line| line.starts_with("# ")).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_sample_is_taken_for_one_thing() {
    for (sample, id) in [
        ("python-revoked", "server-revoked"),
        ("gnutls-revoked", "server-revoked"),
        ("wget-revoked", "server-revoked"),
        ("ruby-revoked", "server-revoked"),
        ("ruby-root", "server-root"),
        ("ruby-self-signed", "server-self-signed"),
        ("ruby-early", "server-early"),
        ("ruby-purpose", "server-purpose"),
        ("ruby-list-missing", "server-no-list"),
        ("java-early", "server-early"),
        ("node-open-client", "file-missing"),
        ("java-old-server", "alert-protocol-version"),
        ("java-key-store-missing", "trust-store-unread"),
        ("redis-pair", "key-mismatch"),
        ("php-pair", "key-mismatch"),
        ("perl-other-key", "key-mismatch"),
        ("git-plain", "status-400"),
        ("wget-plain-on-tls", "status-400"),
        ("wget-other-key", "refusal-hidden"),
        ("ruby-key-password", "key-password"),
        ("ruby-rsa-key-password", "key-password"),
        ("socat-key", "key-unread"),
        ("perl-key", "key-unread"),
        ("stunnel-none", "own-files"),
        ("perl-closed", "empty-reply"),
        ("ldap-start", "handshake-untold"),
        ("java-expired", "server-expired"),
    ] {
        assert_eq!(taken_for(&printed(sample)), [id], "{sample}");
    }
}

#[test]
fn what_resembles_it_is_not_taken_for_it() {
    for (sample, said, other) in [
        ("wget-revoked", "has been revoked.", "has been renewed."),
        ("python-revoked", "certificate verify failed: ", "the list says: "),
        ("gnutls-revoked", "The certificate chain is revoked", "The certificate chain is long"),
        ("ruby-revoked", "certificate verify failed (certificate revoked)", "(certificate revoked)"),
    ] {
        let message = printed(sample);
        assert_eq!(taken_for(&message), ["server-revoked"], "{sample}");
        let message = message.replace(said, other);
        assert!(!taken_for(&message).contains(&"server-revoked"), "{message}");
    }
    for (sample, said, other) in [
        ("ruby-key-password", "PKey: pkcs12 cipherfinal", "PKey: pkcs12 cipherinit"),
        ("ruby-rsa-key-password", "PRIV key: pkcs12 cipherfinal error", "PRIV key: unknown"),
        ("socat-key", "SSL_CTX_use_PrivateKey_file()", "SSL_CTX_load_verify_locations()"),
        ("stunnel-none", "needs a certificate", "needs a restart"),
        ("perl-closed", "without sending any data back", "after 5 s"),
        (
            "ldap-start",
            "ldap_start_tls: Can't contact LDAP server (-1)",
            "ldap_start_tls: Protocol error (2)",
        ),
        ("php-pair", "Unable to set private key file", "Unable to get private key file"),
    ] {
        let message = printed(sample).replace(said, other);
        assert_eq!(taken_for(&message), Vec::<&str>::new(), "{message}");
    }
    let missing = "Could not negotiate a TLS connection: Invalid CA Certificate File/Directory";
    assert_eq!(taken_for(missing), ["own-files"]);
    // a server that prints the same of a client
    let server = "Exception occurred during processing of request from ('127.0.0.1', 58502)\n";
    assert_eq!(taken_for(&format!("{server}{}", printed("python-revoked"))), ["server-refuses"]);
}

/// Java says “validity check failed” of what has ended and of what has not begun.
#[test]
fn what_has_not_begun_has_not_ended() {
    let early = printed("java-early");
    let ended =
        early.replace("CertificateNotYetValidException: NotBefore", "CertificateExpiredException: NotAfter");
    assert_eq!(taken_for(&ended), ["server-expired"]);
    let mut both = taken_for(&format!("{ended}\n{early}"));
    both.sort_unstable();
    assert_eq!(both, ["server-early", "server-expired"]);
}

/// What is likeliest stands among the causes of each, first where nothing else is as likely.
#[test]
fn the_causes_fit_the_program() {
    for (sample, place, said) in [
        ("java-old-server", 1, "TLS 1.1"),
        ("java-key-store-missing", 1, "keyStore names a file that is not there"),
        ("redis-pair", 1, "has a password"),
        ("git-plain", 1, "http://"),
        ("wget-other-key", 2, "another certificate"),
        ("socat-key", 1, "key="),
    ] {
        let found = doctor(&printed(sample), &Loaded::nothing()).recognised;
        let causes = found[0].entry.causes(Lang::En);
        assert!(causes[place].contains(said), "{sample}: {causes:?}");
    }
    let found = doctor(&printed("java-key-store-missing"), &Loaded::nothing()).recognised;
    let empty = found[0].entry.causes(Lang::En).iter().filter(|cause| cause.contains("empty store"));
    assert!(empty.clone().all(|cause| cause.contains("trustStore")) && empty.count() == 1);
}

/// Node.js says of any file alike that it is not there.
#[test]
fn a_file_that_is_missing_is_one_of_tls() {
    let message = printed("node-open-client");
    for name in [
        "/app/client.pem",
        "client.crt",
        "C:\\\\app\\\\client.p12",
        "keystore.jks",
        "/run/secrets/client_key",
        "/run/secrets/ca",
        "/etc/ssl/ca-bundle",
        "./certs/",
    ] {
        let message = message.replace("/app/client.pem", name);
        assert_eq!(taken_for(&message), ["file-missing"], "{message}");
    }
    for name in ["/app/config.yaml", "/app/package.json", "/app/monkey.json", "/tmp/cache/africa.txt", ".env"]
    {
        let message = message.replace("/app/client.pem", name);
        assert_eq!(taken_for(&message), Vec::<&str>::new(), "{message}");
        let both = format!("{message}\n{}", printed("node-open-client"));
        assert_eq!(taken_for(&both), ["file-missing"], "{both}");
    }
}
