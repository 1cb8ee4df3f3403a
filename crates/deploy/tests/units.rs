//! systemd's own judgement of the unit files: it reads them whole and has nothing to say.

mod support;

use deploy::choices::ChoicesDraft;
use deploy::plan::{Audience, FileKind};
use deploy::readme_server;
use pki::moment::Moment;
use support::{Folder, own_backend, plan, run};
use text::Lang;

#[test]
fn systemd_takes_the_units_and_notices_a_wrong_one() {
    let facts = readme_server::Facts {
        archive: "server.zip".to_owned(),
        server_until: Moment::LAST,
        authority_until: Moment::LAST,
    };
    let folder =
        ChoicesDraft { base_folder: "/srv/결제.v1+a@b/mtls".to_owned(), ..ChoicesDraft::default() };
    for (draft, units) in
        [(ChoicesDraft::default(), 2), (folder, 2), (own_backend("http://127.0.0.1:3000"), 1)]
    {
        for lang in Lang::ALL {
            let place = Folder::new("units");
            let plan = plan(&draft, &["*.api.example.test"]);
            let files = plan.server_files(&facts, lang).expect("files");
            let judged = |change: fn(&str) -> String| {
                let mut arguments = vec!["--man=no".to_owned(), "verify".to_owned()];
                for file in files.0.iter().filter(|file| {
                    file.audience == Audience::Server
                        && matches!(file.kind, FileKind::NginxUnit | FileKind::BackendUnit)
                }) {
                    let name =
                        file.path.as_deref().and_then(|path| path.rsplit('/').next()).expect("a place");
                    let written = place.write(name, change(&file.contents));
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
