//! Segments put together to what each side sent (RFC 9293 section 3.4): repeated ones once, those out of order in their place.

use std::collections::{BTreeMap, HashMap, HashSet};

use core::net::{IpAddr, SocketAddr};

use super::packet::Segment;
use super::{CaptureFinding, Recorded, begins_as_tls, note};
use crate::transcript::{Flight, Side};

/// More connections than anybody looks at in one recording.
const MOST_CONNECTIONS: usize = 4096;

/// A moment in a connection: how many flights came before it, and how many moments.
type Moment = (usize, usize);

/// All connections so far.
#[derive(Default)]
pub(super) struct Flows {
    flows: Vec<Flow>,
    /// By both ends, the lower first: the connection that lives there now.
    places: HashMap<[SocketAddr; 2], usize>,
    too_many: bool,
    /// Who sent segments to whom in fragments of IP: why something is missing is told by that.
    fragmented: HashSet<(IpAddr, IpAddr)>,
}

struct Flow {
    /// Which of `ends` is the client, once that can be told.
    client: Option<usize>,
    ends: [SocketAddr; 2],
    halves: [Half; 2],
    flights: Vec<(usize, Vec<u8>)>,
    /// Moments so far.
    moments: usize,
    /// Something came too early, so that what comes next is a flight of its own: the other may have to stand between.
    is_parted: bool,
}

/// What one end sends.
#[derive(Default)]
struct Half {
    /// The number of the octet that is waited for.
    next: Option<u32>,
    /// Segments that came too early, by how far they are ahead, each with when it came.
    early: BTreeMap<u32, (Moment, Vec<u8>)>,
    /// Octets that were taken, for the distance of early ones.
    taken: u32,
    /// What the other end says to have got beyond those: up to which octet, and when it said so.
    got: Vec<(u32, Moment)>,
    /// Before which octet this end had no more to send, and when it said so.
    end: Option<(u32, Moment)>,
    /// A segment was recorded shorter than it was, which is told by itself.
    is_short: bool,
}

impl Flows {
    pub(super) fn fragment(&mut self, from: IpAddr, to: IpAddr) {
        self.fragmented.insert((from, to));
    }

    pub(super) fn take(&mut self, segment: &Segment<'_>, is_short: bool) {
        let mut ends = [segment.from, segment.to];
        ends.sort();
        let end = usize::from(ends[0] != segment.from);
        // a new beginning between the same ports is another connection
        let begins = segment.syn && segment.awaits.is_none();
        let known =
            self.places.get(&ends).copied().filter(|at| !begins || self.flows[*at].flights.is_empty());
        let at = match known {
            Some(at) => at,
            None if self.flows.len() >= MOST_CONNECTIONS => {
                self.too_many = true;
                return;
            }
            None => {
                self.flows.push(Flow {
                    client: None,
                    ends,
                    halves: [Half::default(), Half::default()],
                    flights: Vec::new(),
                    moments: 0,
                    is_parted: false,
                });
                self.places.insert(ends, self.flows.len() - 1);
                self.flows.len() - 1
            }
        };
        self.flows[at].halves[end].is_short |= is_short;
        self.flows[at].take(end, segment);
    }

    pub(super) fn finish(self) -> (Vec<Recorded>, Vec<CaptureFinding>) {
        let mut findings = Vec::new();
        if self.too_many {
            note(&mut findings, CaptureFinding::TooManyConnections);
        }
        let mut connections = Vec::new();
        for mut flow in self.flows {
            if flow.flights.is_empty() && flow.halves.iter().all(|half| half.early.is_empty()) {
                continue;
            }
            let client = flow.client();
            let side = |end: usize| if end == client { Side::Client } else { Side::Server };
            let name = |end: usize| flow.ends[end].to_string();
            let (client_name, server_name) = (name(client), name(1 - client));
            for (end, half) in flow.halves.iter().enumerate() {
                let way = (flow.ends[end].ip(), flow.ends[1 - end].ip());
                let is_told = half.is_short || self.fragmented.contains(&way);
                if (!half.early.is_empty() || half.lost_at_the_end().is_some()) && !is_told {
                    note(
                        &mut findings,
                        CaptureFinding::Gap {
                            client: client_name.clone(),
                            server: server_name.clone(),
                            side: side(end),
                        },
                    );
                }
            }
            let flights = flow.all().into_iter();
            connections.push(Recorded {
                client: client_name,
                server: server_name,
                flights: flights
                    .map(|(end, lost, octets)| Flight { side: side(end), lost, octets })
                    .collect(),
            });
        }
        (connections, findings)
    }
}

