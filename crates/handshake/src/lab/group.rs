//! Groups for the key exchange: ring's, each leaving what it came to for the key schedule to be shown; and X25519MLKEM768, which
//! ring has not: ML-KEM-768 (FIPS 203) beside ring's X25519, as draft-ietf-tls-ecdhe-mlkem puts them together.

use ml_kem::kem::{Decapsulate as _, KeyExport as _};
use ml_kem::{B32, Seed, ml_kem_768};
use rustls::crypto::ring::kx_group;
use rustls::crypto::{ActiveKeyExchange, CompletedKeyExchange, SharedSecret, SupportedKxGroup};
use rustls::ffdhe_groups::FfdheGroup;
use rustls::{Error, NamedGroup, PeerMisbehaved, ProtocolVersion};
use zeroize::Zeroizing;

use super::power;
use crate::scenario::Group;

/// Octets of an encapsulation key (FIPS 203 section 8, table 3).
const ENCAPSULATION_KEY: usize = 1184;
/// Octets of a ciphertext (the same table).
const CIPHERTEXT: usize = 1088;

impl Group {
    pub(super) fn supported(self) -> &'static dyn SupportedKxGroup {
        match self {
            Group::X25519MlKem768 => &Group::X25519MlKem768,
            Group::X25519 => &Group::X25519,
            Group::Secp256r1 => &Group::Secp256r1,
            Group::Secp384r1 => &Group::Secp384r1,
        }
    }

    pub(super) fn of(name: NamedGroup) -> Option<Group> {
        Group::ALL.into_iter().find(|group| group.name() == name)
    }
}

impl SupportedKxGroup for Group {
    fn start(&self) -> Result<Box<dyn ActiveKeyExchange>, Error> {
        Ok(match self {
            Group::X25519MlKem768 => Box::new(Hybrid::start()?),
            Group::X25519 => Box::new(Noted(kx_group::X25519.start()?)),
            Group::Secp256r1 => Box::new(Noted(kx_group::SECP256R1.start()?)),
            Group::Secp384r1 => Box::new(Noted(kx_group::SECP384R1.start()?)),
        })
    }

    fn start_and_complete(&self, share: &[u8]) -> Result<CompletedKeyExchange, Error> {
        if *self == Group::X25519MlKem768 {
            return answer(share);
        }
        let exchange = self.start()?;
        Ok(CompletedKeyExchange {
            group: exchange.group(),
            pub_key: exchange.pub_key().to_vec(),
            secret: exchange.complete(share)?,
        })
    }

    fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
        None
    }

    fn name(&self) -> NamedGroup {
        match self {
            Group::X25519MlKem768 => NamedGroup::X25519MLKEM768,
            Group::X25519 => NamedGroup::X25519,
            Group::Secp256r1 => NamedGroup::secp256r1,
            Group::Secp384r1 => NamedGroup::secp384r1,
        }
    }

    fn usable_for_version(&self, version: ProtocolVersion) -> bool {
        *self != Group::X25519MlKem768 || version == ProtocolVersion::TLSv1_3
    }
}

/// ring's exchange, with its result noted.
struct Noted(Box<dyn ActiveKeyExchange>);

impl ActiveKeyExchange for Noted {
    fn complete(self: Box<Self>, share: &[u8]) -> Result<SharedSecret, Error> {
        self.0.complete(share).inspect(|secret| power::note_shared_secret(secret.secret_bytes()))
    }

    fn pub_key(&self) -> &[u8] {
        self.0.pub_key()
    }

    fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
        None
    }

    fn group(&self) -> NamedGroup {
        self.0.group()
    }
}

/// The client's half: the encapsulation key and X25519's public key, one behind the other.
struct Hybrid {
    decapsulation_key: ml_kem_768::DecapsulationKey,
    classical: Box<dyn ActiveKeyExchange>,
    share: Vec<u8>,
}

impl Hybrid {
    fn start() -> Result<Hybrid, Error> {
        let mut seed = Zeroizing::new([0; 64]);
        power::draw(seed.as_mut_slice())?;
        let decapsulation_key = ml_kem_768::DecapsulationKey::from_seed(Seed::from(*seed));
        let classical = kx_group::X25519.start()?;
        let mut share = decapsulation_key.encapsulation_key().to_bytes().to_vec();
        share.extend_from_slice(classical.pub_key());
        Ok(Hybrid { decapsulation_key, classical, share })
    }
}

