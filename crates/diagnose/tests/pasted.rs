//! What people paste: messages of real programs as they stand in a terminal, a log or an issue, whole or half, with what is around them.
//! Each is taken for what it is, in whatever form it comes; what only resembles a message is taken for nothing.

use diagnose::doctor::{Diagnosis, Loaded, doctor, entries};
use text::Lang;

/// Each paste, with what it is taken for and where it comes from.
fn pasted() -> impl Iterator<Item = (Vec<&'static str>, &'static str, &'static str)> {
    let blocks = include_str!("data/pasted.txt").split("\n=== ").skip(1);
    blocks.map(|block| {
        let (head, message) = block.split_once('\n').expect("a head and a message");
        let (ids, source) = head.split_once(" | ").expect("what it is and where it comes from");
        (ids.split_whitespace().collect(), source, message)
    })
}

fn taken_for(message: &str) -> Vec<&'static str> {
    doctor(message, &Loaded::nothing()).recognised.iter().map(|one| one.entry.id).collect()
}

#[test]
fn what_is_pasted_is_taken_for_what_it_is() {
    let known: Vec<&str> = entries().iter().map(|entry| entry.id).collect();
    let mut count = 0;
    for (ids, source, message) in pasted() {
        assert!(ids.iter().all(|id| known.contains(id)), "{source}: {ids:?}");
        assert_eq!(taken_for(message), ids, "{source}:\n{message}");
        count += 1;
    }
    assert!(count > 250, "{count}");
}

#[test]
fn the_form_changes_nothing() {
    for (ids, source, message) in pasted() {
        let Some(first) = ids.first() else { continue };
        let forms = [
            ("line ends of Windows", message.replace('\n', "\r\n")),
            ("a log in JSON", serde_json::json!({ "level": "error", "msg": message }).to_string()),
            (
                "a log in JSON within one",
                serde_json::json!({ "log": serde_json::json!({ "msg": message }).to_string() }).to_string(),
            ),
            (
                "a page",
                message
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;")
                    .replace('"', "&quot;")
                    .replace('\'', "&#39;"),
            ),
            (
                "a page that writes all but letters as numbers",
                message
                    .chars()
                    .map(|letter| match letter {
                        '(' | ')' | ':' | '\'' | '"' | '<' | '>' | '&' | '[' => {
                            format!("&#{};", u32::from(letter))
                        }
                        ']' | '/' | '=' | '-' => format!("&#x{:X};", u32::from(letter)),
                        letter => letter.to_string(),
                    })
                    .collect(),
            ),
            (
                "quotation marks of a word processor",
                message.replace('\'', "\u{2019}").replace('"', "\u{201d}"),
            ),
            ("colours", message.lines().map(|line| format!("\u{1b}[1;31m{line}\u{1b}[0m\n")).collect()),
            ("words that a search has coloured", message.replace(' ', " \u{1b}[01;31m\u{1b}[K")),
            ("a narrow terminal", wrapped(message, 60)),
            (
                "a narrow terminal, in a log in JSON",
                serde_json::json!({ "msg": wrapped(message, 60) }).to_string(),
            ),
            ("a letter", wrapped(message, 60).lines().map(|line| format!("> {line}\n")).collect()),
            ("a letter that was answered", message.lines().map(|line| format!(">> {line}\n")).collect()),
            ("a listing", counted(&wrapped(message, 60), "\t")),
            ("a page of code", counted(&wrapped(message, 60), ": ")),
            ("a log of a container", message.lines().map(|line| format!("api-1  | {line}\n")).collect()),
            (
                "a journal",
                message.lines().map(|line| format!("Nov 29 10:00:00 web1 api[123]: {line}\n")).collect(),
            ),
        ];
        for (form, message) in forms {
            assert_eq!(taken_for(&message).first(), Some(first), "{source} in {form}:\n{message}");
        }
    }
}

/// Broken where the columns end, in the middle of words.
fn wrapped(message: &str, columns: usize) -> String {
    let broken = |line: &str| {
        let letters: Vec<char> = line.chars().collect();
        letters.chunks(columns).map(|part| part.iter().collect::<String>() + "\n").collect::<String>()
    };
    message.lines().map(broken).collect()
}

/// With the number of each line before it.
fn counted(message: &str, behind: &str) -> String {
    let lines = message.lines().zip(97..);
    lines.map(|(line, number)| format!("{number:6}{behind}{line}\n")).collect()
}

