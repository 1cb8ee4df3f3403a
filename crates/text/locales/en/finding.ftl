# What is wrong with certificates that were read: what it is, what comes of it (.why), what to do (.try).

## How serious
rank-refused = refused
rank-danger = dangerous
rank-doubt = doubtful
rank-note = note

## Certificates: the structure
version-one = It is an X.509 version 1 certificate, which has no extensions: no alternative names, no usages, no key identifiers.
    .why = rustls and webpki refuse it, browsers and Go find no name in it, and as an authority it is not limited in anything; curl accepts it only because it falls back to the common name.
    .try = Issue it anew with extensions (“openssl x509 -req … -extfile”), or here.
extensions-before-three = It carries extensions, but says that it is version { $version }.
    .why = Strict readers refuse the whole certificate, and others may overlook what the extensions limit.
    .try = Have it issued anew as version 3.
signature-algorithms-differ = The signed part names { $inner } as its signature algorithm, and the signature itself { $outer }.
    .why = OpenSSL, Go and rustls refuse it: somebody may have changed what was not signed.
    .try = Have it issued anew; no correct issuer writes such a certificate.
extension-repeated = The extension { $name } stands in it more than once.
    .why = Which of them counts differs from program to program, and strict ones refuse the certificate.
    .try = Have it issued anew with one such extension.
extension-unreadable = The extension { $name } cannot be read.
    .why = Programs that need it refuse the certificate, the others act as if it were not there.
    .try = Have it issued anew; the ASN.1 shows where the encoding breaks off.
extension-unknown-critical = The extension { $name } is marked critical, and hardly any program knows it.
    .why = Whoever does not understand a critical extension has to refuse the certificate, and OpenSSL, Go and rustls do.
    .try = Have it issued without this extension, or not critical.
trailing-bytes = { NUMBER($count) } bytes follow the end of the structure.
    .why = Some programs read only the beginning, others refuse the file, so two of them may disagree on what they have seen.
    .try = Take the file from its origin again.

## Certificates: serial number, dates, names
serial-zero = The serial number is 0.
    .why = RFC 5280 wants a positive number, strict verifiers complain, and it cannot be told from the next certificate made in the same way when it has to be revoked.
    .try = Have it issued anew with a random serial number of up to 20 octets.
serial-negative = The serial number is negative ({ $serial }).
    .why = Go refuses the certificate since 1.23, and tools write the number in different ways, so a revocation may miss it.
    .try = Have it issued anew with a positive serial number.
serial-long = The serial number has { NUMBER($octets) } octets, and 20 are the most.
    .why = Some programs cut it off or refuse the certificate, and then it cannot be revoked.
    .try = Have it issued anew with at most 20 octets.
serial-short = The serial number has { NUMBER($octets) } octets only and can be guessed.
    .why = Numbers that count up from a file collide as soon as the file is lost, and a predictable number has helped to forge signatures over weak digests.
    .try = Let the issuer draw at least 64 random bits; “openssl x509 -req” without -set_serial and -CAserial does.
ends-before-start = Its validity ends ({ $end }) before it begins ({ $start }).
    .why = It is never valid, so everybody refuses it at any time.
    .try = Have it issued anew, and check the clock and the dates of the issuer.
expired = It ended { $end }.
    .why = Everybody refuses it: nginx answers 400 with error 10 (certificate has expired) in its log, curl stops with exit code 60.
    .try = Have it issued anew and replace it on all machines that use it.
not-yet-valid = It begins { $start }, which is still to come.
    .why = Everybody refuses it until then; usually a clock is wrong, or a time zone was mixed up.
    .try = Check the clock of this machine and of the issuer, or wait.
ends-soon = It ends { $end }, in { NUMBER($days) } days.
    .why = From that second on every connection with it fails.
    .try = Renew it now, while the old one still works.
date-encoding = The date “{ $field }” is written as { $form }, which RFC 5280 does not allow here.
    .why = Strict readers refuse the certificate; others take the year for another century.
    .try = Have it issued anew: UTCTime with seconds and Z through 2049, GeneralizedTime with seconds and Z from 2050.
too-long-for-apple = It is good for { NUMBER($days) } days, and Apple's systems take { NUMBER($limit) } of a server at most.
    .why = Safari, iPhones and macOS refuse the connection, also below an authority that the user installed; others do not mind.
    .try = Have it issued for at most { NUMBER($limit) } days if Apple's systems will connect.
issuer-empty = It does not name its issuer.
    .why = Nobody can find the certificate of the issuer, so no chain can be built.
    .try = Give the authority a name and issue everything anew.
subject-empty = The subject is empty, and the alternative names are not marked critical.
    .why = Some programs then take it for a certificate of nobody; RFC 5280 wants the alternative names critical in this case.
    .try = Have the alternative names marked critical, or a common name added.
