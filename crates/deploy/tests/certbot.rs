//! certbot itself reads the commands that fetch and renew a public certificate. No public authority can be asked here: what it says
//! when it finds nobody shows that it took the command.

mod support;

use std::process::Output;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::plan::FileKind;
use support::{Folder, plan, run, server_files};
use text::Lang;

/// The commands for certbot in the bundle of a server, without `sudo`.
fn commands(draft: &ChoicesDraft, names: &[&str]) -> Vec<String> {
    let files = server_files(&plan(draft, names), Lang::Ko);
    let texts =
        [FileKind::Readme, FileKind::Runbook].map(|kind| &files.find(kind).expect("rendered").contents);
    let lines = texts.into_iter().flat_map(|text| text.lines());
    lines.filter_map(|line| line.strip_prefix("sudo certbot ")).map(str::to_owned).collect()
}

/// Runs a command in folders of its own, against an authority that is not there.
fn certbot(folder: &Folder, line: &str) -> Output {
    let web = folder.path().join("web");
    std::fs::create_dir_all(&web).expect("a folder");
    let line = line.replace("/var/www/html", &web.display().to_string());
    let nobody = format!("http://127.0.0.1:{}/directory", testkit::free_port());
    let own =
        ["config", "work", "logs"].map(|name| format!("--{name}-dir {}/{name}", folder.text())).join(" ");
    let unasked = "--non-interactive --agree-tos --register-unsafely-without-email";
    let whole = format!("certbot {line} {own} --server {nobody} {unasked}");
    run(folder.path(), "sh", ["-c", &whole])
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn certbot_takes_every_command() {
    let public = ChoicesDraft::default().with(ChoiceField::ServerCertificate, "public");
    let redirect = public.clone().with(ChoiceField::PlainPort, "redirect");
    let typed = ChoiceField::CertbotFolder;
    let mut tried = 0;
    for (draft, names, says) in [
        (public.clone(), &["api.example.com", "결제.example.com"] as &[&str], "Connection refused"),
        (
            redirect.clone().with(typed, "/etc/letsencrypt/live/api_1.example-0001"),
            &["api.example.com"],
            "Connection refused",
        ),
        (redirect.with(ChoiceField::Layout, "system"), &["api.example.com"], "Connection refused"),
        (public, &["api.example.com", "*.example.com"], "--manual-auth-hook"),
    ] {
        let folder = Folder::new("certbot");
        let commands = commands(&draft, names);
        assert!(commands.len() >= 2, "{commands:?}");
        for line in commands {
            let output = certbot(&folder, &line);
            let said = said(&output);
            // 2 is what its reader of arguments ends with
            assert_eq!(output.status.code(), Some(1), "{line}: {said}");
            let says = if line.starts_with("renew") { "No certificate found with name" } else { says };
            assert!(said.contains(says), "{line}: {said}");
            tried += 1;
        }
    }
    assert!(tried > 8, "{tried}");
    let folder = Folder::new("certbot");
    for wrong in [
        "certonly --standalone --cert-nam x --domian a.example",
        "certonly --standalone -d 192.0.2.1",
        "renew --webroot-path /nowhere",
    ] {
        let output = certbot(&folder, wrong);
        assert!(
            !output.status.success() && !said(&output).contains("Connection refused"),
            "{wrong}: {}",
            said(&output)
        );
    }
}
