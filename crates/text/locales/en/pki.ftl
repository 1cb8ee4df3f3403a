# What is wrong with names, keys, lifetimes and certificates, and what to try.

## Fields of a subject
field-common-name = common name
field-organization = organisation
field-unit = unit
field-country = country
subject-empty = The { $field } is empty.
    .try = Write a short name by which people will know it.
subject-too-long = The { $field } “{ $text }” has { NUMBER($characters) } characters, and X.520 allows { NUMBER($limit) }.
    .try = Shorten it or use an abbreviation.
subject-character = “{ $text }” holds “{ $character }”, which means something to nginx, to shells or to OpenSSL, or cannot be seen at all.
    .try = Leave “{ $character }” out.
subject-country = The country “{ $text }” is not a code of two letters.
    .try = Write the ISO 3166 code, such as KR, DE or US.

## Host names and addresses
name-empty = There is no name yet.
    .try = Write at least one name, such as api.example.com or 10.0.0.5.
name-character = “{ $text }” holds “{ $character }”, which a name of this kind cannot hold.
    .try = Take it out; only the name itself belongs here.
name-empty-label = “{ $text }” has a dot with nothing before it.
    .try = Write one dot between two parts, as in api.example.com.
name-trailing-dot = “{ $text }” ends with a dot, as in a zone file; in a certificate it would match nothing.
    .try = Take the last dot away.
name-underscore = “{ $text }” holds an underscore, which host names cannot have (RFC 1123).
    .try = Use a hyphen instead, and give the machine that name too.
name-hyphen = In “{ $text }” the part “{ $label }” starts or ends with a hyphen.
    .try = Hyphens may only stand between letters or digits.
name-label-too-long = The part “{ $label }” is { NUMBER($octets) } octets long as it goes over the wire, and { NUMBER($limit) } are allowed between two dots.
    .try = Shorten this part.
name-too-long = “{ $text }” is { NUMBER($octets) } octets long, and { NUMBER($limit) } are allowed.
    .try = Shorten it.
name-wildcard-place = In “{ $text }” the star is not the whole first part of a name.
    .try = Write it as in *.example.com, or list the names one by one.
name-wildcard-alone = “{ $text }” has no name after the star.
    .try = Write it as in *.example.com.
name-wildcard-too-broad = “{ $text }” would stand for everything under a top-level name, and no TLS library accepts that.
    .try = Name one level more, as in *.example.com.
name-wildcard-here = “{ $text }” stands for many names, and one party is meant here.
    .try = Write its own full name.
name-looks-like-ip = “{ $text }” ends in a number like an IP address, but is not one.
    .try = Check the four numbers from 0 to 255, or write a host name.
name-ip-here = “{ $text }” is an IP address, and a name is needed here.
    .try = Write a DNS name, such as host.example.com.
name-not-convertible = “{ $text }” cannot be converted to the ASCII form of an internationalised name (IDNA).
    .try = Check its letters for characters from mixed scripts or pasted symbols.
name-ascii-here = “{ $text }” has letters beyond ASCII, and only its ASCII form is taken here.
    .try = Write its xn-- form.
name-not-an-a-label = “{ $text }” has a part that begins with xn-- and is not the ASCII form of any name.
    .try = Write that part in its own letters, as in bücher.example.
name-more-than-host = “{ $text }” is more than a host name; scheme, port and path are not part of a certificate.
    .try = Write only “{ $host }”.
name-not-an-ip = “{ $text }” is neither an IPv4 nor an IPv6 address.
    .try = Write it as 10.0.0.5 or 2001:db8::5.
name-zone = “{ $text }” holds a zone, which means something on one machine only.
    .try = Write “{ $address }” alone, or better an address that is valid beyond one link.
name-ip-range = “{ $text }” is a range of addresses, and a certificate names single ones.
    .try = List the addresses one by one, or use a host name.
name-ip-not-a-host = No client can reach a server at “{ $text }”.
    .try = Write the address at which clients call the server.
