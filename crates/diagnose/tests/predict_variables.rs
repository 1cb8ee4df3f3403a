//! nginx's own variables, each in the title of a page, and what nginx really puts there. What locations make of them is
//! `predict_served.rs`'s.

mod support;

use diagnose::nginx::variables::VARIABLES;
use diagnose::predict::{Assumption, Outcome};
use support::case::{Case, GOOD, modelled};
use support::{kit, really_each};
use testkit::TempDir;

/// And some of each family that has any name.
const FAMILIES: [&str; 13] = [
    "http_user_agent",
    "http_host",
    "http_accept",
    "http_x_none",
    "arg_a",
    "arg_none",
    "cookie_none",
    "sent_http_content_type",
    "sent_http_x_none",
    "sent_trailer_none",
    "upstream_http_none",
    "upstream_cookie_none",
    "upstream_trailer_none",
];

/// The title of a page of one's own may hold any variable: what is told of it is so, and what is not told is said not to be followed.
#[test]
fn titles_hold_variables() {
    let folder = TempDir::new();
    kit::fill(&folder);
    let mut wrong = Vec::new();
    let names: Vec<&str> = VARIABLES.split(' ').chain(FAMILIES).collect();
    let mut told = 0;
    for server in [
        "root FOLDER/html; ssl_client_certificate ca.crt; ssl_verify_client on; ",
        "root FOLDER/html; ssl_protocols TLSv1.2; ",
    ] {
        let locations = names
            .iter()
            .map(|name| format!("location = /{name} {{ return 200 '<title>[${name}]</title>'; }}"))
            .collect::<Vec<_>>()
            .join(" ");
        let port = testkit::free_port();
        let cases: Vec<Case> = names
            .iter()
            .map(|name| Case::of(&format!("{server}{locations}"), &format!("{GOOD}{name}?a=b")))
            .collect();
        let models: Vec<Outcome> = cases.iter().map(|case| modelled(&folder, case, port)).collect();
        let lines: Vec<String> = cases.iter().map(|case| case.line(port)).collect();
        for ((name, model), real) in names.iter().zip(&models).zip(really_each(&folder, &lines, port)) {
            let announced = model.assumptions.iter().any(
                |taken| matches!(taken, Assumption::NotFollowed(text) if text.contains(&format!("${name}]"))),
            );
            told += usize::from(!announced);
            let same =
                if announced { model.body_title.is_none() } else { model.body_title == real.body_title };
            if !same {
                wrong.push(format!("{name}: predicted {:?}, was {:?}", model.body_title, real.body_title));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(told > 60, "{told}");
}
