//! The judgement of those who read the files: systemd takes the units and has nothing to say, and logrotate does what its
//! rules say.

mod support;

use deploy::choices::{ChoiceField, ChoicesDraft};
use deploy::gateway_unit::PROGRAM;
use deploy::plan::{Audience, FileKind, Plan};
use support::{Folder, own_backend, plan, run, server_files};
use text::Lang;

#[test]
fn systemd_takes_the_units_and_notices_a_wrong_one() {
    let folder = ChoicesDraft::default().with(ChoiceField::BaseFolder, "/srv/결제.v1+a@b/mtls");
    let gateway = ChoicesDraft::default().with(ChoiceField::Layout, "gateway");
    let public = own_backend("http://127.0.0.1:3000").with(ChoiceField::ServerCertificate, "public");
    let names: &[&str] = &["*.api.example.test"];
    for (draft, units) in [
        (ChoicesDraft::default(), 2),
        (folder, 2),
        (own_backend("http://127.0.0.1:3000"), 1),
        (gateway.clone().with(ChoiceField::FlaskAt, "socket"), 2),
        (gateway.with(ChoiceField::ListenPort, "8443"), 2),
        (public.with(ChoiceField::Layout, "gateway"), 1),
    ] {
        for lang in Lang::ALL {
            let place = Folder::new("units");
            let plan = plan(&draft, names);
            let files = server_files(&plan, lang);
            let judged = |change: fn(&str) -> String| {
                let mut arguments = vec!["--man=no".to_owned(), "verify".to_owned()];
                for file in files.0.iter().filter(|file| {
                    file.audience == Audience::Server
                        && matches!(
                            file.kind,
                            FileKind::NginxUnit | FileKind::GatewayUnit | FileKind::BackendUnit
                        )
                }) {
                    let name =
                        file.path.as_deref().and_then(|path| path.rsplit('/').next()).expect("a place");
                    // the gateway is not on the machine that judges
                    let text = change(&file.contents).replace(PROGRAM, "/bin/true");
                    let written = place.write(name, text);
                    arguments.push(written.to_str().expect("ASCII").to_owned());
                }
                assert_eq!(arguments.len(), 2 + units);
                let output = run(place.path(), "systemd-analyze", arguments);
                assert!(output.status.success(), "{output:?}");
                String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
            };
            assert_eq!(judged(str::to_owned), "");
            assert!(judged(|text| text.replace("Restart=", "Restarts=")).contains("Restarts"));
        }
    }
}

#[test]
fn logrotate_starts_new_logs() {
    let pid = |plan: &Plan| plan.configuration().replace("nginx.conf", "nginx.pid");
    for lang in Lang::ALL {
        let folder = Folder::new("logs");
        let base_folder = format!("{}/결제.v1+a@b", folder.text());
        let plan =
            plan(&ChoicesDraft::default().with(ChoiceField::BaseFolder, base_folder), &["api.example.test"]);
        let files = server_files(&plan, lang);
        let rules = files.find(FileKind::LogRotation).expect("rules");
        assert_eq!(rules.path.as_deref(), Some("/etc/logrotate.d/mtls-api.example.test"));
        let rules = folder.write("rules", &rules.contents);
        let logs = ["access", "error"].map(|name| plan.log(name));
        for log in &logs {
            folder.write(log.strip_prefix(&format!("{}/", folder.text())).expect("below"), "a line\n");
        }
        // nginx is told to open its logs anew, if it runs: here a shell that notes the signal stands for it
        let noted = folder.path().join("noted");
        let script = format!(
            "trap 'echo anew >{}; exit 0' USR1; echo $$ >{}; while :; do :; done",
            noted.display(),
            pid(&plan)
        );
        let mut listener = std::process::Command::new("sh").args(["-c", &script]).spawn().expect("a shell");
        while std::fs::read_to_string(pid(&plan)).unwrap_or_default().is_empty() {
            std::thread::yield_now();
        }
        let state = folder.path().join("state");
        let arguments =
            ["--force", "--state", state.to_str().expect("ASCII"), rules.to_str().expect("ASCII")];
        let output = run(folder.path(), "logrotate", arguments);
        let well = output.status.success() && output.stderr.is_empty();
        if !well {
            listener.kill().expect("it waits for the signal");
        }
        listener.wait().expect("a child");
        assert!(well, "{output:?}");
        assert_eq!(std::fs::read_to_string(&noted).expect("noted"), "anew\n");
        for log in &logs {
            assert_eq!(std::fs::read_to_string(format!("{log}.1")).expect("the old log"), "a line\n");
        }
    }
}