name-duplicate = “{ $text }” is in the list already.
    .try = Keep it once.
name-too-many = { NUMBER($given) } names were given, and one certificate takes { NUMBER($limit) }, since every handshake carries them all.
    .try = Spread them over several certificates, or use a wildcard such as *.example.com.

## Mailboxes
email-without-domain = “{ $text }” is not a mailbox: it needs exactly one @, with a domain after it.
    .try = Write it as name@example.com.
email-local-part = In “{ $text }” the part before the @ is empty or has a dot in the wrong place.
    .try = Write it as name@example.com or first.last@example.com.
email-local-part-too-long = Before the @ of “{ $text }” stand { NUMBER($octets) } octets, and { NUMBER($limit) } are allowed.
    .try = Use a shorter mailbox.
email-not-ascii = “{ $text }” has letters beyond ASCII before the @, which most programs cannot read in a certificate.
    .try = Use a mailbox of Latin letters; the domain after the @ may be internationalised.

## URIs and SPIFFE IDs
uri-without-scheme = “{ $text }” does not start with a scheme.
    .try = Write a whole URI, such as spiffe://example.org/billing or urn:example:billing.
uri-not-ascii = “{ $text }” has letters beyond ASCII, which URIs write in percent encoding.
    .try = Write each such octet as % and two hexadecimal digits.
uri-syntax = “{ $text }” is not a URI as RFC 3986 defines it.
    .try = Check brackets, percent signs and the port, and whether anything follows the scheme.
spiffe-trust-domain = The trust domain of “{ $text }” is empty, too long, or not of lower-case letters, digits, dots, hyphens and underscores.
    .try = Write it as spiffe://example.org/billing.
spiffe-extra = “{ $text }” has a user, port, query or fragment, which a SPIFFE ID cannot have.
    .try = Keep only the trust domain and the path, as in spiffe://example.org/billing.
spiffe-without-path = “{ $text }” names a whole trust domain, not one workload.
    .try = Add a path, as in spiffe://example.org/billing.
spiffe-path = The path of “{ $text }” has an empty part, a part of dots, or a character beyond letters, digits, dots, hyphens and underscores.
    .try = Write it as spiffe://example.org/team/billing, without a slash at the end.
spiffe-not-alone = The SPIFFE ID “{ $text }” stands beside another URI, and programs then refuse the certificate.
    .try = Keep the SPIFFE ID as the only URI, or make a second certificate.

## Lifetimes
validity-empty = There is no lifetime yet.
    .try = Write a number of days such as 365, or the last day as 2027-11-23.
validity-not-a-lifetime = “{ $text }” is neither a number of days nor a day.
    .try = Write a number such as 365, or the last day as 2027-11-23.
validity-day-without-hyphens = “{ $text }” as a number of days lies beyond the year 9999.
    .try = If it is the last day, write it as { $day }.
validity-no-days = A lifetime of no days is over before it begins.
    .try = Write at least 1 day.
validity-ends-before-start = The end, { $end }, lies before the start, { $start }.
    .try = Choose a later end.
validity-already-over = The end, { $end }, is already past: it is { $now } now.
    .try = Choose a later day, or check this computer's clock.
validity-beyond-9999 = That lies beyond the year 9999, the last that a certificate can name.
    .try = Choose an earlier end; a few years are plenty.
validity-before-1950 = { $day } lies before 1950, where the dates of certificates begin.
    .try = Check the year, and this computer's clock.
validity-outlives-issuer = It would last until { $end }, longer than its authority, which ends { $issuer-end }.
    .try = Choose at most { NUMBER($days) } days, or make a new authority first.
validity-outlives-issuer-day = It would last until { $end }, longer than its authority, which ends { $issuer-end }.
    .try = Choose { $day } or an earlier day, or make a new authority first.
validity-issuer-expired = The authority ended { $issuer-end } and can issue nothing that anybody would accept.
    .try = Make a new authority and give its certificate to all sides.