/// What nginx says of its configuration is told of in general where nothing particular is known, and only there.
#[test]
fn what_nginx_refuses_is_told_of_in_general() {
    let particular = "nginx: [emerg] invalid URL prefix in /etc/nginx/nginx.conf:4";
    let general = "nginx: [emerg] invalid return code \"abc\" in /etc/nginx/conf.d/api.conf:12";
    let test = "nginx: configuration file /etc/nginx/nginx.conf test failed";
    assert_eq!(taken_for(&format!("{particular}\n{test}")), ["proxy-no-scheme"]);
    assert_eq!(taken_for(&format!("{general}\n{test}")), ["nginx-emerg"]);
    let both = doctor(&format!("{particular}\n{general}\n{test}"), &Loaded::nothing()).recognised;
    let both: Vec<(&str, usize)> = both.iter().map(|one| (one.entry.id, one.line)).collect();
    assert_eq!(both, [("proxy-no-scheme", 1), ("nginx-emerg", 2)]);
    // what is said again is not told of in general
    let taken =
        "2026/11/30 02:10:55 [emerg] 1#1: bind() to 127.0.0.1:443 failed (98: Address already in use)";
    let log = format!(
        "{taken}\n2026/11/30 02:10:55 [notice] 1#1: try again to bind() after 500ms\n{taken}\n2026/11/30 02:10:55 [emerg] 1#1: still could not bind()"
    );
    assert_eq!(taken_for(&log), ["nginx-port-taken"]);
    // a terminal that broke the line tells of it once
    assert_eq!(taken_for(&wrapped(particular, 24)), ["proxy-no-scheme"]);
    for nothing in ["nginx: [warn] the \"user\" directive makes sense only", "[ssl:emerg] [pid 1] AH02565"] {
        assert_eq!(taken_for(nothing), Vec::<&str>::new(), "{nothing}");
    }
}

/// Korean machines: the C library's and .NET's own sentences, beside others that only share words with them.
#[test]
fn what_korean_programs_say_is_known() {
    for (message, id) in [
        ("curl: (7) Failed to connect to 172.17.0.1 port 31852: 연결이 거부됨", "connection-refused"),
        ("ConnectionResetError: [Errno 104] 상대편이 연결을 끊음", "connection-reset"),
        ("socket.gaierror: [Errno -2] 이름 혹은 서비스를 알 수 없습니다", "unknown-host"),
        ("PermissionError: [Errno 13] 허가 거부: 'client.key'", "file-forbidden"),
        ("요청이 중단되었습니다. SSL/TLS 보안 채널을 만들 수 없습니다.", "dotnet-channel"),
        (
            "기본 연결이 닫혔습니다. SSL/TLS 보안 채널에 대한 트러스트 관계를 설정할 수 없습니다.",
            "dotnet-trust",
        ),
        ("유효성 검사 프로시저에 따르면 원격 인증서가 잘못되었습니다.", "dotnet-trust"),
        ("유효성 검사 절차에 따르면 원격 인증서가 잘못되었습니다.", "dotnet-trust"),
        (
            "curl: (35) schannel: next InitializeSecurityContext failed: Unknown error (0x80092012) - 해지 함수가 인증서에 대해 해지를 검사할 수 없습니다.",
            "schannel-revocation",
        ),
        ("SSL 연결을 설정할 수 없습니다. 내부 예외를 참조하세요.", "dotnet-connection"),
    ] {
        assert_eq!(taken_for(message), [id], "{message}");
    }
    for nothing in
        ["요청이 거부됨", "인증서가 잘못되었습니다", "채널을 만들 수 없습니다", "이름을 알 수 없습니다"]
    {
        assert_eq!(taken_for(nothing), Vec::<&str>::new(), "{nothing}");
    }
}

/// Names that programs give to an error, and nothing else.
#[test]
fn the_name_of_an_error_alone_is_known() {
    for (message, id) in [
        ("ECONNRESET", "connection-reset"),
        ("code: 'ECONNRESET'", ""),
        ("'ECONNREFUSED'", "connection-refused"),
        ("ETIMEDOUT", "connection-timeout"),
        ("ENOTFOUND.", "unknown-host"),
        ("ERR_TLS_CERT_ALTNAME_INVALID", "server-name"),
        ("ERR_OSSL_BAD_DECRYPT", "key-password"),
        ("CaUsedAsEndEntity", "rustls-authority"),
        ("UnsupportedCertVersion", "rustls-old-certificate"),
        ("NotValidForName", "server-name"),
        ("ERR_TIMED_OUT", "connection-timeout"),
        ("ERR_CERT_INVALID", "chrome-invalid"),
        ("SEC_E_CERT_UNKNOWN", "schannel-certificate-unknown"),
    ] {
        let expected: Vec<&str> = [id].into_iter().filter(|id| !id.is_empty()).collect();
        assert_eq!(taken_for(message), expected, "{message}");
    }
}