subject-is-issuer = Subject and issuer are the same name, “{ $subject }”, but it is not signed with its own key.
    .why = OpenSSL takes it for self-signed and looks no further, so the chain breaks (error 18 or 20) though every signature is right.
    .try = Give the certificate another name than its authority, and issue it anew.
string-type = The attribute { $attribute } is written as { $form }.
    .why = Names are compared octet by octet by many programs, so the same words in another string type are another name; some readers refuse the type altogether.
    .try = Write names as UTF8String, and a country as PrintableString.
name-character = The name “{ $name }” is not a name that a host can have.
    .why = No client ever asks for such a name, and some refuse the whole certificate.
    .try = Have it issued with the host's name alone: no scheme, no port, no space, letters beyond ASCII as xn--.
ip-as-dns-name = The address { $name } stands among the DNS names.
    .why = Go, rustls, Java and browsers compare addresses with iPAddress entries alone, so a client that calls the address refuses the server.
    .try = Have it issued with the address as an IP entry (“IP:{ $name }” for OpenSSL).
no-server-name = Its only name is the common name “{ $name }”, and it has no subject alternative name.
    .why = Browsers, Go and rustls look at alternative names alone and refuse the server; curl with OpenSSL still falls back to the common name, so a test with curl proves little.
    .try = Have it issued with subjectAltName=DNS:{ $name }.
common-name-elsewhere = The common name “{ $name }” is not among the alternative names.
    .why = Nobody looks at the common name when there are alternative names, so a client that calls “{ $name }” refuses the server.
    .try = Add DNS:{ $name } to the alternative names if clients use this name.

## Certificates: what they may be used for
no-extended-key-usage = It does not say whether it is for a server or a client: extendedKeyUsage is missing.
    .why = nginx, curl and rustls take it on either side, so a client's certificate can pass for the server; Apple's systems and Windows refuse such a server.
    .try = Have it issued with extendedKeyUsage serverAuth or clientAuth.
no-tls-usage = Its extendedKeyUsage ({ $usages }) names neither serverAuth nor clientAuth.
    .why = It is refused on both sides of a TLS connection.
    .try = Have it issued with serverAuth for a server or clientAuth for a client.
any-usage = Its extendedKeyUsage allows any purpose.
    .why = It passes for server and client alike, and for signing code as well; some programs ignore “any” and refuse it.
    .try = Name serverAuth or clientAuth alone.
both-usages = It may be used as a server and as a client.
    .why = Whoever takes the server's key can also call as a client: one leak opens both directions.
    .try = Use two certificates with two keys, one for each side, unless the same service really plays both roles.
no-key-usage = It has no keyUsage.
    .why = Its key may be used for everything, and strict verifiers want the extension in what an authority issues.
    .try = Have it issued with a critical keyUsage digitalSignature.
no-digital-signature = Its keyUsage ({ $usages }) lacks digitalSignature.
    .why = In TLS 1.3, and with ECDHE in TLS 1.2, both sides sign with their key: OpenSSL, Go and browsers end the handshake.
    .try = Have it issued with digitalSignature.
encipherment-without-rsa = Its keyUsage allows { $usage }, which a key of the kind { $key } cannot do.
    .why = RFC 5480 forbids it; most programs overlook it, strict ones warn or refuse.
    .try = Have it issued with digitalSignature alone.
leaf-may-sign = Its keyUsage allows it to sign certificates or lists, but it is not an authority.
    .why = The two contradict each other: strict verifiers refuse it, and a careless one takes it for an authority, so its holder could issue certificates.
    .try = Have it issued without keyCertSign and cRLSign.
authority-without-basic-constraints = It signs other certificates, but has no basicConstraints with CA:TRUE.
    .why = Nothing that it issued is accepted: OpenSSL reports “invalid CA certificate” (error 24, since version 3 error 79), rustls EndEntityUsedAsCa.
    .try = Make the authority anew with basicConstraints=critical,CA:TRUE and let it issue everything again.
basic-constraints-not-critical = It is an authority, and its basicConstraints are not marked critical.
    .why = RFC 5280 demands it: a program that does not know the extension would take any leaf for an authority. OpenSSL with -x509_strict refuses it.
    .try = Make the authority anew with basicConstraints=critical,CA:TRUE.
authority-without-key-usage = It is an authority and has no keyUsage.
    .why = Its key may sign certificates and lists and anything else too; Go and OpenSSL accept that, strict verifiers do not.
    .try = Make the authority anew with keyUsage=critical,keyCertSign,cRLSign.
key-usage-not-critical = It is an authority, and its keyUsage is not marked critical.
    .why = RFC 5280 wants it critical, so that nobody overlooks what the key may not do; strict verifiers complain.
    .try = Make the authority anew with keyUsage=critical,keyCertSign,cRLSign.
