//! Whose callers are let in: our authority, and a partner's beside it.

use pki::anchors::AnchorError;
use pki::certificate::Certificate;
use pki::moment::Moment;

use super::Plan;
use crate::choices::{ChoiceError, ChoiceField, Switch};

impl Plan {
    /// What stands against the plan at this time and beside this authority of ours, if there is one yet: choices are read without
    /// a clock.
    #[must_use]
    pub fn objections(&self, now: Moment, ours: Option<&Certificate>) -> Vec<(ChoiceField, ChoiceError)> {
        let Some(partner) = &self.choices.partner else { return Vec::new() };
        let revokes = self.choices.revocation == Switch::On;
        let judge = || {
            ours.map_or(Ok(()), |ours| partner.check_beside(ours))?;
            partner.check_at(now, revokes)?;
            if revokes { partner.check_lists() } else { Ok(()) }
        };
        let refused = |error: AnchorError| (ChoiceField::PartnerAuthority, ChoiceError::Partner(error));
        judge().err().map(refused).into_iter().collect()
    }

    /// How many authorities may stand between one that nginx trusts and a caller (`ssl_verify_depth`): nginx's own 1, or what a
    /// partner's chain needs.
    #[must_use]
    pub fn verify_depth(&self) -> u32 {
        let partner = self.choices.partner.as_ref();
        partner.map_or(1, |partner| partner.intermediates().max(1))
    }
}
