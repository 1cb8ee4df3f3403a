//! nameConstraints as OpenSSL looks at them: every authority's, that of the anchor too, against everything below.

use super::{Code, Run, Stopped};
use crate::verify::constraints::{Kind, breach};

impl Run<'_> {
    pub(super) fn check_constraints(&mut self) -> Result<(), Stopped> {
        for at in (0..self.chain.len()).rev() {
            let member = &self.pool.members[self.chain[at]];
            if at > 0 && member.names_itself() {
                continue;
            }
            for above in (at + 1..self.chain.len()).rev() {
                if let Some(breach) = breach(member, &self.pool.members[self.chain[above]], at == 0) {
                    self.tell(at, code(breach.kind))?;
                }
            }
        }
        Ok(())
    }
}

fn code(kind: Kind) -> Code {
    match kind {
        Kind::NotPermitted => Code::NOT_PERMITTED,
        Kind::Excluded => Code::EXCLUDED,
        Kind::ConstraintType => Code::CONSTRAINT_TYPE,
        Kind::ConstraintSyntax => Code::CONSTRAINT_SYNTAX,
        Kind::NameSyntax => Code::NAME_SYNTAX,
    }
}
