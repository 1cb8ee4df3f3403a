## Themes

theme-good = When all is right
theme-client = The client’s certificate
theme-revocation = Revocation
theme-chain = Authorities in between
theme-server = The server’s certificate
theme-keys = Kinds of key
theme-versions = Versions and protocols
theme-policy = Settings and surroundings

## Good

good = Everything right, TLS 1.3
    .lesson = Both sides show a certificate of the authority and prove that they have its key; the request is answered.
good-tls12 = Everything right, TLS 1.2
    .lesson = The same in TLS 1.2: the client’s certificate goes over the wire in clear.
resumed = A session taken up, TLS 1.3
    .lesson = The second connection shows a ticket and no certificate: what was verified the first time still counts.
resumed-tls12 = A session taken up, TLS 1.2
    .lesson = The second connection names the session of the first and is done with half the messages.
retried = The server wants another group
    .lesson = The client guessed a group that the server does not take, and begins again: one round trip more.

## ClientCertificate

no-client-certificate = No client certificate
    .lesson = The client has nothing to show: rustls ends the connection with an alert, nginx completes the handshake and answers 400.
client-other-authority = Issued by another authority
    .lesson = The certificate is good, but of an authority that the server does not trust.
client-twin-authority = Same authority’s name, other key
    .lesson = The set was made again: the names are the same, the keys are not, and the old certificate fits the new authority no more.
client-self-signed = Self-signed
    .lesson = The client signed its certificate itself; nobody vouches for it.
client-expired = Expired
    .lesson = The client’s certificate ended yesterday.
client-not-yet-valid = Not yet valid
    .lesson = The client’s certificate begins tomorrow, or a clock is wrong.
client-server-auth-only = For servers only
    .lesson = The certificate’s purpose is serverAuth alone, so it does not count for a client.
client-no-purpose = Without a purpose
    .lesson = No extKeyUsage means any purpose: it is let in.
client-wrong-key = Key of another certificate
    .lesson = Certificate and key of the client do not belong together; the signature gives it away.

## Revocation

client-revoked = Revoked
    .lesson = The certificate stands in the revocation list that the server has.
crl-expired = List that is over
    .lesson = The list’s nextUpdate has passed: nobody is let in until there is a new one.
crl-other-authority = List of another authority
    .lesson = The server has a list, but not of the authority that issued the certificate: whether it was revoked is unknown.
crl-missing-for-intermediate = List missing for an intermediate
    .lesson = The intermediate’s list is there, the root’s is not, and each link of the chain needs one.

## Chain

intermediate-not-sent = Intermediate not sent
    .lesson = The client sends its certificate alone; the server knows the root and cannot find the way.
intermediate-sent = Intermediate sent
    .lesson = The client sends the intermediate along, and the way to the root is there.
intermediate-in-bundle = Intermediate in the server’s bundle
    .lesson = The client sends its certificate alone, but the server has the intermediate among its authorities.
intermediate-only-trusted = Only the intermediate trusted
    .lesson = The server trusts the intermediate and does not have the root: rustls is content with it, OpenSSL asks for the root.
too-deep = Two intermediates
    .lesson = The chain is longer than nginx follows unless told (ssl_verify_depth 1); rustls follows it.
path-length = Path length violated
    .lesson = An intermediate that allows no authority below it has one all the same.
issued-by-leaf = Issued by a client’s certificate
    .lesson = Somebody signed with a certificate that is no authority’s.

## ServerCertificate

server-wrong-name = Wrong name
    .lesson = The server’s certificate is for another host.
server-common-name-only = Name in CN alone
    .lesson = The host stands in the common name, where nobody looks any more, and not in subjectAltName.
server-address-missing = Address not in the certificate
    .lesson = The client calls an IP address that does not stand in the certificate.
server-expired = Expired
    .lesson = The server’s certificate ended yesterday.
server-not-yet-valid = Not yet valid
    .lesson = The server’s certificate begins tomorrow, or a clock is wrong.
server-other-authority = Issued by another authority
    .lesson = The client does not know who issued the server’s certificate.
server-client-auth-only = For clients only
    .lesson = The certificate’s purpose is clientAuth alone, so it does not count for a server.
server-intermediate-missing = Intermediate not sent
    .lesson = The server sends its certificate alone; browsers may have the intermediate, curl has not.
server-subject-equals-issuer = Subject equal to issuer
    .lesson = The certificate bears the authority’s own name: only the key identifiers tell the two apart, and without them OpenSSL takes it for self-signed.
server-wrong-key = Key of another certificate
    .lesson = Certificate and key of the server do not belong together; nginx would not even start.
server-not-checked = Not checked: -k
    .lesson = A stranger’s certificate is taken, because the client was told not to look. Whoever stands in between is let in as well.

## Keys

ed25519 = Ed25519 on both sides
    .lesson = Short keys and signatures; some browsers and older systems do not take them.
p384 = ECDSA P-384 on both sides
    .lesson = A longer curve, more work, and no practical gain.
rsa = RSA on both sides
    .lesson = The oldest of the kinds, taken everywhere; certificates and signatures are several times as long.
weak-rsa = RSA of 1024 bits
    .lesson = Too short for everybody: recorded from OpenSSL, since rustls does not even load such a key.
version-1 = Certificate of version 1
    .lesson = Without extensions nothing says what it may be used for: recorded from OpenSSL, which lets it in; rustls cannot read it.

## Versions

client-too-old = Client TLS 1.2, server TLS 1.3
    .lesson = The client offers nothing that the server takes.
server-too-old = Client TLS 1.3, server TLS 1.2
    .lesson = The server knows nothing that the client offers.
tls11 = TLS 1.1
    .lesson = Withdrawn in 2021 (RFC 8996): recorded from OpenSSL, since rustls never had it.
no-shared-protocol = No application protocol in common
    .lesson = ALPN: the client would speak something that the server does not.

## Policy

plain-http = Plain HTTP on the TLS port
    .lesson = The call went to http:// with the port of https://.
backend-down = Backend down
    .lesson = TLS is in order, and behind it nobody answers: 502.
verify-off = Client not asked (danger)
    .lesson = The server does not ask for a certificate: anybody gets in.
verify-optional = Client asked, may have none (danger)
    .lesson = Who has no certificate gets in all the same, unless something behind looks at it.
verify-optional-no-ca = Any certificate taken (danger)
    .lesson = The server asks, and takes certificates of any authority: whoever makes one for himself gets in.

## What the scenarios are made from

make-no-rsa-key = This scenario needs an RSA key, and none was given.
    .try = Open the page over https, from localhost or from a file: then the browser makes RSA keys.
make-no-entropy = The system gives no random numbers, so no certificates can be made.
    .try = Reload the page, or use another browser.
make-unreadable = The certificate of the authority cannot be read.
    .try = Look at it in the Inspect room.
