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
trailing-bytes = { $count ->
    [one] { NUMBER($count) } byte follows the end of the structure.
   *[other] { NUMBER($count) } bytes follow the end of the structure.
}
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
serial-short = { $octets ->
    [one] The serial number has { NUMBER($octets) } octet only and can be guessed.
   *[other] The serial number has { NUMBER($octets) } octets only and can be guessed.
}
    .why = Numbers that count up from a file collide as soon as the file is lost, and a predictable number has helped to forge signatures over weak digests.
    .try = Let the issuer draw at least 64 random bits; “openssl x509 -req” without -set_serial and -CAserial does.
ends-before-start = Its validity ends ({ $end }) before it begins ({ $start }).
    .why = It is never valid, so everybody refuses it at any time.
    .try = Have it issued anew, and check the clock and the dates of the issuer.
expired = It ended { $end }.
    .why = Everybody refuses it: nginx answers 400 with error 10 (certificate has expired) in its log, curl stops with exit code 60.
    .try = Have it issued anew and replace it on all machines that use it.
root-expired = This root ended { $end }.
    .why = OpenSSL refuses everything below it: nginx answers 400 with error 10 (certificate has expired) in its log, curl stops with exit code 60. rustls and webpki do not look at a root's dates.
    .try = Make the authority anew and replace it wherever it is trusted; where another root is in use by now, take this one out.
not-yet-valid = It begins { $start }, which is still to come.
    .why = Everybody refuses it until then; usually a clock is wrong, or a time zone was mixed up.
    .try = Check the clock of this machine and of the issuer, or wait.
ends-soon = { $days ->
    [one] It ends { $end }, in { NUMBER($days) } day.
   *[other] It ends { $end }, in { NUMBER($days) } days.
}
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
mixed-scripts = The word “{ $word }” in the subject mixes letters of Latin with Cyrillic or Greek ones that look alike.
    .why = People and allow lists take it for another name; compared octet by octet it is none.
    .try = Find out who issued it and to whom before trusting the name, and compare fingerprints instead.
turned-name = The name “{ $name }” in the subject holds characters that turn the direction of reading.
    .why = A screen may show its letters in another order, so people take it for another name; compared octet by octet it is none.
    .try = Find out who issued it and to whom before trusting the name, and compare fingerprints instead.
name-character = The name “{ $name }” is not a name that a host can have.
    .why = No client ever asks for such a name, and some refuse the whole certificate.
    .try = Have it issued with the host's name alone: no scheme, no port, no space, letters beyond ASCII as xn--.
ip-as-dns-name = The address { $name } stands among the DNS names.
    .why = Go, rustls, Java and browsers compare addresses with iPAddress entries alone, so a client that calls the address refuses the server.
    .try = Have it issued with the address as an IP entry (“IP:{ $name }” for OpenSSL).
no-server-name = Its only name is the common name “{ $name }”, and it has no subject alternative name.
    .why = As a server it is refused by browsers, Go and rustls, which look at alternative names alone; curl with OpenSSL still falls back to the common name, so a test with curl proves little.
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
authority-as-leaf = It is an authority and at the same time bears a host's name, { $name }.
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

## Files
input-empty = The file is empty.
    .why = There is nothing to look at; usually a command wrote its error elsewhere.
    .try = Run the command that made the file again, and look at what it says.
input-unknown = Nothing is in it that is known here: no PEM, no DER, no base64 of either.
    .why = Programs that expect a certificate or key refuse this file.
    .try = Check that it is the right file; certificates and keys usually begin with “-----BEGIN”.
input-too-deep = Files stand within files here, too many levels deep.
    .why = What lies further down was not looked at.
    .try = Take the inner file out and inspect it alone.
input-truncated = The structure announces { NUMBER($expected) } bytes, and there are { NUMBER($present) }.
    .why = The file was cut short on its way; no program can read it.
    .try = Copy it again from its origin, as a file and not through a terminal.
