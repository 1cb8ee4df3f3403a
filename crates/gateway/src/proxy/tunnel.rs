//! A connection that turns to another protocol (RFC 9110 section 7.8), WebSocket mostly: once the backend has agreed, octets go both
//! ways until one side ends, until nothing has gone either way for long, or until the caller's certificate no longer holds.

use std::rc::Rc;

use diagnose::gateway::Standing;
use hyper::header::{CONNECTION, HeaderValue, UPGRADE};
use hyper::{HeaderMap, Request, Version};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, copy_bidirectional};
use tokio::time::{Duration, Instant, MissedTickBehavior, interval};

use super::caller::Caller;
use super::turned::Turned;
use super::watched::Findings;
use super::worker::Worker;

/// The protocol that a request asks for, where it may be asked for.
#[must_use]
pub fn wanted<B>(head: &Request<B>, allowed: &[String]) -> Option<HeaderValue> {
    let asks = head.headers().get_all(CONNECTION).iter().any(|value| {
        let value = String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase();
        value.split(',').any(|token| token.trim() == "upgrade")
    });
    if !asks || head.version() != Version::HTTP_11 {
        return None;
    }
    let mut protocols = head.headers().get_all(UPGRADE).iter();
    let (protocol, None) = (protocols.next()?, protocols.next()) else { return None };
    let named = protocol.to_str().ok()?.to_ascii_lowercase();
    allowed.contains(&named).then(|| protocol.clone())
}

/// Asks the next hop for it.
pub fn ask(headers: &mut HeaderMap, protocol: HeaderValue) {
    headers.insert(UPGRADE, protocol);
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
}

/// How often the caller's certificate is looked at again.
const LOOK: Duration = Duration::from_secs(1);

/// Carries octets until one side ends.
pub async fn carry<S>(worker: Rc<Worker>, caller: Rc<Caller>, front: S, turned: Turned, findings: &Findings)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let Turned { backend, lease: _lease, mut entry } = turned;
    let Ok(back) = backend.await else {
        entry.broken();
        return;
    };
    // the head of the answer has left
    let before = findings.written();
    let (mut front, mut back) = (front, TokioIo::new(back));
    let most = Duration::from_secs(worker.now().generation.config.limits.tunnel_idle_seconds);
    let mut last = (findings.moves(), Instant::now());
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut carrying = core::pin::pin!(copy_bidirectional(&mut front, &mut back));
    let ended = loop {
        tokio::select! {
            outcome = carrying.as_mut() => break match outcome {
                Ok(_) => Ended::Well,
                Err(_) if findings.given_up() => Ended::NotTaken,
                Err(_) => Ended::Broken,
            },
            _ = looks.tick() => {
                let judged = caller.judge(&worker.now().generation, worker.moment());
                if let Standing::Refused(reason) = &judged.standing {
                    break Ended::Refused(reason.code());
                }
                if caller.is_to_stop() {
                    break Ended::Well;
                }
                if findings.moves() != last.0 {
                    last = (findings.moves(), Instant::now());
                } else if last.1.elapsed() >= most {
                    break Ended::Idle;
                }
            }
        }
    };
    entry.sent(findings.written() - before);
    match ended {
        Ended::Well => {}
        Ended::NotTaken => caller.takes(false),
        Ended::Broken => entry.broken(),
        Ended::Refused(reason) => entry.answered(101, Some(reason)),
        Ended::Idle => entry.idle(),
    }
}

/// How a tunnel came to its end.
enum Ended {
    /// One side has ended, or the gateway is to stop.
    Well,
    /// The caller took nothing for long.
    NotTaken,
    /// A connection broke.
    Broken,
    /// The caller's certificate holds no more.
    Refused(&'static str),
    /// Nothing went either way for long.
    Idle,
}