validity-issuer-not-yet-valid = The authority begins { $issuer-start }, but by this computer's clock it is { $now }.
    .try = Check this computer's clock.

## Before it is made
warning-longer-than-apple = { NUMBER($days) } days are more than the { NUMBER($limit) } that Apple's systems accept of a server certificate, from private authorities too.
    .try = Choose at most { NUMBER($limit) } days if Safari, iPhones or macOS will connect; other clients do not mind.
warning-ed25519 = Chrome, Firefox and Safari accept no certificate with Ed25519.
    .try = Choose ECDSA P-256 if browsers will connect; curl, OpenSSL, Go and rustls are fine with Ed25519.
warning-no-common-name = No name fits into the 64 characters of a common name, so the certificate has none.
    .try = Nothing, unless a very old program must read it; then put a shorter name first.

## Keys
key-not-pkcs8 = This is not an unencrypted private key in PKCS#8 form.
    .try = Choose the file that begins with “-----BEGIN PRIVATE KEY-----”.
key-encrypted = This private key is under a passphrase.
    .try = Give its passphrase, or take it off with “openssl pkcs8 -in key.pem -out plain.pem”.
key-old-form = “{ $label }” is an older form of private key.
    .try = Convert it with “openssl pkcs8 -topk8 -nocrypt -in old.pem -out key.pem”.
key-without-public-half = This elliptic-curve key was saved without its public half.
    .try = Write it anew with “openssl pkey -in key.pem -out whole.pem” and use that file.
key-contradiction = The parts of this private key do not belong together: { $words }.
    .try = Take the key from its original file again; this copy is damaged.
key-rsa-bits = This RSA key has { $bits } bits, and only 2048, 3072 and 4096 are used here.
    .try = Make a new key of one of these sizes.
key-unsupported = Keys of the kind { $kind } are not used here.
    .try = Use ECDSA P-256 or P-384, Ed25519, or RSA.
key-cannot-generate = { $algorithm } keys cannot be made here, only used.
    .try = Choose ECDSA P-256, which every current program reads, or bring a key of your own.
key-no-web-crypto = The browser makes RSA keys only on a page that came over https, from localhost or from a file.
    .try = Open the page in one of these ways, or choose ECDSA P-256, which needs nothing of the browser.
key-provider = The key could not be made: { $words }.
    .try = Try once more; if it fails again, choose another kind of key.
no-entropy = The system gave no random numbers, and without them no safe serial number can be drawn.
    .try = Reload the page or restart the program, and try again.

## Certificates
certificate-not-found = There is no certificate in this text.
    .try = Choose the file that holds “-----BEGIN CERTIFICATE-----”.
certificate-unreadable = The certificate cannot be read: { $words }.
    .try = Take it from its original file again; this copy is damaged or cut short.

## Issuing
issue-key-of-another = The private key is not that of the certificate “{ $subject }”.
    .try = Choose the key that was made with this certificate.
issue-not-an-authority = “{ $subject }” is not the certificate of an authority.
    .try = Choose the CA's certificate, not that of a server or client.
issue-may-not-sign = The key usage of “{ $subject }” does not allow it to sign certificates.
    .try = Use a CA certificate with keyCertSign, or make a new authority.
issue-issuer-name = The name of the authority, “{ $issuer }”, has a form that cannot be repeated exactly in what it issues.
    .try = Make a new authority with at most one common name, organisation, unit and country.
issue-subject-of-issuer = “{ $subject }” is also the authority's own name, and programs would take the certificate for self-signed.
    .try = Give it, or the authority, another name.
issue-key-of-issuer = The key is that of the authority “{ $issuer }” itself, so whoever holds it could issue certificates.
    .try = Make a new key for this certificate.
issue-writer = The certificate could not be written: { $words }.
    .try = Try another kind of key, and tell us what you chose.

