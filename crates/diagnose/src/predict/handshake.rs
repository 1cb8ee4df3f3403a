//! The handshake between curl and nginx, as far as files decide it: versions, suites, the server's certificate as curl judges it,
//! the client's as nginx does. Bytes are not made here; that is `handshake`'s.

use pki::certificate::Certificate;
use pki::chain::{Member, Pool};
use pki::moment::Moment;
use pki::verify::openssl::{Code, Revocation, Settings, Verdict, verify};
use pki::verify::{Purpose, Question};

use super::cipher::{self, Signer};
use super::client::{Client, Failure};
use super::outcome::{Alert, Side};
use super::shown::{self, place, places};
use super::{Assumption, Outcome, Reason, World, once};
use crate::curl::{Tls as Version, Url};
use crate::nginx::settings::{Http, Listen, Server, Verify};
use crate::nginx::tls::{Tls, open_commands};

/// What nginx knows of the client once the handshake is done.
#[derive(Debug, Clone)]
pub(super) struct Met {
    /// Whether the name that was asked for is that of a server, among several.
    pub(super) named: bool,
    /// The version that was agreed.
    pub(super) version: Version,
    /// The client's certificate, where one was asked for and shown.
    pub(super) certificate: Option<Certificate>,
    /// What nginx says to it.
    pub(super) verdict: Option<Verdict>,
    /// What is doubtful although curl has gone on.
    pub(super) doubt: Option<Reason>,
}

impl Met {
    /// Whether the client has shown no certificate, and nothing is wrong with that.
    pub(super) fn is_bare(&self) -> bool {
        let fine = self.verdict.as_ref().is_none_or(|verdict| verdict.code == Code::OK);
        self.certificate.is_none() && fine
    }
}

/// How a handshake ends early.
struct Broken {
    curl: &'static str,
    log: &'static str,
    alert: Alert,
    reason: Reason,
}