input-endless = The structure is of indefinite length, and its end is missing.
    .why = The file was cut short, or is not what it seems; no program can read it.
    .try = Copy it again from its origin.
input-archive = It is a ZIP archive.
    .why = What is in it was not looked at here.
    .try = Unpack it, with its passphrase if it has one, and inspect the files.
input-compressed = It is compressed with { $format }.
    .why = nginx, curl and OpenSSL read no compressed certificates.
    .try = Unpack it with “{ $command }” and use the file that comes out.
input-java-key-store = It is a Java key store of the old kind (JKS or JCEKS).
    .why = Only Java reads it.
    .try = Convert it: “keytool -importkeystore -srckeystore FILE -destkeystore new.p12 -deststoretype PKCS12”.
input-web-page = It is a web page, and not a certificate.
    .why = A download saved an error or login page under the certificate's name; nginx and curl report “no start line”.
    .try = Open the file in an editor to see what the server said, and download it again.
input-other-key = { $label } is another world's key format.
    .why = TLS programs do not read it.
    .try = Convert an SSH key with “ssh-keygen -p -m PKCS8 -f COPY”, or make a new key for TLS.
input-printed-only = It is what “openssl x509 -text” prints, without the certificate itself.
    .why = Nothing can be loaded from the printed text.
    .try = Ask for the file with “-----BEGIN CERTIFICATE-----”.
pem-without-end = The block “{ $label }” has no END line.
    .why = The end was lost in copying, so OpenSSL reports “bad end line” or overlooks the block.
    .try = Copy the whole block, with all five hyphens of “-----END { $label }-----”.
input-serial-counter = It is one number in hexadecimal, as openssl keeps its counter of serial numbers (ca.srl).
    .why = No program loads it as a certificate. Whoever signs with “-CAcreateserial” counts on from it, so two copies of it give the same number twice.
    .try = Keep it beside the authority's key alone; numbers drawn at random need no counter.
pem-other-block = The block “{ $label }” is of a kind that is not looked at here.
    .why = Programs that look for certificates and keys pass it over.
    .try = Nothing has to be done, unless it should be a certificate or key: then take the file from its origin again.
pem-broken = The block “{ $label }” cannot be decoded: { $words }.
    .why = OpenSSL reports “bad base64 decode”, nginx does not start with it.
    .try = Take the file from its origin again; an editor or a mail program changed it.
not-der = In the block “{ $label }” is no DER.
    .why = No program can read it.
    .try = Take the file from its origin again.
label-contradicts = The block says “{ $label }”, and something else is in it.
    .why = OpenSSL, nginx and Go go by the label and refuse the block.
    .try = Give the block the label of what is in it, or take the right file.
not-base64 = The value of { $name } is not base64.
    .why = Kubernetes refuses the secret (“illegal base64 data”).
    .try = Encode the file with “base64 -w0”, or put it as text below stringData.
yaml-broken = The YAML cannot be read to its end.
    .why = Kubernetes refuses it, and what stands behind the break was not looked at.
    .try = Check the indentation where the values begin.
unreadable = It looks like { $what }, but cannot be read: { $words }.
    .why = Strict programs refuse it; what can be said is seen in its ASN.1.
    .try = Take it from its origin again, or have it made anew by a current tool.
indefinite-length = It is written with indefinite lengths (BER), where DER is demanded.
    .why = OpenSSL reads it, Go, rustls and Java refuse it.
    .try = Write it anew: “openssl x509 -in FILE -inform DER -outform DER” and its like for other kinds.

## Private keys
key-open = The private key lies open, without a passphrase.
    .why = That is how nginx needs it; whoever can read the file is the server or client, though.
    .try = Keep it readable by its owner alone (chmod 600), and send it only inside an encrypted bundle.