impl Flow {
    fn take(&mut self, end: usize, segment: &Segment<'_>) {
        if segment.syn {
            self.client = Some(if segment.awaits.is_some() { 1 - end } else { end });
        }
        if let Some(awaits) = segment.awaits {
            let now = self.now();
            // what it had not got when it spoke does not stand before its words, and what it had got does
            self.is_parted |= self.halves[1 - end].is_got(awaits, now);
        }
        // a SYN has a number of its own (RFC 9293 section 3.4)
        let first = segment.sequence.wrapping_add(u32::from(segment.syn));
        let now = self.now();
        let half = &mut self.halves[end];
        if segment.syn || half.next.is_none() {
            half.next = Some(first);
        }
        if segment.fin {
            half.ends(first, segment.payload.len(), now);
        }
        if segment.payload.is_empty() {
            return;
        }
        let waiting = half.early.len();
        let fresh = half.take(now, first, segment.payload);
        self.is_parted |= half.early.len() > waiting;
        if fresh.is_empty() {
            return;
        }
        match self.flights.last_mut() {
            Some((last, octets)) if *last == end && !self.is_parted => octets.extend_from_slice(&fresh),
            _ => self.flights.push((end, fresh)),
        }
        self.is_parted = false;
    }

    fn now(&mut self) -> Moment {
        self.moments += 1;
        (self.flights.len(), self.moments)
    }

    /// What was sent, each with how many octets are missing before it: what waited in vain for them stands where it came. Where the
    /// other end had got them earlier a flight of none stands there.
    fn all(&mut self) -> Vec<(usize, usize, Vec<u8>)> {
        let mut late = Vec::new();
        for (end, half) in self.halves.iter_mut().enumerate() {
            let waited = half.give_up().into_iter();
            late.extend(waited.map(|(place, lost, octets)| (place, end, lost, octets)));
        }
        late.sort_by_key(|(place, ..)| *place);
        let mut late = late.into_iter().peekable();
        let mut flights: Vec<(usize, usize, Vec<u8>)> = Vec::new();
        let mut put = |end: usize, lost: usize, octets: Vec<u8>| match flights.last_mut() {
            Some((last, _, before)) if *last == end && lost == 0 => before.extend_from_slice(&octets),
            _ => flights.push((end, lost, octets)),
        };
        for (place, (end, octets)) in std::mem::take(&mut self.flights).into_iter().enumerate() {
            while let Some((_, end, lost, octets)) = late.next_if(|((before, _), ..)| *before <= place) {
                put(end, lost, octets);
            }
            put(end, 0, octets);
        }
        late.for_each(|(_, end, lost, octets)| put(end, lost, octets));
        flights
    }

    /// Who called: who began, or whose first octets are a ClientHello, or the one with the higher port.
    fn client(&self) -> usize {
        let hello = |flight: &&(usize, Vec<u8>)| begins_as_tls(&flight.1) && flight.1.get(5) == Some(&1);
        let higher = usize::from(self.ends[1].port() > self.ends[0].port());
        self.client.or_else(|| self.flights.iter().find(hello).map(|(end, _)| *end)).unwrap_or(higher)
    }
}

impl Half {
    /// What of a segment is new and in its place, with all that was waiting behind it.
    fn take(&mut self, now: Moment, sequence: u32, payload: &[u8]) -> Vec<u8> {
        let next = self.next.unwrap_or(sequence);
        let ahead = sequence.wrapping_sub(next);
        // numbers wrap; what is more than half of them ahead is behind (RFC 9293 section 3.4)
        if ahead >= 1 << 31 {
            let behind = usize::try_from(next.wrapping_sub(sequence)).unwrap_or(usize::MAX);
            return match payload.get(behind..) {
                Some(fresh) if !fresh.is_empty() => self.take(now, next, fresh),
                _ => Vec::new(),
            };
        }
        if ahead > 0 {
            let place = self.taken.wrapping_add(ahead);
            let (_, waiting) = self.early.entry(place).or_insert((now, Vec::new()));
            if waiting.len() < payload.len() {
                *waiting = payload.to_vec();
            }
            return Vec::new();
        }
        let mut fresh = payload.to_vec();
        self.advance(payload.len());
        while let Some((place, (came, octets))) = self.early.pop_first() {
            if place > self.taken {
                self.early.insert(place, (came, octets));
                break;
            }
            let behind = usize::try_from(self.taken - place).unwrap_or(usize::MAX);
            if let Some(rest) = octets.get(behind..) {
                fresh.extend_from_slice(rest);
                self.advance(rest.len());
            }
        }
        fresh
    }