impl World<'_> {
    /// Shakes hands; `None` when it fails, with what both say in the outcome.
    pub(super) fn handshake(
        &self,
        http: &Http<'_>,
        socket: &Listen,
        url: &Url,
        client: &Client,
        outcome: &mut Outcome,
    ) -> Option<Met> {
        let (on, default) = http.on_socket(socket);
        // nginx looks at names only where there is a choice
        let asked = http.by_server_name(on, url);
        let at = asked.unwrap_or(default);
        let server = &http.servers[at];
        let version = common(&http.servers[default], client);
        // which version is spoken is decided before the name is looked at
        if version.is_ok() {
            outcome.logs_to(&server.scope);
        }
        let early = http.servers[default].is_on("ssl_early_data");
        if version.is_ok() && server.rejects() {
            outcome.fails(35, "error:0A000458:SSL routines::tlsv1 unrecognized name".to_owned());
            match early {
                true => {
                    let why = "error:0A0000EA:SSL routines::callback failed";
                    outcome.log("info", &failed(first_call(early), why));
                }
                false => outcome.log("info", "handshake rejected while SSL handshaking"),
            }
            outcome.alert = Some(Alert { from: Side::Server, number: 112 });
            outcome.reasons.push(Reason::NameRejected(url.host.clone()));
            return None;
        }
        // of the newest version the default server decides some
        let commands = [&http.servers[default], server].into_iter().flat_map(open_commands);
        let open = once(commands.collect()).into_iter();
        let open = open.map(|name| Assumption::NotFollowed(format!("ssl_conf_command {name}")));
        outcome.assumptions.extend(open);
        let lists = [client.ciphers.as_str(), server.ciphers()];
        // levels above 3 also take signatures and groups away
        let strict = lists
            .into_iter()
            .filter(|text| cipher::suite_b(text).is_some() || cipher::security_level(text) > 3);
        outcome.assumptions.extend(strict.map(|text| Assumption::NotFollowed(text.to_owned())));
        let tls = if self.servers[at].is_empty() { &self.servers[default] } else { &self.servers[at] };
        let unread = tls.at_handshake.iter().filter(|_| tls.chains.is_empty());
        let unread = unread.map(|name| Assumption::NotFollowed(format!("ssl_certificate {name}")));
        outcome.assumptions.extend(unread);
        outcome.assumptions.extend(tls.unread_keys.iter().cloned().map(Assumption::KeyTakenForRight));
        outcome.assumptions.extend(client.unread_key.clone().map(Assumption::KeyTakenForRight));
        let shown = version.and_then(|version| {
            let chain = negotiate(version, &http.servers[default], server, tls, client)?;
            Ok((version, chain))
        });
        let (version, chain) = match shown {
            Ok(found) => found,
            Err(broken) => {
                outcome.fails(35, broken.curl.to_owned());
                if broken.log.is_empty() {
                    // all that nginx is sent is an alert, which it does not take for a beginning of TLS
                    outcome.log("info", "client sent invalid method while reading client request line");
                    // after a list was loaded OpenSSL's queue of errors is not what curl looks at
                    if !client.lists.is_empty() {
                        let place = format!("{}:{}", url.host, url.port);
                        outcome.fails(
                            35,
                            format!("OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to {place}"),
                        );
                    }
                } else {
                    outcome.log("info", &failed(first_call(early), broken.log));
                    outcome.alert = Some(broken.alert);
                }
                outcome.reasons.push(broken.reason);
                return None;
            }
        };
        // once it has answered to the newest version, nginx goes on without early data
        let call = first_call(early && version < Version::V1_3);
        let mut late = None;
        if !self.command.insecure
            && !chain.is_empty()
            && let Err(refused) = shown::judge(&chain, client, url, self.question.at)
        {
            let shown::Refused { exit, words, alert, reason } = *refused;
            let failure = Failure { exit, words, reason };
            match alert {
                // whose certificate it is curl asks when the handshake is through
                None => late = Some(failure),
                Some(number) => {
                    outcome.alert = Some(Alert { from: Side::Client, number });
                    let alert = shown::alert_words(number);
                    outcome.log("info", &failed(call, &format!("{alert}:SSL alert number {number}")));
                    outcome.stops(failure);
                    return None;
                }
            }
        }
        let staples = server.is_on("ssl_stapling");
        if self.command.stapled && staples {
            outcome.assumptions.push(Assumption::NotFollowed("--cert-status".to_owned()));
        }
        late = late.or_else(|| shown::pinned(&chain, self.command, staples, self.question.caller));
        let leaf = chain.first().and_then(|der| Member::read(der));
        if version < Version::V1_3
            && leaf.is_some_and(|leaf| leaf.key.label.starts_with("Ed") && !leaf.may_sign())
        {
            // of EdDSA the client asks it (`ssl_check_srvr_ecc_cert_and_alg`)
            let alert = shown::alert_words(40);
            outcome.log("info", &failed(call, &format!("{alert}:SSL alert number 40")));
            outcome.alert = Some(Alert { from: Side::Client, number: 40 });
            outcome.fails(35, "error:0A00013E:SSL routines::ecc cert not for signing".to_owned());
            outcome.reasons.push(Reason::KeyMayNotSign);
            return None;
        }
        let doubt = shown::doubt(&chain, self.command.insecure, &url.host);
        let mut met = Met { named: asked.is_some(), version, certificate: None, verdict: None, doubt };
        // a server without a certificate of its own leaves all of it to the default one (`ngx_http_ssl_servername`)
        let asking = if self.servers[at].is_empty() { &http.servers[default] } else { server };
        if ["on", "leaf"].contains(&asking.scope.word("ssl_ocsp").unwrap_or_default()) {
            outcome.assumptions.push(Assumption::NotFollowed("ssl_ocsp".to_owned()));
        }
        if asking.verify() != Verify::Off && !client.chain.is_empty() {
            let sent = client.sent(self.question.at);
            let level = cipher::security_level(&client.ciphers);
            let own = sent.first().and_then(|der| Member::read(der)).and_then(|member| member.key.rsa_bits());
            // its own certificate was loaded before another level was set
            if own.is_some_and(|bits| bits < cipher::least_bits(level)) {
                outcome.fails(35, "error:0A00018F:SSL routines::ee key too small".to_owned());
                let why = "error:0A000438:SSL routines::tlsv1 alert internal error:SSL alert number 80";
                outcome.log("info", &failed(call, why));
                outcome.alert = Some(Alert { from: Side::Client, number: 80 });
                let path = self.command.certificate.clone().unwrap_or_default();
                outcome.reasons.push(Reason::WeakKey(path));
                return None;
            }
            // as with the server's (RFC 8422 section 5.1), and by both lists: the default server's, which the name does not change
            let curve =
                sent.first().and_then(|der| Member::read(der)).and_then(|member| group_of(&member.key.label));
            let taken = |groups: Option<&str>| curve.is_none() || cipher::share_group(groups, curve);
            if version < Version::V1_3
                && !(taken(client.groups.as_deref()) && taken(groups_of(&http.servers[default])))
            {
                outcome.fails(35, "error:0A000417:SSL routines::sslv3 alert illegal parameter".to_owned());
                outcome.log("crit", &failed(call, "error:0A00017A:SSL routines::wrong curve"));
                outcome.alert = Some(Alert { from: Side::Server, number: 47 });
                outcome.reasons.push(Reason::WrongCurve(curve.unwrap_or_default().to_owned()));
                return None;
            }
            met.certificate = sent.first().and_then(|der| Certificate::from_der(der).ok());
            met.verdict = Some(nginx_verdict(&sent, tls, asking, self.question.at));
        }
        if let Some(failure) = late {
            // with HTTP/2 nginx says nothing of it
            if !(client.http2 && http.offers_http2(socket)) {
                outcome.log("info", "client closed connection while waiting for request");
            }
            outcome.stops(failure);
            return None;
        }
        Some(met)
    }
}