impl ActiveKeyExchange for Hybrid {
    fn complete(self: Box<Self>, share: &[u8]) -> Result<SharedSecret, Error> {
        let (ciphertext, public) = share.split_at_checked(CIPHERTEXT).ok_or(WRONG_SHARE)?;
        let ciphertext = ml_kem_768::Ciphertext::try_from(ciphertext).map_err(|_| WRONG_SHARE)?;
        let classical = self.classical.complete(public)?;
        Ok(joined(&self.decapsulation_key.decapsulate(&ciphertext), &classical))
    }

    fn hybrid_component(&self) -> Option<(NamedGroup, &[u8])> {
        Some((NamedGroup::X25519, self.classical.pub_key()))
    }

    fn complete_hybrid_component(self: Box<Self>, share: &[u8]) -> Result<SharedSecret, Error> {
        Box::new(Noted(self.classical)).complete(share)
    }

    fn pub_key(&self) -> &[u8] {
        &self.share
    }

    fn ffdhe_group(&self) -> Option<FfdheGroup<'static>> {
        None
    }

    fn group(&self) -> NamedGroup {
        NamedGroup::X25519MLKEM768
    }
}

/// The server's half, at once: a secret enclosed for the client's key, and X25519.
fn answer(share: &[u8]) -> Result<CompletedKeyExchange, Error> {
    let (key, public) = share.split_at_checked(ENCAPSULATION_KEY).ok_or(WRONG_SHARE)?;
    let key = key.try_into().map_err(|_| WRONG_SHARE)?;
    // the check that FIPS 203 section 7.2 asks for is made here
    let key = ml_kem_768::EncapsulationKey::new(&key).map_err(|_| WRONG_SHARE)?;
    let mut chosen = Zeroizing::new([0; 32]);
    power::draw(chosen.as_mut_slice())?;
    let (ciphertext, enclosed) = key.encapsulate_deterministic(&B32::from(*chosen));
    let classical = kx_group::X25519.start_and_complete(public)?;
    let mut pub_key = ciphertext.to_vec();
    pub_key.extend_from_slice(&classical.pub_key);
    Ok(CompletedKeyExchange {
        group: NamedGroup::X25519MLKEM768,
        pub_key,
        secret: joined(&enclosed, &classical.secret),
    })
}

/// ML-KEM's secret first, then X25519's.
fn joined(enclosed: &[u8], classical: &SharedSecret) -> SharedSecret {
    let secret = Zeroizing::new([enclosed, classical.secret_bytes()].concat());
    power::note_shared_secret(&secret);
    SharedSecret::from(secret.as_slice())
}

const WRONG_SHARE: Error = Error::PeerMisbehaved(PeerMisbehaved::InvalidKeyShare);

#[cfg(test)]
mod tests {
    use pki::entropy::{Entropy, NoEntropy};
    use rustls::crypto::SupportedKxGroup;
    use rustls::crypto::aws_lc_rs::kx_group;

    use super::Group;
    use crate::lab::power::Power;

    /// Octets that differ from one another, for a test that compares both ends alone.
    struct Counting(u8);

    impl Entropy for Counting {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), NoEntropy> {
            for octet in out {
                self.0 = self.0.wrapping_mul(13).wrapping_add(7);
                *octet = self.0;
            }
            Ok(())
        }
    }

    /// A client with one and a server with the other come to the same secret.
    fn agree(client: &dyn SupportedKxGroup, server: &dyn SupportedKxGroup) {
        let calling = client.start().expect("a share");
        let answered = server.start_and_complete(calling.pub_key()).expect("an answer");
        let secret = calling.complete(&answered.pub_key).expect("a secret");
        assert_eq!(secret.secret_bytes(), answered.secret.secret_bytes());
    }

    #[test]
    fn the_hybrid_group_agrees_with_another_implementation_either_way() {
        let _power = Power::lend(&mut Counting(1)).expect("it counts");
        agree(&Group::X25519MlKem768, kx_group::X25519MLKEM768);
        agree(kx_group::X25519MLKEM768, &Group::X25519MlKem768);
        agree(&Group::X25519MlKem768, &Group::X25519MlKem768);
    }

    #[test]
    fn shares_that_are_none_are_refused() {
        let _power = Power::lend(&mut Counting(1)).expect("it counts");
        let group = Group::X25519MlKem768;
        let good = group.start().expect("a share").pub_key().to_vec();
        assert!(group.start_and_complete(&good).is_ok());
        // every coefficient of the key has to be below 3329 (FIPS 203 section 7.2)
        let mut unreduced = good.clone();
        unreduced[..3].fill(0xff);
        for wrong in [&good[..good.len() - 1], &good[1..], &unreduced, &[]] {
            assert!(group.start_and_complete(wrong).is_err());
            assert!(group.start().expect("a share").complete(wrong).is_err());
        }
    }
}
