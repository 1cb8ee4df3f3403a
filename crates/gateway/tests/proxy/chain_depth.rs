//! Intermediate authorities: sent or forgotten, few or too many, allowed or not.

use crate::support::authority::Wish;
use crate::support::{ANY_VERIFIED, Scene, passed, refused};

#[test]
fn an_intermediate_has_to_be_sent() {
    let scene = Scene::new();
    let middle = scene.authority.issue(20, Wish::authority("Middle"));
    let carol = middle.issue(3, Wish::client("carol"));
    scene.put("whole", &carol, &[&middle]);
    scene.put("alone", &carol, &[]);
    let gateway = scene.start();
    passed(&scene.ask(&gateway, "whole", &[]));
    refused(&scene.ask(&gateway, "alone", &[]), 400, "issued by “CN=Middle”, which is not accepted here");
    assert_eq!(scene.backend.arrived().len(), 1);
}

#[test]
fn what_is_too_deep_is_refused_and_more_depth_lets_it_in() {
    let scene = Scene::new();
    let upper = scene.authority.issue(20, Wish::authority("Upper"));
    let lower = upper.issue(21, Wish::authority("Lower"));
    scene.put("deep", &lower.issue(3, Wish::client("deep")), &[&lower, &upper]);
    let gateway = scene.start();
    refused(&scene.ask(&gateway, "deep", &[]), 400, "stand more than 1 intermediate authorities");
    scene.backend.saw_nothing();
    drop(gateway);
    let gateway = scene.start_with("depth = 2", ANY_VERIFIED);
    passed(&scene.ask(&gateway, "deep", &[]));
}

#[test]
fn a_client_is_no_authority_and_an_authority_no_client() {
    let scene = Scene::new();
    scene.put("below", &scene.alice.issue(3, Wish::client("below")), &[&scene.alice]);
    let middle = scene.authority.issue(20, Wish::authority("Middle"));
    scene.put("middle", &middle, &[]);
    let gateway = scene.start();
    refused(&scene.ask(&gateway, "below", &[]), 400, "was not allowed to issue it");
    refused(&scene.ask(&gateway, "middle", &[]), 400, "an authority’s own certificate");
    scene.backend.saw_nothing();
}