## Revocation lists
crl-may-not-sign = The key usage of “{ $subject }” does not allow it to sign revocation lists.
    .try = Make a new authority, or use a CA certificate with cRLSign.
crl-not-found = There is no revocation list in this text.
    .try = Choose the file that holds “-----BEGIN X509 CRL-----”.
crl-unreadable = The revocation list cannot be read: { $words }.
    .try = Take it from its original file again, or have its authority sign a new one.
crl-writer = The revocation list could not be written: { $words }.
    .try = Try once more, and tell us what kind of key the authority has.

## Authorities of others
anchor-long = This text is longer than { $limit_kib } KiB.
    .try = Paste the authorities’ certificates and their lists alone; a longer list is better put in place on the server by hand.
anchor-not-found = There is no certificate in this text.
    .try = Paste the authority’s certificate as PEM, from “-----BEGIN CERTIFICATE-----” to its end.
anchor-cut = A part of this text is damaged or cut short.
    .try = Copy the whole file once more, from “-----BEGIN” to “-----END” with all dashes.
anchor-unreadable = Number { $place } among the certificates and lists of this text cannot be read.
    .try = Copy it from its original file again; this copy is damaged or is no X.509.
anchor-private-key = There is a private key in this text, and nobody but its owner may have it.
    .try = Take it out and tell its owner that the key has been passed on; only certificates belong here.
anchor-other-block = “{ $label }” is neither a certificate nor a revocation list.
    .try = Paste certificates as PEM; “openssl pkcs7 -print_certs” takes them out of a PKCS#7 file.
anchor-not-an-authority = “{ $subject }” is not the certificate of an authority.
    .try = Ask for the certificate of the authority that signs the callers’ certificates, not for one of a server or client.
anchor-may-not-sign = The key usage of “{ $subject }” does not allow it to sign certificates, so nginx would refuse all that it issued.
    .try = Ask for an authority’s certificate with keyCertSign.
anchor-not-for-clients = The extended key usage of “{ $subject }” leaves out clients, so nginx would refuse all that it issued.
    .try = Ask for an authority without that limit, or one with clientAuth.
anchor-weak-key = The RSA key of “{ $subject }” has { $bits } bits, and OpenSSL on Debian and Ubuntu refuses fewer than 2048.
    .try = Ask for an authority with a longer key.
anchor-issuer-missing = “{ $subject }” was issued by “{ $issuer }”, whose certificate is not here, and without it nginx trusts neither.
    .try = Paste that one too, and all above it up to the one that signed itself.
anchor-over = “{ $subject }” ended on { $end }.
    .try = Ask for the authority’s new certificate.
anchor-early = “{ $subject }” is good from { $start } only.
    .try = Check this machine’s clock; if it is right, wait until that day.
anchor-same = “{ $subject }” has the key of your own authority, which nginx trusts already.
    .try = Take it out; only authorities of others belong here.
anchor-same-name = “{ $subject }” is also the name of your own authority, with another key: nginx could take one for the other.
    .try = Make a new set with another name for your authority in Create, or ask the partner for an authority of another name.
anchor-list-missing = “{ $subject }” has no revocation list here, and with revocation on nginx wants one of every authority: without it all callers of this one are refused.
    .try = Paste its list (“-----BEGIN X509 CRL-----”) too, or switch the refusal of revoked certificates off.
anchor-list-of-nobody = None of the authorities here signed the revocation list of “{ $issuer }”.
    .try = Take it out, or paste the certificate of the authority that signed it.
anchor-list-in-part = The revocation list of “{ $issuer }” tells only a part of what is revoked, or in a way that nginx does not read.
    .try = Ask for the authority’s complete list.
anchor-list-over = The revocation list of “{ $issuer }” ended on { $end }, and nginx would refuse all callers of this authority.
    .try = Paste the authority’s newest list.
anchor-list-early = The revocation list of “{ $issuer }” is good from { $start } only, and nginx would refuse all callers of this authority until then.
    .try = Check this machine’s clock; if it is right, wait until that day.
