//! Where the files stand on the machine, and whose server reads them.

use serde::{Deserialize, Serialize};

use super::{BaseFolder, Choice, Gateway};

/// Where the files stand, and whose server reads them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Layout {
    /// An nginx of its own with a complete configuration, everything below one folder, as in the guide.
    Alone(BaseFolder),
    /// A site of the distribution's nginx, beside others.
    System(Strangers),
    /// The Handfast gateway instead of nginx.
    Gateway(Gateway),
}

/// Which layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LayoutKind {
    /// An nginx of its own.
    Alone,
    /// A site of the distribution's nginx.
    System,
    /// The Handfast gateway.
    Gateway,
}

impl Choice for LayoutKind {
    const ALL: &'static [LayoutKind] = &[LayoutKind::Alone, LayoutKind::System, LayoutKind::Gateway];

    fn id(self) -> &'static str {
        match self {
            LayoutKind::Alone => "alone",
            LayoutKind::System => "system",
            LayoutKind::Gateway => "gateway",
        }
    }
}

/// Who answers calls for names that no site of the machine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Strangers {
    /// Nobody: a server of ours refuses them, the port's default server.
    Refuse,
    /// Another site of the machine, which is the port's default server already.
    Others,
}

impl Choice for Strangers {
    const ALL: &'static [Strangers] = &[Strangers::Refuse, Strangers::Others];

    fn id(self) -> &'static str {
        match self {
            Strangers::Refuse => "refuse",
            Strangers::Others => "others",
        }
    }
}