/// Each beside the nearest that is recognised.
#[test]
fn what_resembles_a_message_is_taken_for_nothing() {
    for (message, nothing) in [
        (
            "the peer answered: fatal alert access_denied (tls)",
            r#"{"error":"access_denied","error_description":"The user denied it"}"#,
        ),
        ("TLS: received fatal alert: internal_error", r#"{"code":"internal_error","status":500}"#),
        ("SSL handshake: decode_error", r#"{"type":"decode_error","message":"not JSON"}"#),
        ("alert 40", "Alert: 40 hosts are down"),
        ("SSL alert number 48 while", "alert number 480"),
        ("tlsv1 alert access denied", "ALERT: access denied for user root"),
        (
            "received from the remote endpoint. The TLS protocol defined fatal alert code is 20.",
            "generated and sent to the remote endpoint. The TLS protocol defined fatal alert code is 20.",
        ),
        (
            "* TLSv1.3 (IN), TLS alert, handshake failure (552):",
            "* TLSv1.3 (OUT), TLS alert, handshake failure (552):",
        ),
        ("SSL3 alert read:fatal:bad certificate", "SSL3 alert write:fatal:bad certificate"),
        (
            "ERROR: The certificate of ‘localhost’ is not yet activated.",
            "Your account localhost is not yet activated.",
        ),
        (
            "Error setting the x509 trust file: Error while reading file.",
            "Setting the x509 trust file: done.",
        ),
        (
            "private key file \"client.key\" has group or world access; file must have permissions u=rw (0600)",
            "the folder has group or world access",
        ),
        ("Error: Protocol error, got \"\\x15\" as reply type byte", "Protocol error: got \"H\""),
        ("Error: The connection was lost.", "The connection was lost, it is up again."),
        ("ERROR 2026 (HY000): TLS/SSL error: certificate has expired", "ERROR 2013 (HY000): Lost connection"),
        ("Error: self signed certificate", "we use a self-signed certificate here"),
        (
            "s_client: Unknown option: -conect\ns_client: Use -help for summary.",
            "tar: Unknown option: -conect",
        ),
        (
            "Connecting to '127.0.0.1:443'...\nSyntax error at: NORML",
            "psql: syntax error at or near \"NORML\"",
        ),
        (
            "nginx: [emerg] bind() to 192.0.2.1:443 failed (99: Cannot assign requested address)",
            "bind() to 192.0.2.1:443 succeeded",
        ),
        (
            "nginx: [emerg] no \"proxy_ssl_certificate_key\" is defined for certificate \"a.crt\"",
            "proxy_ssl_certificate_key is defined for certificate a.crt",
        ),
        (
            "could not build map_hash, you should increase map_hash_bucket_size: 64",
            "map_hash_bucket_size 64;",
        ),
        ("SSL routines::dh key too small", "Diffie-Hellman: the key is too small"),
        ("Can't open \"none.ext\" for reading, No such file or directory", "Can't open none.ext for writing"),
        ("curl: (1) Protocol \"htps\" not supported or disabled in libcurl", "Protocol not supported"),
        ("Error Domain=NSURLErrorDomain Code=-1206", "exit code=1206"),
        (
            "getpeername() failed with errno 107: Transport endpoint is not connected",
            "shutdown() failed (107: Transport endpoint is not connected)",
        ),
        (
            "java.io.FileNotFoundException: a.p12 (No such file or directory)",
            "java.io.FileNotFoundException: https://api.example.test/users/7",
        ),
        ("SSLPeerUnverifiedException: Hostname a not verified:", "hostname: a, e-mail address not verified"),
        ("api/1: SSL handshake failure", "SSL routines:ssl3_write_bytes:ssl handshake failure"),
        (
            "unable to get local issuer certificate\" }, code: 20, error: \"unable to get local issuer certificate\"",
            "somebody was unable to get local issuer certificate (20)",
        ),
        ("No name matching a found", "No name matching a was given.\n\n\n"),
        (
            "2026/11/30 06:09:19 [error] 7#7: *44 nobody.invalid could not be resolved (110: Operation timed out)",
            "[ERROR] the artifact a:b:1 could not be resolved (absent)",
        ),
        ("api/1: Timeout during SSL handshake", "pgjdbc: Timeout during SSL handshake"),
        (
            "SSLCertificateFile: file 'a' does not exist or is empty",
            "config.ini: file 'a' does not exist or is empty",
        ),
        ("client 127.0.0.1 closed keepalive connection", "the pool keeps a connection alive"),
    ] {
        assert_ne!(taken_for(message), Vec::<&str>::new(), "{message}");
        assert_eq!(taken_for(nothing), Vec::<&str>::new(), "{nothing}");
    }
}

/// What stands far away, or belongs to another line, is not put together.
#[test]
fn parts_that_are_far_from_each_other_are_no_message() {
    let filler = "2026/11/29 10:00:00 [info] 7#7: *3 something else was said in between\n";
    let near = "cannot load certificate \"/a.crt\": BIO_new_file() failed (SSL: error:80000002:system library::No such file or directory";
    assert_eq!(taken_for(near), ["nginx-certificate-missing"]);
    let far = format!("cannot load certificate \"/a.crt\"\n{}No such file or directory", filler.repeat(20));
    assert_eq!(taken_for(&far), Vec::<&str>::new());
    // of two lines that begin alike each has its own end, and its own number
    let two = format!(
        "*1 SSL_do_handshake() failed (SSL: error:1408F09C:SSL routines:ssl3_get_record:http request) while SSL handshaking\n{filler}*2 SSL_do_handshake() failed (SSL: error:14094418:SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca:SSL alert number 48) while SSL handshaking, client: 10.0.0.1"
    );
    let found = doctor(&two, &Loaded::nothing()).recognised;
    let found: Vec<(&str, usize)> = found.iter().map(|one| (one.entry.id, one.line)).collect();
    assert_eq!(found, [("server-alert-unknown-ca", 3), ("plain-on-tls", 1)]);
}

#[test]
fn odd_messages_are_looked_through() {
    let line = "curl: (60) SSL certificate problem: unable to get local issuer certificate";
    let utf16: Vec<u8> = line.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(taken_for(&String::from_utf8_lossy(&[&[0xFF, 0xFE][..], &utf16].concat())), ["server-issuer"]);
    let binary: Vec<u8> = (0..=255).cycle().take(20_000).collect();
    for nothing in [
        "",
        " \n\n",
        "\u{1b}",
        "\u{1b}[",
        "\u{1b}]0;",
        "\\",
        "\\u",
        "\\u00",
        "\\uD800",
        "&",
        "&#",
        "&#;",
        "&#x;",
        "&#99999999;",
        "&#xD800;",
        "&#40",
        &"\\".repeat(9_000),
    ] {
        assert_eq!(doctor(nothing, &Loaded::nothing()), Diagnosis::default(), "{nothing:?}");
    }
    assert_eq!(taken_for(&String::from_utf8_lossy(&binary)), Vec::<&str>::new());
    // of a long log the end counts, and it is said
    let log = "2026/11/29 10:00:00 [info] nothing of interest\n".repeat(100_000) + line;
    let found = doctor(&log, &Loaded::nothing());
    assert_eq!(found.recognised.iter().map(|one| one.line).collect::<Vec<_>>(), [100_001]);
    assert!(found.cut && !doctor(line, &Loaded::nothing()).cut);
    for lang in Lang::ALL {
        assert!(!Diagnosis::cut_short(lang).remedy.is_empty());
    }
}

/// What other protocols print in the same words, each beside what TLS's programs do, alone and together.
#[test]
fn other_protocols_are_not_taken_for_tls() {
    const CURL: &str =
        "curl: (7) Failed to connect to 10.0.0.3 port 443 after 0 ms: Couldn't connect to server";
    const SMTP: &str = include_str!("data/smtplib.txt");
    for (message, id) in [
        ("ssh: connect to host 10.0.0.3 port 22: Connection refused", ""),
        ("ssh: connect to host 10.0.0.3 port 22: Connection timed out", ""),
        ("ssh: Could not resolve hostname gw01: Name or service not known", ""),
        ("ssh_exchange_identification: read: Connection reset by peer", ""),
        (
            "kex_exchange_identification: read: Connection reset by peer\nConnection reset by 10.0.0.3 port 22",
            "",
        ),
        (
            "kex_exchange_identification: Connection closed by remote host\nConnection closed by 127.0.0.1 port 21216",
            "",
        ),
        ("connect to host 10.0.0.3 port 443: Connection refused", "connection-refused"),
        ("curl: (56) Recv failure: Connection reset by peer, port 443", "connection-reset"),
        (SMTP, ""),
        (&SMTP.replace("smtplib.py", "http/client.py"), "wrong-version-number"),
        (
            &SMTP.replace(
                "[SSL: WRONG_VERSION_NUMBER] wrong version number",
                "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired",
            ),
            "server-expired",
        ),
    ] {
        let expected: Vec<&str> = [id].into_iter().filter(|id| !id.is_empty()).collect();
        assert_eq!(taken_for(message), expected, "{message}");
        // it is said that nothing is known of it
        let found = doctor(message, &Loaded::nothing());
        if id.is_empty() && (message.contains("refused") || message.contains("WRONG_VERSION")) {
            assert_eq!(found.unrecognised(message).count(), 1, "{message}");
        }
        let both = format!("{message}\n{CURL}");
        assert!(taken_for(&both).contains(&"connection-refused"), "{both}");
        let logged = serde_json::json!({ "msg": both }).to_string();
        assert!(taken_for(&logged).contains(&"connection-refused"), "{logged}");
    }
}