/// The function of OpenSSL's that nginx calls with what a client says first (`ngx_ssl_try_early_data`, `ngx_ssl_handshake`).
const fn first_call(early: bool) -> &'static str {
    if early { "SSL_read_early_data" } else { "SSL_do_handshake" }
}

/// How nginx says that a handshake has failed.
fn failed(call: &str, why: &str) -> String {
    format!("{call}() failed (SSL: {why}) while SSL handshaking")
}

/// What nginx is left with after it has verified a client's chain.
fn nginx_verdict(sent: &[Vec<u8>], tls: &Tls, asking: &Server<'_>, at: Moment) -> Verdict {
    let all: Vec<&[u8]> = sent.iter().chain(&tls.anchors).map(Vec::as_slice).collect();
    let pool = Pool::from_der(all.iter().copied(), tls.lists.iter().map(Vec::as_slice));
    let leaf = sent.first().and_then(|der| place(&pool, der)).unwrap_or_default();
    let question = Question {
        leaf,
        intermediates: places(&pool, &sent[1..]),
        anchors: places(&pool, &tls.anchors),
        lists: (0..pool.lists.len()).collect(),
        purpose: Purpose::Client,
        at,
    };
    let mut settings = Settings {
        security_level: cipher::security_level(asking.ciphers()),
        ..Settings::nginx(asking.depth())
    };
    if tls.asks_revocation {
        settings.revocation = Revocation::ChainAlways;
    }
    verify(&pool, &question, &settings)
}

