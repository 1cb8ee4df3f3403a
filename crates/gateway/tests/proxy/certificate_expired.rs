//! A certificate that is over is refused, on a day before it is not; the day stands in the answer.

use crate::support::authority::Wish;
use crate::support::{Scene, passed, refused};

#[test]
fn what_has_ended_is_refused_with_the_day() {
    let scene = Scene::new();
    scene.put("over", &scene.authority.issue(4, Wish::client("alice").days(-10, -1)), &[]);
    scene.put("nearly", &scene.authority.issue(5, Wish::client("alice").days(-10, 1)), &[]);
    let gateway = scene.start();
    refused(&scene.ask(&gateway, "over", &[]), 400, "This client certificate ended on ");
    scene.backend.saw_nothing();
    passed(&scene.ask(&gateway, "nearly", &[]));
}

#[test]
fn an_authority_that_has_ended_ends_its_certificates() {
    let mut scene = Scene::new();
    let over = crate::support::authority::root_of(Wish::authority("Old Authority").days(-100, -1));
    scene.folder.write("old.pem", over.pem());
    scene.put("alice", &over.issue(6, Wish::client("alice")), &[]);
    scene.authority = over;
    let clients = "depth = 2\n";
    let both = |more: &str| {
        let path = scene.configure(&format!("{clients}{more}"), crate::support::ANY_VERIFIED);
        let text =
            std::fs::read_to_string(&path).unwrap().replace("[\"ca.pem\"]", "[\"ca.pem\", \"old.pem\"]");
        std::fs::write(&path, text).unwrap();
        path
    };
    let gateway = crate::support::gateway::Gateway::start(&both(""));
    refused(&scene.ask(&gateway, "alice", &[]), 400, "The authority of this client certificate holds from ");
    scene.backend.saw_nothing();
    drop(gateway);
    let gateway = crate::support::gateway::Gateway::start(&both("ended_authority = \"dangerous-accept\""));
    passed(&scene.ask(&gateway, "alice", &[]));
}
