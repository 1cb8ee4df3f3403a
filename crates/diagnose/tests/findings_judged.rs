//! Findings held against others: what this product renders has none that is dangerous, and nginx warns where one says so.

mod support;

use std::path::Path;

use diagnose::files::Memory;
use diagnose::finding::{Fault, Finding, Rank, of_configuration};
use support::{Disk, now};
use testkit::{TempDir, tool};

/// Nothing dangerous is in what this product renders itself.
#[test]
fn rendered_configurations_have_no_dangers() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../deploy/tests/golden");
    let mut seen = 0;
    let mut folders = vec![golden];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            if path.file_name().is_none_or(|name| name != "nginx.conf") || text.contains("http2 on") {
                continue;
            }
            let disk = Disk(folder.clone());
            let found = of_configuration(&path.display().to_string(), &disk, now());
            let dangers: Vec<&Finding> =
                found.iter().filter(|finding| finding.fault.rank() == Rank::Danger).collect();
            assert!(dangers.is_empty(), "{}: {dangers:?}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn a_server_is_left_out_where_nginx_warns_of_it() {
    let folder = TempDir::new();
    for (first, second) in [
        ("a", "b a"),
        ("a", "b"),
        ("a", "A"),
        ("a", ".a"),
        (".a", "a"),
        (".a", "*.a"),
        ("a", "*.a"),
        ("x.*", "x.*"),
        ("x.*", "y.*"),
        ("~a", "~a"),
        ("", ""),
        ("", "a"),
    ] {
        let server = |name: &str| {
            let name = if name.is_empty() { String::new() } else { format!("server_name {name};") };
            format!("server {{ listen 127.0.0.1:9443 ssl; ssl_reject_handshake on; {name} }}")
        };
        let servers = server(first) + &server(second);
        let pid = folder.path().join("pid");
        let text = format!("pid {};\nevents {{}}\nhttp {{ {servers} }}\n", pid.display());
        folder.write("nginx.conf", &text);
        let told = tool("nginx")
            .args(["-t", "-e", "stderr", "-c"])
            .arg(folder.path().join("nginx.conf"))
            .run()
            .all();
        let warned = told.contains("conflicting server name");
        let found = of_configuration("/nginx.conf", &Memory::new().with("/nginx.conf", text), now());
        let found = found.iter().any(|finding| matches!(finding.fault, Fault::NameTaken { .. }));
        assert_eq!(found, warned, "{first} {second}: {told}");
    }
}