/// Whether a client's certificate was made by a twin of an authority that nginx trusts.
pub(super) fn client_twin(client: &Certificate, tls: &Tls) -> Option<String> {
    let all: Vec<&[u8]> =
        core::iter::once(client.der()).chain(tls.anchors.iter().map(Vec::as_slice)).collect();
    let pool = Pool::from_der(all, []);
    let leaf = place(&pool, client.der())?;
    let issuances = pool.issuers(leaf);
    let refuted = !issuances.is_empty()
        && issuances.iter().all(|issuance| issuance.proof == pki::chain::Proof::Refuted);
    refuted.then(|| pool.members[leaf].issuer.clone())
}

/// The version that both speak.
fn common(default: &Server<'_>, client: &Client) -> Result<Version, Broken> {
    // nginx 1.22 takes the versions of the default server, whatever the name
    let offered = default.versions();
    let max = client.max.unwrap_or(Version::V1_3);
    let min = client.min.unwrap_or(Version::V1_0);
    let usable = |suite: &cipher::Suite| suite.is_usable() && (max > Version::V1_1 || cipher::is_old(suite));
    let no_suite = client.suites.as_deref().is_some_and(|suites| suites.split(':').all(str::is_empty));
    if max == Version::V1_3 && no_suite {
        return Err(Broken {
            curl: "error:0A0000B5:SSL routines::no ciphers available",
            log: "",
            alert: Alert { from: Side::Client, number: 80 },
            reason: Reason::BadCiphers(String::new()),
        });
    }
    if max < Version::V1_3 && !cipher::chosen(&client.ciphers).iter().any(usable) {
        return Err(Broken {
            curl: "error:0A0000B5:SSL routines::no ciphers available",
            log: "",
            alert: Alert { from: Side::Client, number: 80 },
            reason: Reason::NoOldCipher { ciphers: client.ciphers.clone(), version: max },
        });
    }
    let common = offered.iter().copied().filter(|version| (min..=max).contains(version)).max();
    common.ok_or(Broken {
        curl: "error:0A00042E:SSL routines::tlsv1 alert protocol version",
        log: "error:0A000102:SSL routines::unsupported protocol",
        alert: Alert { from: Side::Server, number: 70 },
        reason: Reason::NoCommonVersion { client: (min, max), server: offered },
    })
}