key-old-form-found = The key is written in the older form “{ $label }”.
    .why = OpenSSL and nginx read it, while some Java and Go programs and this page's own tools want PKCS#8.
    .try = Convert it where a program refuses it: “openssl pkcs8 -topk8 -nocrypt -in old.pem -out key.pem”.
key-old-encryption = The key is protected by { $cipher } in OpenSSL's older form.
    .why = Its passphrase is hashed once with MD5, so it can be guessed billions of times a second.
    .try = Protect it anew, “openssl pkcs8 -topk8 -v2 aes-256-cbc -iter 600000 -in old.pem -out key.pem”, and look at the new file here.
key-second-version = The key is PKCS#8 version 2, with its public half beside it.
    .why = OpenSSL before 3.2 cannot read Ed25519 keys of this version, neither alone nor within a .p12.
    .try = Write it as version 1; keys saved here are.
key-broken = The private key cannot be used: { $words }.
    .why = Programs refuse it, or end the handshake with it.
    .try = Take the key from its original file again.
key-weak = The private key is { $key }, which is too short today.
    .why = OpenSSL at security level 2 and browsers refuse certificates with it.
    .try = Make a new key: ECDSA P-256, or RSA with 2048 bits or more.
passphrase-wanted = A passphrase closes it.
    .why = What is in it could not be looked at.
    .try = Give its passphrase to see what is in it.

## Requests
request-signature = The request is not signed with the key that it carries.
    .why = Whoever sent it does not hold the key, or the request was changed on its way; a correct authority refuses it.
    .try = Have the holder of the key make the request anew.
request-without-names = The request names “{ $name }” as common name alone, and no alternative names.
    .why = An authority that copies what is asked for issues a certificate that browsers, Go and rustls refuse.
    .try = Make it anew with “-addext subjectAltName=DNS:{ $name }”, or let the authority add the names.
request-for-authority = The request asks to become an authority.
    .why = Whoever grants it hands out the power to issue certificates.
    .try = Grant it only if an intermediate authority is meant.

## Revocation lists
list-expired = The list ended { $end }.
    .why = nginx with ssl_crl refuses every client of this authority (error 12, CRL has expired), HAProxy and OpenSSL too; rustls lets it pass unless told otherwise.
    .try = Have the authority sign a new list, put it in place and reload the server.
list-not-yet = The list begins { $start }, which is still to come.
    .why = OpenSSL and nginx refuse every client until then (error 11, CRL is not yet valid).
    .try = Check the clocks of this machine and of the authority.
list-without-end = The list does not say when the next one comes.
    .why = It never gets too old, so an old list that somebody held back goes on counting; RFC 5280 demands nextUpdate.
    .try = Have it signed anew with an end, 30 days for instance.
