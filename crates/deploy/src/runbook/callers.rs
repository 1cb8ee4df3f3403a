//! The callers: what each is given, their first call, and the days on which something must be done again.

use text::Lang;
use text::runbook as say;

use super::{Chapter, Part, Place, Step};
use crate::choices::Switch;
use crate::expiry::{Expiries, Expiring};
use crate::machine as way;
use crate::plan::Plan;
use crate::readme_server::{brought_lists, put_lists, reload};

/// The hand-over.
pub(super) fn hand(plan: &Plan, lang: Lang) -> Chapter {
    let log = plan.show_log("access", 5);
    let (expect, refused) = match plan.gateway() {
        Some(_) => (say::hand_first_expect_gateway(lang), say::hand_first_refused_gateway(lang)),
        None => (say::hand_first_expect(lang), say::hand_first_refused(lang)),
    };
    let steps = vec![
        Step::new("hand-save", say::hand_save(lang)).say(say::hand_save_what(lang)),
        Step::new("hand-send", say::hand_send(lang))
            .say(say::hand_send_what(lang))
            .say(&say::hand_address(lang, &plan.url())),
        Step::new("hand-first", say::hand_first(lang))
            .run(Place::Machine, [log])
            .expect(lang, expect)
            .or(say::hand_first_none(lang))
            .or(refused),
    ];
    Chapter { title: say::hand(lang), why: say::hand_why(lang).to_owned(), steps }
}

/// What comes later.
pub(super) fn keep(plan: &Plan, expiries: &Expiries, lang: Lang) -> Chapter {
    let revokes = plan.choices().revocation == Switch::On;
    // what certbot renews is not among the certificates that were issued here
    let counts = |what: &Expiring| match what {
        Expiring::List => revokes,
        Expiring::Server(_) => !plan.is_public(),
        _ => true,
    };
    let ends = expiries.told().into_iter().filter(|expiry| counts(&expiry.what));
    let dates: Vec<_> =
        ends.map(|expiry| (expiry.what.words(lang), expiries.words(expiry.until, lang))).collect();
    let mut days = Step::new("dates", say::dates(lang));
    if dates.is_empty() {
        days = days.say(say::dates_unmade(lang));
    } else {
        days.parts.push(Part::Dates(dates));
    }
    let mut steps = vec![
        days,
        Step::new("renew-server", say::renew_server(lang)).say(if plan.is_public() {
            say::renew_server_public(lang)
        } else {
            say::renew_server_what(lang)
        }),
        Step::new("renew-client", say::renew_client(lang)).say(say::renew_client_what(lang)),
    ];
    if revokes {
        let step = Step::new("renew-list", say::renew_list(lang)).say(say::renew_list_what(lang));
        let step = step.say(match plan.choices().partner {
            Some(_) => text::deploy::list_together(lang),
            None => say::renew_list_copy(lang),
        });
        let copy = way::copy(plan, &brought_lists(plan));
        let step = if copy.is_empty() { step } else { step.run(Place::Here, copy) };
        steps.push(
            step.run(Place::Machine, put_lists(plan))
                .expect(lang, say::renew_list_expect(lang))
                .or(say::renew_list_everybody(lang)),
        );
    }
    // the gateway says no more than it needs to from the start
    if plan.gateway().is_none() {
        let conf = plan.configuration();
        steps.push(
            Step::new("quiet", say::quiet(lang))
                .say(&say::quiet_what(lang, &conf))
                .run(Place::Machine, [reload(plan)]),
        );
    }
    Chapter { title: say::keep(lang), why: say::keep_why(lang).to_owned(), steps }
}