/// The chain that is shown in a version.
fn negotiate(
    version: Version,
    default: &Server<'_>,
    server: &Server<'_>,
    tls: &Tls,
    client: &Client,
) -> Result<Vec<Vec<u8>>, Broken> {
    let from_server = |number| Alert { from: Side::Server, number };
    if tls.chains.is_empty() && !tls.at_handshake.is_empty() {
        return Ok(Vec::new());
    }
    // in TLS 1.3 OpenSSL chooses before it knows the name (`tls_early_post_process_client_hello`)
    let chooses = if version == Version::V1_3 { default } else { server };
    let group = cipher::share_group(client.groups.as_deref(), groups_of(chooses));
    let of = |chain: &Vec<Vec<u8>>| {
        let rsa = chain
            .first()
            .and_then(|der| Member::read(der))
            .is_some_and(|member| member.key.rsa_bits().is_some());
        if rsa { Signer::Rsa } else { Signer::Curve }
    };
    let no_suite = |reason| Broken {
        curl: "error:0A000410:SSL routines::sslv3 alert handshake failure",
        log: "error:0A0000C1:SSL routines::no shared cipher",
        alert: from_server(40),
        reason,
    };
    if version == Version::V1_3 {
        let suites = default.suites();
        if !cipher::share_suite(client.suites.as_deref(), suites) {
            let ciphers = suites.or(client.suites.as_deref()).unwrap_or_default().to_owned();
            return Err(no_suite(Reason::NoCommonSuite(ciphers)));
        }
        if !group {
            return Err(Broken {
                log: "error:0A000065:SSL routines::no suitable key share",
                ..no_suite(Reason::NoCommonGroup)
            });
        }
        // a signature of a curve is preferred
        let chain = tls.chains.iter().find(|chain| of(chain) == Signer::Curve).or(tls.chains.first());
        if chain.is_none() && tls.without_key > 0 {
            return Err(Broken {
                log: "error:0A000076:SSL routines::no suitable signature algorithm",
                ..no_suite(Reason::OtherKindOfKey)
            });
        }
        return Ok(chain.cloned().unwrap_or_default());
    }
    let with_dh = server.scope.last("ssl_dhparam").is_some();
    let mut may_not_sign = false;
    for signer in [Signer::Curve, Signer::Rsa] {
        let Some(chain) = tls.chains.iter().find(|chain| of(chain) == signer) else { continue };
        let leaf = chain.first().and_then(|der| Member::read(der));
        // of ECDSA OpenSSL asks whether the key may sign (`ssl_set_masks`); in TLS 1.3 it does not
        if leaf.as_ref().is_some_and(|leaf| leaf.key.label.starts_with("ECDSA") && !leaf.may_sign()) {
            may_not_sign = true;
            continue;
        }
        // EdDSA came to TLS with 1.2 (RFC 8422 section 5.10)
        let edwards = leaf.as_ref().is_some_and(|leaf| leaf.key.label.starts_with("Ed"));
        if version < Version::V1_2 && edwards {
            continue;
        }
        // before 1.3 the client's groups limit the curves of certificates as well (RFC 8422 section 5.1)
        let curve = leaf.as_ref().and_then(|leaf| group_of(&leaf.key.label));
        if curve.is_some_and(|curve| !cipher::share_group(client.groups.as_deref(), Some(curve))) {
            continue;
        }
        let lists = (client.ciphers.as_str(), server.ciphers());
        if cipher::shared(lists, &[signer], with_dh, group, version < Version::V1_2) {
            return old_enough(version, server, client).map(|()| chain.clone());
        }
    }
    if tls.chains.is_empty() && tls.without_key > 0 {
        return Err(no_suite(Reason::OtherKindOfKey));
    }
    if may_not_sign {
        return Err(no_suite(Reason::KeyMayNotSign));
    }
    let signers: Vec<Signer> = tls.chains.iter().map(of).collect();
    Err(no_suite(Reason::NoCommonCipher {
        ciphers: server.ciphers().to_owned(),
        rsa: signers.contains(&Signer::Rsa),
    }))
}

/// Before TLS 1.2 servers sign with SHA-1 and MD5, which OpenSSL 3.0 does at level 0 alone, on both sides.
fn old_enough(version: Version, server: &Server<'_>, client: &Client) -> Result<(), Broken> {
    let from_server = |number| Alert { from: Side::Server, number };
    let server_level = cipher::security_level(server.ciphers());
    if version < Version::V1_2 && server_level > 0 {
        return Err(Broken {
            curl: "error:0A000438:SSL routines::tlsv1 alert internal error",
            log: "error:0A000076:SSL routines::no suitable signature algorithm",
            alert: from_server(80),
            reason: Reason::OldVersion { side: Side::Server, version },
        });
    }
    if version < Version::V1_2 && cipher::security_level(&client.ciphers) > 0 {
        return Err(Broken {
            curl: "error:0A00014D:SSL routines::legacy sigalg disallowed or unsupported",
            log: "error:0A000438:SSL routines::tlsv1 alert internal error:SSL alert number 80",
            alert: Alert { from: Side::Client, number: 80 },
            reason: Reason::OldVersion { side: Side::Client, version },
        });
    }
    Ok(())
}

/// The groups that a server names.
fn groups_of<'a>(server: &Server<'a>) -> Option<&'a str> {
    server.scope.word("ssl_ecdh_curve").filter(|text| *text != "auto")
}

/// The group that an ECDSA key is of.
pub(super) fn group_of(label: &str) -> Option<&'static str> {
    let curve = label.strip_prefix("ECDSA ")?;
    ["P-256", "P-384", "P-521"].into_iter().find(|known| *known == curve)
}
