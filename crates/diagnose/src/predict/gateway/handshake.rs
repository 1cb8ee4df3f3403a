//! The handshake between curl and the gateway, as far as files decide it: the name, versions, suites, protocols, the server's
//! certificate as curl judges it, and the client's, of which the gateway's own judgement is asked.

use deploy::gateway::file::{self, Style};
use pki::chain::Member;
use pki::verify::openssl::Code;
use rustls_pki_types::CertificateDer;

use super::super::cipher::{self, Signer};
use super::super::client::Client;
use super::super::handshake::group_of;
use super::super::{Alert, Reason as CurlReason, Side, shown};
use super::{Outcome, Reason, World};
use crate::curl::{Http, Tls, Url};
use crate::gateway::{Server, Settled, Standing, find};

/// What the gateway's rustls takes before TLS 1.3, in OpenSSL's names.
const SUITES: &str = "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-CHACHA20-POLY1305:\
ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-CHACHA20-POLY1305";

/// Its groups that OpenSSL 3.0 knows.
const GROUPS: &str = "X25519:P-256:P-384";

/// What the gateway knows of the caller once the handshake is done.
pub(super) struct Met<'a> {
    /// For whom the handshake was.
    pub(super) server: &'a Server<()>,
    /// What became of the client's certificate.
    pub(super) standing: Standing,
    /// What is doubtful although curl has gone on.
    pub(super) doubt: Option<CurlReason>,
}

/// The handshake ends with an alert of the gateway's.
struct Broken {
    alert: u8,
    log: &'static str,
    reason: Reason,
}

impl Broken {
    fn of(alert: u8, reason: Reason) -> Broken {
        Broken { alert, log: "the handshake failed", reason }
    }
}

