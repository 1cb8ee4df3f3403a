//! New keys in the browser: RSA from WebCrypto, which the compiled-in provider cannot make; all else from the provider.

use js_sys::{Array, Object, Reflect, Uint8Array};
use pki::key::{KeyAlgorithm, KeyError, KeySource, PrivateKey, ProviderKeys};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKeyPair, SubtleCrypto, WorkerGlobalScope};

/// Keys for the worker.
#[derive(Debug, Clone, Copy, Default)]
pub struct BrowserKeys;

impl KeySource for BrowserKeys {
    async fn generate(&self, algorithm: KeyAlgorithm) -> Result<PrivateKey, KeyError> {
        match algorithm {
            KeyAlgorithm::Rsa2048 => rsa(2048).await,
            KeyAlgorithm::Rsa3072 => rsa(3072).await,
            KeyAlgorithm::Rsa4096 => rsa(4096).await,
            KeyAlgorithm::EcdsaP256 | KeyAlgorithm::EcdsaP384 | KeyAlgorithm::Ed25519 => {
                ProviderKeys.generate(algorithm).await
            }
        }
    }
}

async fn rsa(bits: u32) -> Result<PrivateKey, KeyError> {
    let subtle = subtle().ok_or(KeyError::NoWebCrypto)?;
    let words = |value: JsValue| KeyError::Provider(format!("{value:?}"));
    let algorithm = rsa_algorithm(bits).map_err(words)?;
    let usages = Array::of2(&"sign".into(), &"verify".into());
    let pair = subtle.generate_key_with_object(&algorithm, true, &usages).map_err(words)?;
    let pair: CryptoKeyPair = JsFuture::from(pair).await.map_err(words)?.unchecked_into();
    let exported = subtle.export_key("pkcs8", &pair.get_private_key()).map_err(words)?;
    let exported = Uint8Array::new(&JsFuture::from(exported).await.map_err(words)?);
    let secret = pki::secret::Secret::new(exported.to_vec());
    exported.fill(0, 0, exported.length());
    PrivateKey::from_pkcs8_der(secret.expose())
}

/// WebCrypto exists in secure contexts alone: https, localhost, file.
fn subtle() -> Option<SubtleCrypto> {
    let scope: WorkerGlobalScope = js_sys::global().dyn_into().ok()?;
    if !scope.is_secure_context() {
        return None;
    }
    Some(scope.crypto().ok()?.subtle())
}

/// The key serves certificates alone; the hash named here binds WebCrypto's own use of it, not the certificates'.
fn rsa_algorithm(bits: u32) -> Result<Object, JsValue> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"RSASSA-PKCS1-v1_5".into())?;
    Reflect::set(&algorithm, &"modulusLength".into(), &bits.into())?;
    Reflect::set(&algorithm, &"publicExponent".into(), &Uint8Array::from([1, 0, 1].as_slice()))?;
    Reflect::set(&algorithm, &"hash".into(), &"SHA-256".into())?;
    Ok(algorithm)
}