list-without-number = The list has no number.
    .why = Of two lists nobody can tell the newer one; strict programs refuse it.
    .try = Have it signed anew as version 2 with a CRL number (“crlnumber” in OpenSSL's configuration).
list-without-key-identifier = The list has no authorityKeyIdentifier.
    .why = Where two authorities have the same name, nobody can tell whose list it is.
    .try = Have it signed anew with authorityKeyIdentifier (“crl_extensions” in OpenSSL's configuration).
list-version-one = It is a version 1 list, without any extension.
    .why = It has neither number nor reasons; strict programs refuse it.
    .try = Have it signed anew as version 2 (“openssl ca -gencrl -crlexts …”).
list-critical = The list has the critical extension { $name }.
    .why = It speaks of a part only, or changes another list: OpenSSL needs to be told to handle that, and nginx does not tell it.
    .try = Use a full list without it.
list-entry-repeated = The serial number { $serial } stands in the list more than once.
    .why = Which date and reason count differs from program to program.
    .try = Have the list signed anew with one entry for each certificate.
list-weak-digest = The list is signed over { $digest }.
    .why = OpenSSL at security level 2 refuses the signature.
    .try = Have it signed anew over SHA-256.
list-without-issuer = The certificate of the list's authority, “{ $issuer }”, is not here.
    .why = Whether the list is genuine cannot be checked, and nginx passes over lists of authorities that it does not know.
    .try = Add the certificate of this authority.
list-signature = The list bears the name of “{ $issuer }”, but none of the keys here has signed it.
    .why = nginx refuses every client of this authority (error 8, CRL signature failure).
    .try = Take the list of the right authority; perhaps there were two of this name.

## Together
outlives-issuer = It ends { $end }, after its authority, which ends { $issuer-end }.
    .why = From then on it is refused though its own date has not come, and on that day everything else of this authority is refused too.
    .try = Renew the authority before, and issue leaves that end earlier than it.
signature-of-another = It names “{ $issuer }” as its issuer, but the key of the certificate of this name here has not signed it.
    .why = The authority was made twice under one name: OpenSSL reports error 20 or 7, rustls BadSignature, and the handshake ends with alert 48 or 51.
    .try = Take the certificate of the authority that really signed it, or issue it anew.
issuer-missing = The certificate of its issuer, “{ $issuer }”, is not here.
    .why = Its signature could not be checked; and a server that sends no intermediate is refused by clients that know the root alone.
    .try = Add the issuer's certificate.
serial-repeated = Another certificate of the same issuer has the serial number { $serial } too.
    .why = A revocation list names serial numbers, so revoking one revokes both; Firefox refuses the second one (SEC_ERROR_REUSED_ISSUER_AND_SERIAL).
    .try = Issue one of them anew with a random serial number.
serials-count-up = Serial numbers of this issuer follow one another.
    .why = The next number can be predicted, and counting starts again when the file with the counter is lost.
    .try = Let the issuer draw each number at random.
duplicate = It is here twice.
    .why = Nothing breaks, but a bundle that holds it twice sends it twice in each handshake.
    .try = Leave out one of them.
key-without-certificate = To this private key no certificate or request is here.
    .why = It could not be checked what the key is for.
    .try = Add the certificate, or delete the key if nothing uses it any more.
certificate-without-key = The private key of this certificate is not here.
    .why = It could not be checked that they belong together; nginx does not start with the wrong one (“key values mismatch”), curl ends with 58.
    .try = Add the key to be sure, or leave it where it is safe.
key-shared = The same key is in “{ $other }”, which has another name.
    .why = Whoever holds the key is both: a leak of one is a leak of the other, and revoking one leaves the other good.
    .try = Make a key of its own for each.
authority-key-beside = The private key of the authority “{ $issuer }” lies beside keys of servers or clients.
    .why = It comes along when the folder is copied to a server; whoever has it issues certificates for any name.
    .try = Keep the key of the authority apart, under a passphrase, on no server.
twins = Two authorities here have the name “{ $subject }” and different keys.
    .why = Programs find an issuer by its name and take the wrong one: OpenSSL then reports error 20 or 7, rustls BadSignature.
    .try = Remove the old one everywhere, or give the new one another name.
revoked = It is revoked since { $since }.
    .why = Servers that have this list refuse it: nginx answers 400 with error 23 (certificate revoked) in its log.
    .try = Issue a new one with a new key if it is still needed.
path-too-long = Its authority allows { NUMBER($limit) } further authorities below it, and this one is one too many.
    .why = What it issues is refused: OpenSSL reports error 25 (path length constraint exceeded).
    .try = Issue leaves from the authority above, or make that one anew with a greater pathLen.
outside-constraints = Its name { $name } lies outside of what its authority may issue for.
    .why = OpenSSL reports error 47 or 48 (permitted or excluded subtree), Go, rustls and browsers refuse it as well.
    .try = Issue it for a name that the nameConstraints allow.
leaf-order = In its file it stands before the certificate of the server or client.
    .why = nginx and most servers take the first certificate of the file for their own, and do not start because the key does not fit.
    .try = Put the leaf first, then its issuer, and so on upwards.
