//! An authority of somebody else's, made by OpenSSL and good now: a root, authorities between, a client, and revocation lists.

use crate::tool::Tool;
use crate::{TempDir, tool};

/// A partner's authorities and one client of the last of them.
#[derive(Debug)]
pub struct Partner {
    folder: TempDir,
    /// The authorities' certificates as PEM, the self-signed one first.
    pub authorities: Vec<String>,
    /// The client's key, PKCS#8 as PEM.
    pub client_key: String,
    /// The client's certificate and, behind it, the authorities between it and the root.
    pub client_chain: String,
}

const AUTHORITY: &str =
    "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n";
const CLIENT: &str = "basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\nauthorityKeyIdentifier=keyid\n";
const LISTS: &str = "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ndefault_md=sha256\ncrlnumber=number\ncrl_extensions=e\n[e]\nauthorityKeyIdentifier=keyid\n";

impl Partner {
    /// With so many authorities between the root and the client. `name` begins each authority's common name.
    #[must_use]
    pub fn new(name: &str, between: usize) -> Partner {
        Partner::with_extensions(name, between, AUTHORITY)
    }

    /// As [`Partner::new`], with other extensions in the authorities: lines of OpenSSL's configuration.
    #[must_use]
    pub fn with_extensions(name: &str, between: usize, authority: &str) -> Partner {
        let folder = TempDir::new();
        folder.write("authority.cnf", authority);
        folder.write("between.cnf", format!("{authority}authorityKeyIdentifier=keyid\n"));
        folder.write("client.cnf", CLIENT);
        folder.write("lists.cnf", LISTS);
        let mut partner = Partner {
            folder,
            authorities: Vec::new(),
            client_key: String::new(),
            client_chain: String::new(),
        };
        for level in 0..=between {
            let subject = format!("/C=KR/O=Partner/CN={name} {level}");
            let signer = level.checked_sub(1).map(|above| format!("ca{above}"));
            let extensions = if level == 0 { "authority.cnf" } else { "between.cnf" };
            partner.issue(&format!("ca{level}"), &subject, signer.as_deref(), extensions);
            let made = partner.read(&format!("ca{level}.crt"));
            partner.authorities.push(made);
        }
        partner.issue("client", "/O=Partner/CN=visitor", Some(&format!("ca{between}")), "client.cnf");
        partner.client_key = partner.read("client.key");
        partner.client_chain = partner.read("client.crt");
        let above: String = partner.authorities[1..].iter().rev().map(String::as_str).collect();
        partner.client_chain.push_str(&above);
        partner
    }

    /// All authorities as one text.
    #[must_use]
    pub fn pem(&self) -> String {
        self.authorities.concat()
    }

    /// A list of each authority, good for so many seconds; on that of the last one the client, if it is revoked.
    #[must_use]
    pub fn lists(&self, seconds: u32, revoked: bool) -> Vec<String> {
        self.lists_of(&["-crlsec", &seconds.to_string()], revoked)
    }

    /// An empty list of each authority that was good for a week years ago.
    #[must_use]
    pub fn ended_lists(&self) -> Vec<String> {
        self.lists_of(&["-crl_lastupdate", "20240101000000Z", "-crl_nextupdate", "20240108000000Z"], false)
    }

    fn lists_of(&self, time: &[&str], revoked: bool) -> Vec<String> {
        let last = self.authorities.len() - 1;
        let list = |level: usize| {
            self.folder.write("index.txt", "");
            self.folder.write("number", "01\n");
            let signer = |openssl: Tool| {
                let (certificate, key) = (format!("ca{level}.crt"), format!("ca{level}.key"));
                openssl.args(["-config", "lists.cnf", "-cert", &certificate, "-keyfile", &key])
            };
            if revoked && level == last {
                signer(self.openssl(&["ca", "-revoke", "client.crt"])).succeeds();
            }
            signer(self.openssl(&["ca", "-gencrl", "-out", "list.pem"]).args(time)).succeeds();
            self.read("list.pem")
        };
        (0..=last).map(list).collect()
    }

    fn issue(&self, name: &str, subject: &str, signer: Option<&str>, extensions: &str) {
        let (certificate, key, request) =
            (format!("{name}.crt"), format!("{name}.key"), format!("{name}.csr"));
        self.openssl(&["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"])
            .args(["-config", "/dev/null", "-utf8", "-subj", subject, "-keyout", &key, "-out", &request])
            .succeeds();
        let signed = self.openssl(&["x509", "-req", "-in", &request, "-days", "365", "-out", &certificate]);
        let signed = signed.args(["-extfile", extensions]);
        match signer {
            None => signed.args(["-signkey", &key]),
            Some(signer) => signed
                .args(["-CA", &format!("{signer}.crt"), "-CAcreateserial"])
                .args(["-CAkey", &format!("{signer}.key")]),
        }
        .succeeds();
    }

    fn openssl(&self, arguments: &[&str]) -> Tool {
        tool("openssl").args(arguments).in_folder(self.folder.path())
    }

    fn read(&self, name: &str) -> String {
        String::from_utf8(self.folder.read(name)).expect("PEM is ASCII")
    }
}