impl World<'_> {
    /// Shakes hands; `None` when it fails, with what both say in the outcome.
    pub(super) fn handshake<'s>(
        &self,
        settled: &'s Settled<()>,
        url: &Url,
        client: &Client,
        outcome: &mut Outcome,
    ) -> Option<Met<'s>> {
        let (min, max) = (client.min.unwrap_or(Tls::V1_0), client.max.unwrap_or(Tls::V1_3));
        if max < Tls::V1_2 && !cipher::chosen(&client.ciphers).iter().any(cipher::is_old) {
            // after a list was loaded OpenSSL's queue of errors is not what curl looks at
            let words = if client.lists.is_empty() {
                "error:0A0000B5:SSL routines::no ciphers available".to_owned()
            } else {
                let place = format!("{}:{}", url.host, url.port);
                format!("OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to {place}")
            };
            outcome.fails(35, words);
            let reason = CurlReason::NoOldCipher { ciphers: client.ciphers.clone(), version: max };
            outcome.reasons.push(Reason::Caller(Box::new(reason)));
            return None;
        }
        let agreed = self.agree(settled, url, client, (min, max));
        let (server, version) = match agreed {
            Ok(agreed) => agreed,
            Err(broken) => {
                outcome.fails(35, shown::alert_words(broken.alert).to_owned());
                outcome.log("info", broken.log);
                outcome.alert = Some(Alert { from: Side::Server, number: broken.alert });
                outcome.reasons.push(broken.reason);
                return None;
            }
        };
        let named = self.curl_takes(server, version, url, client, outcome)?;
        let sent = client.sent(self.question.at);
        let standing = self.standing(settled, &sent);
        if settled.clients.style == Style::Alert
            && let Err(reason) = standing.suffices(settled.clients.need)
        {
            let number = reason.alert();
            outcome.log("info", "the client certificate is refused with an alert");
            outcome.reason = Some(reason.code());
            outcome.alert = Some(Alert { from: Side::Server, number });
            match named {
                // in TLS 1.3 the client is through, and looks at the name, before the server has seen its certificate
                Some(refused) if version == Tls::V1_3 => self.goes_away(*refused, outcome),
                _ => {
                    self.hears(number, version, server, client, outcome);
                    outcome.reasons.push(Reason::Alerted(Box::new(reason)));
                }
            }
            return None;
        }
        outcome.verdict = Some(standing.word());
        if let Standing::Refused(reason) = &standing {
            outcome.log("info", "the client certificate does not hold");
            outcome.reason = Some(reason.code());
        }
        if let Some(refused) = named {
            self.goes_away(*refused, outcome);
            return None;
        }
        let doubt = shown::doubt(&chain(server), self.command.insecure, &url.host);
        Some(Met { server, standing, doubt })
    }

    /// curl does not like the server's certificate.
    fn goes_away(&self, refused: shown::Refused, outcome: &mut Outcome) {
        outcome.fails(refused.exit, refused.words);
        outcome.reasons.push(Reason::Caller(Box::new(refused.reason)));
    }

    /// What curl says to an alert that ends the handshake for its certificate.
    fn hears(&self, number: u8, version: Tls, server: &Server<()>, client: &Client, outcome: &mut Outcome) {
        let words = shown::alert_words(number).to_owned();
        match (version, number) {
            (Tls::V1_3, _) => outcome.fails(56, format!("{words}, errno 0")),
            // this one curl takes for a word about the server's certificate (`ossl_connect_step2`)
            (_, 45) => match shown::code(&chain(server), client, self.question.at) {
                Code::OK => outcome.fails(60, "SSL certificate verification failed".to_owned()),
                code => outcome.fails(60, format!("SSL certificate problem: {}", code.text())),
            },
            (_, 116) => outcome.fails(98, words),
            _ => outcome.fails(35, words),
        }
    }

    /// For whom the handshake is, and the version that both have.
    fn agree<'s>(
        &self,
        settled: &'s Settled<()>,
        url: &Url,
        client: &Client,
        (min, max): (Tls, Tls),
    ) -> Result<(&'s Server<()>, Tls), Broken> {
        let no_version = |server: Vec<Tls>| Reason::NoCommonVersion { client: (min, max), server };
        let mut offered: Vec<Tls> = settled.speech.versions.iter().map(version).collect();
        offered.sort();
        if max < Tls::V1_2 {
            // such a ClientHello names no signature algorithms, which rustls looks for first
            return Err(Broken::of(40, no_version(offered)));
        }
        let sni = url.address().is_none().then_some(url.host.as_str());
        let Some(server) = find(&settled.servers, sni) else {
            let (log, reason) = match sni {
                Some(host) => (
                    "the handshake names a host that is not served here",
                    Reason::UnknownName(host.to_owned()),
                ),
                None => ("the handshake names no host, and no server is the default", Reason::NoName),
            };
            return Err(Broken { alert: 112, log, reason });
        };
        let common = offered.iter().copied().filter(|version| (min..=max).contains(version)).max();
        let version = common.ok_or_else(|| Broken::of(70, no_version(offered)))?;
        let leaf = Member::read(server.certificate.der());
        let rsa = leaf.as_ref().is_some_and(|member| member.key.rsa_bits().is_some());
        let group = cipher::share_group(client.groups.as_deref(), Some(GROUPS));
        if !group {
            return Err(Broken::of(40, Reason::NoCommonGroup));
        }
        if version < Tls::V1_3 {
            let signer = if rsa { Signer::Rsa } else { Signer::Curve };
            if !cipher::shared((&client.ciphers, SUITES), &[signer], false, group, false) {
                return Err(Broken::of(40, Reason::NoCommonCipher { rsa }));
            }
        }
        let speaks = |http: &file::Http| match http {
            file::Http::One => true,
            file::Http::Two => !matches!(self.command.http, Some(Http::V1_0 | Http::V1_1)),
        };
        if !settled.speech.http.iter().any(speaks) {
            return Err(Broken::of(120, Reason::NoCommonProtocol));
        }
        Ok((server, version))
    }

    /// Whether curl goes on with the server's certificate; where it is only for another name, that is found once the handshake is
    /// through.
    fn curl_takes(
        &self,
        server: &Server<()>,
        version: Tls,
        url: &Url,
        client: &Client,
        outcome: &mut Outcome,
    ) -> Option<Option<Box<shown::Refused>>> {
        let mut named = None;
        if !self.command.insecure
            && let Err(refused) = shown::judge(&chain(server), client, url, self.question.at)
        {
            if let Some(number) = refused.alert {
                outcome.alert = Some(Alert { from: Side::Client, number });
                outcome.log("info", "the handshake failed");
                self.goes_away(*refused, outcome);
                return None;
            }
            named = Some(refused);
        }
        // before 1.3 the client's groups limit the curves of certificates as well (RFC 8422 section 5.1)
        let label = Member::read(server.certificate.der()).map(|member| member.key.label);
        let curve = label.as_deref().and_then(group_of);
        if version < Tls::V1_3
            && let Some(curve) = curve
            && !cipher::share_group(client.groups.as_deref(), Some(curve))
        {
            outcome.fails(35, "error:0A00017A:SSL routines::wrong curve".to_owned());
            outcome.alert = Some(Alert { from: Side::Client, number: 47 });
            outcome.log("info", "the handshake failed");
            outcome.reasons.push(Reason::ServerCurve(curve.to_owned()));
            return None;
        }
        Some(named)
    }

    /// What becomes of the client's certificate, by the gateway's own judgement.
    fn standing(&self, settled: &Settled<()>, sent: &[Vec<u8>]) -> Standing {
        if sent.is_empty() {
            return Standing::Nobody;
        }
        let chain: Vec<CertificateDer<'_>> =
            sent.iter().map(|der| CertificateDer::from(der.as_slice())).collect();
        match settled.trust.judge(&chain, self.question.at).verdict {
            Ok(holds) => Standing::Verified { certificate: Box::new(holds.certificate) },
            Err(reason) => Standing::Refused(reason),
        }
    }
}

/// What the server shows, the certificate first.
fn chain(server: &Server<()>) -> Vec<Vec<u8>> {
    server.chain.iter().map(|shown| shown.der().to_vec()).collect()
}

fn version(written: &file::Version) -> Tls {
    match written {
        file::Version::Tls12 => Tls::V1_2,
        file::Version::Tls13 => Tls::V1_3,
    }
}
