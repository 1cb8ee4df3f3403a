# Why mutual TLS, and the words that open where they stand.

title = Why mutual TLS, and the words
why-gives = What it gives: before a request is read, the server has proved to the caller that it holds the key of its certificate, and the caller has proved the same to the server. What passes between them is encrypted, and nobody in between can change it.
why-not = What it does not give: it says who calls, not what they may do; that is the backend’s to decide. It does not protect a key that was copied, nor what happens behind nginx. A certificate is good until it ends or a revocation list says otherwise.
why-private = Why a private authority: public ones are leaving client certificates, because Chrome’s root programme wants hierarchies for servers alone. Let’s Encrypt announced their end for May 2026, DigiCert and Sectigo for the same month. And a public authority would vouch for people you have never met: with your own, only those enter to whom you gave a certificate.
why-rules = Which rules ask for it: the guide names three. As of November 2026, and no legal advice: Korea’s Personal Information Protection Act and its safety measures ask for encryption of certain personal data in transit; the Electronic Financial Transactions Act asks those who take part in electronic finance for measures that keep transactions safe; PCI DSS 4.0.1 (requirement 4.2.1) asks for strong cryptography wherever card data crosses open, public networks. None of these demands mutual TLS by name; it is one way to meet what they ask. Have the text that binds you read by someone who answers for it.
words = The words

mtls = mutual TLS
mtls-means = TLS in which both sides show a certificate and prove that they hold its key. Ordinary TLS asks only the server.
authority = authority
authority-means = Who signs certificates (certificate authority, CA). Whoever trusts it trusts what it signed; here it is your own.
certificate = certificate
certificate-means = A public key with the name of its owner, signed by an authority (X.509). It is no secret.
csr = CSR
csr-means = Certificate signing request: a public key and a name, signed by the owner’s key, for an authority to make a certificate from.
key = private key
key-means = The secret half of a key pair. It signs, and the public half in the certificate proves the signature. Who has it can act as its owner.
handshake = handshake
handshake-means = The first messages of a TLS connection: certificates are shown and proved, and keys agreed on, before any request.
list = revocation list
list-means = What an authority signs to say which of its certificates no longer hold (CRL). It has an end of its own.
backend = backend
backend-means = The program behind nginx that answers requests. It listens where only nginx reaches it.
subject = subject
subject-means = The name in a certificate, such as CN=partner-a,O=Example: whom it speaks of.
record = A record
record-means = The entry in DNS that says which IPv4 address a name has; AAAA is the same for IPv6.
fingerprint = fingerprint
fingerprint-means = A short number computed from a whole certificate: the same number, the same certificate.