may-not-sign-certificates = It is an authority, but its keyUsage ({ $usages }) lacks keyCertSign.
    .why = Nothing that it issued is accepted: OpenSSL reports error 32 (key usage does not include certificate signing).
    .try = Make the authority anew with keyCertSign.
may-not-sign-lists = It is an authority, but its keyUsage ({ $usages }) lacks cRLSign.
    .why = A revocation list of it is refused (OpenSSL: error 35), so with ssl_crl nginx refuses everybody.
    .try = Make the authority anew with cRLSign if you want to revoke.
authority-without-path-length = It is an authority whose chains may be of any length (no pathLen).
    .why = An authority below it may make further authorities. Where it issues leaves directly, pathLen 0 would rule that out.
    .try = Give it pathlen:0 when it is made anew, unless there are authorities below it.
path-length-on-leaf = It has a pathLen, though it is not an authority.
    .why = RFC 5280 forbids it; strict verifiers refuse the certificate.
    .try = Have it issued without pathLen.
authority-as-leaf = It is an authority and at the same time bears the usage { $usages } of a leaf.
    .why = A server or client that uses it holds a key that can issue certificates; rustls refuses it as a leaf (“CaUsedAsEndEntity”).
    .try = Use it for issuing alone, and issue a certificate of its own for the server or client.
self-signed-leaf = It is signed with its own key and is not an authority.
    .why = It can only be trusted by naming this one certificate on the other side; nginx then needs it in ssl_client_certificate, and renewing means changing every machine.
    .try = Make an authority and let it issue the certificate.
no-subject-key-identifier = It has no subjectKeyIdentifier.
    .why = Two authorities of the same name, a renewed one and the old one for instance, cannot be told apart by it, and verifiers have to try both.
    .try = Have it made with subjectKeyIdentifier=hash.
no-authority-key-identifier = It has no authorityKeyIdentifier.
    .why = Verifiers find its issuer by name alone, and take the wrong one where two authorities have the same name.
    .try = Have it issued with authorityKeyIdentifier=keyid.
name-constraints-not-critical = Its nameConstraints are not marked critical.
    .why = A program that does not know them overlooks the limit; RFC 5280 demands critical.
    .try = Have it made with nameConstraints=critical,….
name-constraints-on-leaf = It has nameConstraints, though it is not an authority.
    .why = They limit nothing here, and RFC 5280 allows them in authorities alone.
    .try = Have it issued without them.
must-staple = It demands a stapled OCSP answer (must-staple).
    .why = Firefox refuses the server when no answer comes with the handshake: nginx needs “ssl_stapling on” and an issuer with an OCSP responder, which private authorities rarely have.
    .try = Have it issued without the TLS feature extension, or set up stapling first.
precertificate = It is a precertificate for Certificate Transparency, not the certificate itself.
    .why = Its poison extension is critical on purpose, so that everybody refuses it.
    .try = Take the final certificate from the issuer.
public-authority-client = It comes from a public authority and may be used as a client.
    .why = Public authorities are ending client authentication (Chrome's root programme wants serverAuth alone), so it cannot be renewed as such; and a server that trusts this authority lets in everybody who buys from it.
    .try = Issue client certificates from a private authority of your own.
spiffe-several = It holds a SPIFFE ID beside other URIs.
    .why = An X.509-SVID has exactly one URI: SPIFFE implementations refuse the certificate.
    .try = Have it issued with the SPIFFE ID as its only URI.

## Certificates: keys and signatures
weak-key = Its key is { $key }, which is too short today.
    .why = OpenSSL at security level 2 (the default of Debian and Ubuntu) ends with “ee key too small” or “ca key too small”, browsers refuse it, and it may be broken by those with patience.
    .try = Make a new key: ECDSA P-256, or RSA with 2048 bits or more.
uncommon-key = Its key is of the kind { $key }, which few TLS programs accept.
    .why = rustls, Go or browsers end the handshake, though OpenSSL may take it.
    .try = Use ECDSA P-256 or P-384, or RSA with 2048 bits or more.
ed25519-in-browsers = Its key or its signature is Ed25519.
    .why = Chrome, Firefox and Safari accept no such certificate, neither of a server nor of a client; curl, OpenSSL, Go and rustls do.
    .try = Use ECDSA P-256 if browsers will connect.
weak-digest = It is signed over { $digest }.
    .why = Signatures over this digest have been forged: OpenSSL at security level 2 reports “ca md too weak”, browsers, Go and rustls refuse it.
    .try = Have it issued anew over SHA-256.
weak-digest-of-root = It is self-signed over { $digest }.
    .why = Nobody checks the signature of a root that he trusts anyway, but scanners complain, and the same tool may sign leaves in the same way.
    .try = Make sure that what it issues is signed over SHA-256.
