//! A certificate that has not begun is refused with the day on which it will.

use crate::support::authority::Wish;
use crate::support::{Scene, refused};

#[test]
fn what_has_not_begun_is_refused_with_the_day() {
    let scene = Scene::new();
    scene.put("early", &scene.authority.issue(4, Wish::client("alice").days(1, 10)), &[]);
    let gateway = scene.start();
    refused(&scene.ask(&gateway, "early", &[]), 400, "This client certificate begins only on ");
    scene.backend.saw_nothing();
}
