//! `install.sh` and revocation lists that were renewed since its bundle was made.

mod support;

use deploy::choices::{ChoiceField, ChoicesDraft};
use pki::issue::{self, Authority};
use pki::key::KeyAlgorithm;
use pki::profile::authority::AuthorityProfile;
use pki::validity::Lifetime;
use support::machine::list;
use support::now;
use support::rehearsal::Rehearsal;
use testkit::entropy::SeededEntropy;
use testkit::family::subject;
use testkit::keys::TestKeys;
use text::Lang;

/// Lists are renewed without a bundle. The older one of a bundle that is installed again would let in who was revoked since.
#[test]
fn a_newer_list_that_is_in_place_stays() {
    let draft = ChoicesDraft::default().with(ChoiceField::Revocation, "on");
    let ten_days_ago = now().plus_seconds(-10 * 86_400);
    let rehearsal = Rehearsal::at(draft, Lang::En, ten_days_ago);
    let place = format!("new/root{}", rehearsal.plan.certificate("client-ca.crl"));
    let in_place = || std::fs::read_to_string(rehearsal.folder.path().join(&place)).expect("in place");
    let by = |authority: &Authority, days: i64| list(authority, &[], now().plus_seconds(-days * 86_400));
    let ours = |days| by(&rehearsal.authority, days);
    let (yesterdays, todays) = (ours(1), ours(0));
    rehearsal.folder.write("bundle/client-ca.crl", ours(2));
    rehearsal.succeeds(&[], "are in place");
    rehearsal.folder.write(&place, &yesterdays);
    rehearsal.succeeds(&[], "was signed later than the list in this bundle, so it stays");
    rehearsal.succeeds(&[], "nothing was changed");
    assert_eq!(in_place(), yesterdays);
    rehearsal.folder.write("bundle/client-ca.crl", &todays);
    rehearsal.succeeds(&[], "are in place");
    assert_eq!(in_place(), todays);

    // a stranger's under the same name is no list of ours, and text that is none is none
    let other = |name: &str| {
        let key = TestKeys::new().make(KeyAlgorithm::EcdsaP384);
        let profile = AuthorityProfile::new(subject(name), Lifetime::Days(30)).expect("a subject");
        issue::authority(&profile, key, ten_days_ago, &mut SeededEntropy::new(13)).expect("an authority")
    };
    let namesake = other("Install CA");
    for foreign in [by(&namesake, -1), "nothing\n".to_owned()] {
        rehearsal.folder.write(&place, foreign);
        rehearsal.succeeds(&[], "are in place");
        assert_eq!(in_place(), todays);
    }

    // one that stays is looked at like any other; and neither of two authorities' older list may win
    rehearsal.folder.write("bundle/client-ca.crl", ours(9));
    rehearsal.folder.write(&place, ours(8));
    rehearsal.fails("revocation list in client-ca.crl ended at");
    let partner = other("Partner CA");
    let both = rehearsal.authority.certificate().to_pem() + &partner.certificate().to_pem();
    rehearsal.folder.write("bundle/client-ca.crt", both);
    rehearsal.folder.write("bundle/client-ca.crl", ours(2) + &by(&partner, 1));
    for in_place in [ours(1) + &by(&partner, 2), ours(1)] {
        rehearsal.folder.write(&place, in_place);
        rehearsal.fails("that of another is older or missing");
    }
}
