//! Causes by OpenSSL's number, in every way in which its programs and nginx print one; a number without a name of ours is told of in general.

use diagnose::doctor::{Loaded, Says, doctor};

fn taken_for(message: &str) -> Vec<&'static str> {
    doctor(message, &Loaded::nothing()).recognised.iter().map(|one| one.entry.id).collect()
}

#[test]
fn causes_by_number_are_known_wherever_they_are_printed() {
    for (number, words, verify, client) in [
        (7, "certificate signature failure", "server-signature", "server-signature"),
        (10, "certificate has expired", "openssl-expired", "server-expired"),
        (18, "self-signed certificate", "openssl-self-signed", "server-self-signed"),
        (19, "self-signed certificate in certificate chain", "openssl-root", "server-root"),
        (20, "unable to get local issuer certificate", "openssl-issuer", "server-issuer"),
        (22, "certificate chain too long", "openssl-depth", "openssl-depth"),
        (24, "invalid CA certificate", "openssl-no-authority", "openssl-no-authority"),
        (25, "path length constraint exceeded", "openssl-path-length", "server-path-length"),
        (
            32,
            "key usage does not include certificate signing",
            "openssl-no-authority",
            "openssl-no-authority",
        ),
        (34, "unhandled critical extension", "openssl-critical", "openssl-critical"),
        (48, "excluded subtree violation", "openssl-constraints", "openssl-constraints"),
        (68, "CA signature digest algorithm too weak", "weak-key", "weak-key"),
        (79, "invalid CA certificate", "openssl-no-authority", "openssl-no-authority"),
    ] {
        let printed = format!("error {number} at 1 depth lookup: {words}");
        assert_eq!(taken_for(&printed), [verify], "{printed}");
        let before = format!("verify error:num={number}:{words}");
        assert_eq!(taken_for(&before), [client], "{before}");
        let behind = format!("    Verify return code: {number} ({words})");
        assert_eq!(taken_for(&behind), [client], "{behind}");
    }
    let nginx = "client SSL certificate verify error: (22:certificate chain too long) while reading client request headers";
    assert_eq!(taken_for(nginx), ["openssl-depth"]);
}

/// Each beside the nearest that is known.
#[test]
fn what_only_looks_like_a_number_is_none() {
    let nothing: Vec<&str> = Vec::new();
    for (known, unknown) in [
        ("error 79 at 1 depth lookup:", "error 79 at line 1"),
        ("Verify return code: 19 (self-signed certificate in certificate chain)", "return code: 19 (killed)"),
        ("verify error:num=34:unhandled critical extension", "error: num=34"),
    ] {
        assert_ne!(taken_for(known), nothing, "{known}");
        assert_eq!(taken_for(unknown), nothing, "{unknown}");
    }
    assert_eq!(taken_for("error 92 at 0 depth lookup: Missing Subject Key Identifier"), ["openssl-number"]);
    let nginx = "client SSL certificate verify error: (5:unable to decrypt CRL's signature) while reading client request headers";
    assert_eq!(taken_for(nginx), ["openssl-number"]);
    assert_eq!(taken_for("verify error:num=92:Missing Subject Key Identifier"), ["openssl-number"]);
}

/// Of a backend's certificate one answer alone, whatever its number's words are elsewhere; the same words of a client stay its own.
#[test]
fn what_nginx_says_of_a_backend_is_no_clients_word() {
    const BEHIND: &str = " while SSL handshaking to upstream, client: 127.0.0.1, server: api.example.test, request: \"GET / HTTP/1.1\", upstream: \"https://127.0.0.1:34533/\", host: \"api.example.test\"";
    for (number, words) in [
        (2, "unable to get issuer certificate"),
        (10, "certificate has expired"),
        (18, "self-signed certificate"),
        (19, "self-signed certificate in certificate chain"),
        (20, "unable to get local issuer certificate"),
        (21, "unable to verify the first certificate"),
    ] {
        let said = format!(
            "2026/11/29 09:12:22 [error] 22202#22202: *2 upstream SSL certificate verify error: ({number}:{words}"
        );
        assert_eq!(taken_for(&format!("{said}){BEHIND}")), ["upstream-issuer"], "{number}");
        // cut where the words end
        assert_eq!(taken_for(&said), ["upstream-issuer"], "{number}");
    }
    assert_eq!(taken_for("Error: unable to verify the first certificate"), ["server-issuer"]);
}

/// Lines of nginx's log that were cut, by a terminal or by whoever copied them: the number tells what it is, wherever the line ends.
#[test]
fn a_line_that_was_cut_is_known_by_its_number() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("doctor/samples");
    let mut seen = 0;
    for sample in std::fs::read_dir(folder).expect("the samples are there") {
        let path = sample.expect("readable").path();
        if !path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("nginx-verify-")) {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("text");
        let line = text
            .lines()
            .find(|line| line.contains("client SSL certificate verify error"))
            .expect("nginx's line");
        let whole = taken_for(line);
        let from = line.find("error: (").expect("a number");
        let from = from + line[from + 8..].find(':').expect("words") + 9;
        let until = line.find(" while").expect("what it did");
        for end in from..=until {
            let found = doctor(&line[..end], &Loaded::nothing()).recognised;
            let ids: Vec<&str> = found.iter().map(|one| one.entry.id).collect();
            assert_eq!(ids, whole, "{}", &line[..end]);
            assert_eq!(found[0].says, Says::Server, "{}", &line[..end]);
        }
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
    // numbers without a name of ours are nginx's words too, and openssl's stay a program's
    for (line, says) in [
        ("client SSL certificate verify error: (5:unable to decr", Says::Server),
        ("client SSL certificate verify error: (22:certificate chain", Says::Server),
        ("error 92 at 0 depth lookup: Missing Subject", Says::Tool),
    ] {
        let found = doctor(line, &Loaded::nothing()).recognised;
        assert_eq!(found.iter().map(|one| one.says).collect::<Vec<_>>(), [says], "{line}");
    }
    assert_eq!(taken_for("client SSL certificate verify err"), Vec::<&str>::new());
}