    /// Notes that the other end has got everything before an octet; whether that is more than was recorded.
    fn is_got(&mut self, awaits: u32, now: Moment) -> bool {
        let ahead = self.next.map_or(0, |next| awaits.wrapping_sub(next));
        let got = self.taken.wrapping_add(ahead);
        let is_news = self.got.last().is_none_or(|(before, _)| got > *before);
        let is_ahead = (1..1 << 31).contains(&ahead) && is_news;
        if is_ahead {
            self.got.push((got, now));
        }
        is_ahead
    }

    /// Notes that this end has no more to send behind a segment.
    fn ends(&mut self, sequence: u32, length: usize, now: Moment) {
        let last = sequence.wrapping_add(u32::try_from(length).unwrap_or(u32::MAX));
        let ahead = self.next.map_or(0, |next| last.wrapping_sub(next));
        if ahead < 1 << 31 && self.end.is_none() {
            self.end = Some((self.taken.wrapping_add(ahead), now));
        }
    }

    /// How many octets are missing behind all that was recorded, and when that was told: by the end itself, or by the other one, who
    /// had got them. An octet more than was sent stands for the end (FIN, RFC 9293 section 3.4); where nobody recorded that one it is
    /// taken for one that the other end had got by itself, so that one octet alone is none.
    fn lost_at_the_end(&self) -> Option<(usize, Moment)> {
        let last = match (self.end, &self.got[..]) {
            (Some((end, _)), _) => end,
            (None, [.., (before, _), (last, _)]) if last - before == 1 => *before,
            (None, [.., (last, _)]) if *last > self.taken.saturating_add(1) => *last,
            _ => return None,
        };
        let lost = last.checked_sub(self.taken).filter(|lost| *lost > 0)?;
        let told = self.got.iter().find(|(got, _)| *got > self.taken).map(|(_, moment)| *moment);
        let moment = told.into_iter().chain(self.end.map(|(_, moment)| moment)).min()?;
        Some((usize::try_from(lost).unwrap_or(usize::MAX), moment))
    }

    /// What was waiting for octets that never came, and before it that they are missing: each with its moment, and how many
    /// octets are missing.
    fn give_up(&mut self) -> Vec<(Moment, usize, Vec<u8>)> {
        let mut waited = Vec::new();
        // what came behind others cannot stand before them
        let mut earliest = (0, 0);
        while let Some((place, (came, octets))) = self.early.pop_first() {
            let lost = usize::try_from(place.saturating_sub(self.taken)).unwrap_or(usize::MAX);
            let behind = usize::try_from(self.taken.saturating_sub(place)).unwrap_or(usize::MAX);
            let Some(fresh) = octets.get(behind..).filter(|fresh| !fresh.is_empty()) else {
                continue;
            };
            if lost > 0 {
                // the other end's words say when it had got them
                let told = self.got.iter().find(|(got, _)| *got > self.taken).map(|(_, moment)| *moment);
                earliest = earliest.max(told.map_or(came, |told| told.min(came)));
                waited.push((earliest, lost, Vec::new()));
            }
            earliest = earliest.max(came);
            waited.push((earliest, 0, fresh.to_vec()));
            self.taken = self.taken.max(place);
            self.advance(fresh.len());
        }
        let lost = self.lost_at_the_end();
        waited.extend(lost.map(|(lost, told)| (earliest.max(told), lost, Vec::new())));
        waited
    }

    fn advance(&mut self, count: usize) {
        // a segment has less than 2^16 octets
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        self.taken = self.taken.wrapping_add(count);
        self.next = self.next.map(|next| next.wrapping_add(count));
    }
}
