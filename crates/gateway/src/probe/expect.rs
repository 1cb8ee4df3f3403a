//! What is expected of a server, for monitoring and for scripts, and whether it is so. Pure.

use clap::ValueEnum;

use super::ending::Admission;
use super::meaning::Report;
use super::observed::Shown;

/// What is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ValueEnum)]
pub enum Expect {
    /// The server's certificate holds, and with what was given one is let in
    Ok,
    /// Whoever shows the certificate is let in
    CertOk,
    /// Whoever shows the certificate is refused
    CertRefused,
    /// Whoever shows none is let in
    NoCertOk,
    /// Whoever shows none is refused, and the server asked for one
    NoCertRefused,
    /// The server's certificate holds for what is trusted
    ChainOk,
    /// The server's certificate does not hold for what is trusted
    ChainRefused,
}

impl Expect {
    /// Its name on the command line.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Expect::Ok => "ok",
            Expect::CertOk => "cert-ok",
            Expect::CertRefused => "cert-refused",
            Expect::NoCertOk => "no-cert-ok",
            Expect::NoCertRefused => "no-cert-refused",
            Expect::ChainOk => "chain-ok",
            Expect::ChainRefused => "chain-refused",
        }
    }

    /// Whether it can be asked without a certificate to show.
    #[must_use]
    pub fn wants_certificate(self) -> bool {
        matches!(self, Expect::CertOk | Expect::CertRefused)
    }

    /// Whether it is so, in every version of TLS that the server speaks; what could not be found out is not so.
    #[must_use]
    pub fn is_met(self, report: &Report) -> bool {
        let with = report.trials.iter().any(|trial| trial.shown == Shown::Certificate);
        match self {
            Expect::Ok => {
                let shown = if with { Shown::Certificate } else { Shown::Nothing };
                holds(report) && all(report, shown, Admission::Admitted)
            }
            Expect::CertOk => all(report, Shown::Certificate, Admission::Admitted),
            Expect::CertRefused => all(report, Shown::Certificate, Admission::Refused),
            Expect::NoCertOk => all(report, Shown::Nothing, Admission::Admitted),
            Expect::NoCertRefused => all(report, Shown::Nothing, Admission::Refused),
            Expect::ChainOk => holds(report),
            Expect::ChainRefused => report.chain.is_some() && !holds(report),
        }
    }
}

fn holds(report: &Report) -> bool {
    report.chain.as_ref().is_some_and(super::chain::Chain::holds)
}

fn all(report: &Report, shown: Shown, admission: Admission) -> bool {
    let mut of_kind =
        report.trials.iter().filter(|trial| trial.shown == shown && trial.ending.speaks()).peekable();
    of_kind.peek().is_some() && of_kind.all(|trial| trial.admission == admission)
}
