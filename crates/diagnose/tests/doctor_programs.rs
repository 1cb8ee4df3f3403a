//! What further programs say of what is known: each taken for what it is alone, beside what resembles it and is something else.

use diagnose::doctor::{Loaded, doctor};

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
