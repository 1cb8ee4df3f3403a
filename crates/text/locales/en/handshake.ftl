## The handshake lab: setting up

side-client = the client
side-server = the server

set-up-no-entropy = The system gives no random numbers, so no handshake can be played.
    .try = Reload the page, or use another browser.
set-up-no-authority = The server shall ask clients for a certificate, but no authority that it could trust is among its files.
    .try = Add the certificate of the authority that issues the clients’ certificates.
set-up-list = A revocation list of { $side } cannot be used: { $words }.
    .try = Take the list out, or have its authority issue it anew.
set-up-key = The key of { $side } cannot be used for TLS: { $words }.
    .try = Use an ECDSA key on P-256 or P-384, an Ed25519 key, or an RSA key of 2048 bits or more.
set-up-no-certificate = There is no certificate that { $side } could show.
    .try = Choose a certificate with its key.
set-up-host = “{ $host }” is neither a name nor an address of a host.
    .try = Give the name as it stands in the URL, without scheme, port and path.
set-up-nothing-to-offer = With these settings there is nothing that { $side } could offer: { $words }.
    .try = Choose at least one version with a cipher suite and a group that belong to it.

## Why a side refuses

refusal-signature = The signature made in this handshake does not fit the certificate: whoever made it has another key.
    .try = Put the key back that belongs to the certificate, or have a certificate issued for the key that is used.
refusal-no-certificate = The server requires a certificate and the client sent none.
    .try = Give the client its certificate and key; with curl, that is --cert and --key.
refusal-no-shared-version = The two sides have no version of TLS in common.
    .try = Allow TLS 1.2 or TLS 1.3 on both sides.
refusal-key-too-short = The certificate’s key is shorter than OpenSSL’s security level 2 takes.
    .try = Have the certificate issued for an ECDSA P-256 key, or for an RSA key of 2,048 bits or more.
refusal-no-shared-suite = The two sides have no cipher suite in common that suits the server’s key.
    .try = Allow a suite on both sides that goes with the server’s kind of key, ECDSA or RSA.
refusal-no-shared-group = The two sides have no group for the key exchange in common.
    .try = Allow X25519 or P-256 on both sides.
refusal-no-shared-signature = The key of one side makes signatures that the other does not take.
    .try = Use an ECDSA key on P-256: all of today’s programs take it.
refusal-no-shared-protocol = The two sides have no application protocol in common.
    .try = Let both speak http/1.1.
refusal-not-tls = What came first is not TLS.
    .try = Call with https:// instead of http://, or use the port on which plain HTTP is expected.
refusal-other = The other side broke the protocol: { $words }.
    .try = Look at the last message before the alert: something between the two, or one of the two programs, is at fault.

## What is wrong with recorded octets

found-cut-short = The field { $field } needs { $wanted ->
    [one] one octet
   *[other] { NUMBER($wanted) } octets
  }, and { $there ->
    [one] one is
   *[other] { NUMBER($there) } are
  } there.
    .try = Record the connection anew and whole; what stands before this field is right.
found-length-lies = The length before { $field } announces { $told ->
    [one] one octet
   *[other] { NUMBER($told) } octets
  }, and { $there ->
    [one] one is
   *[other] { NUMBER($there) } are
  } there.
    .try = Record the connection anew and whole, or look at the program that sent it.
found-unread = { $octets ->
    [one] One octet stands
   *[other] { NUMBER($octets) } octets stand
  } behind the end of what was announced.
    .try = Look at the program that sent it: its lengths do not fit together.
found-record-too-long = A record that { $side } sent announces { NUMBER($length) } octets, and no record of TLS may have more than { NUMBER($most) } there, so nothing that { $side } sent from that place on is read.
    .try = Record the connection anew, or look at the program that sent it.
found-record-cut-off = What { $side } sent ends inside a record, after { $octets ->
    [one] one octet
   *[other] { NUMBER($octets) } octets
  } of it.
    .try = Record until the connection is closed, and with no limit on the size of packets (tcpdump -s 0).
found-message-cut-off = What { $side } sent ends inside a message, after { $octets ->
    [one] one octet
   *[other] { NUMBER($octets) } octets
  } of it.
    .try = Record until the connection is closed, and with no limit on the size of packets (tcpdump -s 0).
found-not-tls = What { $side } sent is not TLS.
    .try = Look whether the call went to the right port, and whether something in between answers in the other’s place.
found-no-longer-tls = What { $side } sent is TLS up to a point, and something else from there on.
    .try = Record the connection anew and without gaps, or look at the program that sent it.
found-keys-missing = The key log has no { $label } for this connection, so encrypted records stay closed.
    .try = Have the client write its key log while recording (SSLKEYLOGFILE), and open both together.
found-early-refused = Early data of the client, from before the handshake was over, stay closed: the server refused them, and who refuses them never has the CLIENT_EARLY_TRAFFIC_SECRET that opens them.
    .try = Have the client write its key log while recording (SSLKEYLOGFILE), and open both together; all else is shown.
found-no-keys = No secrets are at hand: the recording has none inside, and no key log with secrets is open beside it, so encrypted records stay closed.
    .try = Set SSLKEYLOGFILE to a file for the client, or have the server write one, record again, and open the recording and that file together.
found-client-hello-missing = No whole ClientHello stands before the ServerHello in this recording, and keys find their connection by it, so encrypted records stay closed.
    .try = Record both directions from before the connection begins. Packets in the wrong order are sorted by Wireshark’s reordercap, once “editcap --discard-all-secrets” has taken embedded secrets out.
found-server-hello-missing = No whole ServerHello stands before the encrypted records in this recording, and it says how they are encrypted, so they stay closed.
    .try = Record both directions from before the connection begins, and without gaps.
found-not-opened = A record of { $side } does not open with the keys at hand.
    .try = Look whether the key log is of this very connection and whether the recording has gaps.
found-damaged = { $count ->
    [one] One record that { $side } sent does not open (number { $from } of its records)
   *[other] { NUMBER($count) } records that { $side } sent do not open (numbers { $from } to { $to } of its records)
  }, and others do, so octets in it were changed or the recording lacks some.
    .try = Record the connection anew; the rest is shown, and what depends on that place is not judged.
found-none-opens = { $count ->
    [one] One record that { $side } sent does not open (number { $from } of its records)
   *[other] { NUMBER($count) } records that { $side } sent do not open (numbers { $from } to { $to } of its records)
  }. Nothing opens with their secret and other records do with theirs, so that secret in the key log is wrong, or octets were changed or are missing.
    .try = Look whether the key log is whole and of this very connection, or record the connection anew; the rest is shown, and what depends on that place is not judged.
found-records-missing = { $records ->
    [one] One encrypted record that { $side } sent is
   *[other] { NUMBER($records) } encrypted records that { $side } sent are
  } missing before this one, as its place in their order tells.
    .try = Record the connection anew and without gaps; the rest is shown, and what depends on what is missing is not judged.
found-octets-missing = { $octets ->
    [one] One octet that { $side } sent is
   *[other] { NUMBER($octets) } octets that { $side } sent are
  } missing here.
    .try = Record the connection anew and without gaps; the rest is shown, and what depends on what is missing is not judged.
found-message-broken = Of a message { $octets ->
    [one] one octet
   *[other] { NUMBER($octets) } octets
  } can be read, and the rest of it was in something that { $side } sent and that cannot be read.
    .try = Record the connection anew and without gaps.
found-certificates-in-disorder = The certificates that { $side } shows stand in another order than that in which each issued the one before it. TLS 1.2 demands that order (RFC 5246, 7.4.2), and TLS 1.3 says that it should be kept (RFC 8446, 4.4.2).
    .try = Put them into the file in this order: its own, then its issuer’s, then the issuer’s of that one. Many programs find their way all the same, and others refuse.
found-stray-certificates = Among the certificates that { $side } shows { $count ->
    [one] is one that does
   *[other] are { NUMBER($count) } that do
  } not lead up from its own to an authority.
    .try = Look whether an intermediate is missing in { $count ->
    [one] its
   *[other] their
  } place, and leave out of the file what does not belong to this chain.
found-suite-not-opened = Records of { $suite } are not opened here.
    .try = Record a connection with AES-GCM or ChaCha20-Poly1305; all programs of today have them.
found-does-not-fit-and-is-taken = The { $message } of { $side } does not fit what was said before it, and yet { $other } took it and went on: what was recorded, or the key log, differs from what was sent.
    .try = Record the connection anew, with the key log of that very connection, and change nothing in either.
found-does-not-fit = The { $message } of { $side } does not fit what was said before it, and the recording does not show whether the other side took it.
    .try = Record until the connection is closed, and look in the other side’s log whether it refused it.
found-too-much = There is more than is taken apart here; the first part is shown.
    .try = Cut the recording down to the connection that matters.

## What an alert says that ends a recorded connection

alert-protocol-version = The alert { $alert } of { $side } says that it does not take the version of TLS that the other side offered or chose.
    .try = Allow TLS 1.2 or TLS 1.3 on both sides.
alert-handshake-failure = The alert { $alert } of { $side } says that it found nothing that suits both sides; what is missing it does not say.
    .try = Compare what the ClientHello offers with what the other side is set to: cipher suites, groups, kinds of signatures. Some servers say the same where a client certificate is missing.
alert-bad-certificate = The alert { $alert } of { $side } says that something is wrong with a certificate that it was shown; what it is it does not say.
    .try = Look at the certificate in the Inspect room, and at the log of the side that refused it.
alert-unsupported-certificate = The alert { $alert } of { $side } says that it does not take a certificate of this kind, or not for this purpose.
    .try = Look at the certificate’s purposes (extended key usage): clients need clientAuth, servers serverAuth.
alert-certificate-revoked = The alert { $alert } of { $side } says that the certificate it was shown has been revoked.
    .try = Have a new certificate issued, or have the revocation list put right.
alert-certificate-expired = The alert { $alert } of { $side } says that the certificate it was shown is not in force at this time.
    .try = Look at the certificate’s dates and at the clocks of both machines; some programs say the same of a revocation list that has ended.
alert-certificate-unknown = The alert { $alert } of { $side } says that it does not accept the certificate, for a reason that has no number of its own.
    .try = Look at the log of the side that refused it; who checks a certificate by hand, and many programs in Java, say no more than this.
alert-unknown-ca = The alert { $alert } of { $side } says that it found no way from the certificate it was shown to an authority that it trusts.
    .try = Give that side the certificate of the right authority, and send the intermediates along. OpenSSL and rustls say the same where a revocation list is wanted and none is at hand (in OpenSSL’s log: num=3, unable to get certificate CRL), rustls where it has ended as well, and OpenSSL of a chain that is too long or goes over a certificate of no authority: that side’s log tells.
alert-access-denied = The alert { $alert } of { $side } says that the certificate is valid and that its bearer is not let in all the same.
    .try = Look at whom that side is set to let in.
alert-decrypt-error = The alert { $alert } of { $side } says that a signature or a checksum of the handshake does not fit.
    .try = Look whether the other side uses the key that belongs to its certificate, and whether something in between changes what is sent.
alert-signature-of-certificate = The alert { $alert } of { $side } says that a signature does not fit, and all that the other side signed and summed up in this handshake does, so the signature inside a certificate is meant: { $side } knows another key of its issuer.
    .try = Compare the authority that { $side } trusts with the one that issued the certificate: two of one name have two keys (in OpenSSL’s log: num=7, certificate signature failure). Give { $side } the right one; of a revocation list that another key has signed OpenSSL says the same (num=8).
alert-signature-perhaps-of-certificate = The alert { $alert } of { $side } says that a signature or a checksum does not fit: one of the handshake, or the signature inside a certificate that it was shown.
    .try = Look whether the authority that { $side } trusts is the very one that issued the certificate, since two of one name have two keys (in OpenSSL’s log: num=7, certificate signature failure), and whether the other side uses the key that belongs to its certificate. Else something in between changes what is sent.
alert-binder = The alert { $alert } of { $side } answers a ClientHello that names a secret from before (pre_shared_key): most likely the binder, which shows that the client has it, does not fit.
    .try = Compare the secret that both sides were given (PSK) octet by octet, its hash as well; where it is of a ticket, have the client forget it. OpenSSL sends illegal_parameter (47) for this, others decrypt_error (51).
alert-not-renegotiated = With the alert { $alert } { $side } ended the connection since the other side refused the new handshake that it had asked for (no_renegotiation); what the two have agreed on before is not at fault.
    .try = Have { $side } ask for no new handshake, or let the other side take one (openssl s_server -client_renegotiation, for trials). TLS 1.3 has none: who wants a certificate later asks for it behind the handshake, or opens another connection.
alert-certificate-required = The alert { $alert } of { $side } says that a certificate was wanted and none came.
    .try = Give the client its certificate and key; with curl, that is --cert and --key.
alert-insufficient-security = The alert { $alert } of { $side } says that what the other side offers is too weak for it.
    .try = Allow stronger cipher suites on the other side, and a longer key where it has RSA.
alert-internal-error = The alert { $alert } of { $side } says that something failed inside of it which is not of the other side’s doing.
    .try = Look at that side’s own log at this moment.
alert-inappropriate-fallback = The alert { $alert } of { $side } says that the other side tried an older version again although both know a newer one.
    .try = Let the caller offer its newest version at once, and look why its first try failed.
alert-unrecognized-name = The alert { $alert } of { $side } says that it has no server of the name that the ClientHello asks for.
    .try = Compare server_name in the ClientHello with the names that the server is set to.
alert-unknown-psk-identity = The alert { $alert } of { $side } says that it does not know the secret that the other side named.
    .try = Compare the names and secrets that both sides were given (PSK).
alert-no-application-protocol = The alert { $alert } of { $side } says that it speaks none of the application protocols that were offered.
    .try = Let both speak http/1.1.
alert-protocol-breach = The alert { $alert } of { $side } says that what came last breaks the protocol, or was changed on the way.
    .try = Look at the last message before it: something between the two, or one of the two programs, is at fault.
alert-other = With the alert { $alert } { $side } ended the connection.
    .try = Look at the last message before it, and at that side’s own log.
alert-behind = The last message of { $side } before it is { $message }.
alert-behind-nothing = Nothing of { $side } is before it.
alert-about = By its number it is about the certificate that { $side } showed.

## Why a signature or a checksum is not checked

unchecked-messages-missing = Whether it is right cannot be told: not everything that it goes over can be read here.
unchecked-no-certificate = Whether it is right cannot be told: the certificate with the key that made it is not among what can be read here.
unchecked-key-unread = Whether it is right cannot be told: the key that was shown cannot be read here.
unchecked-key-length = Whether it is right cannot be told here: such signatures are checked with keys of 2,048 to 8,192 bits, and this one has { NUMBER($bits) }.
unchecked-curve = Whether it is right cannot be told here: such signatures are checked with keys on P-256 and P-384, and this one is { $key }.
unchecked-scheme = Whether it is right cannot be told here: signatures of the kind { $scheme } are not checked.
unchecked-secret-unknown = Whether the binders are right cannot be told: they go by a secret from before, which no key log tells.
unchecked-older-version = Whether it is right cannot be told here: signatures of versions before TLS 1.2 are not checked.

## Recordings of network traffic

capture-not-a-capture = This file is neither pcapng nor pcap.
    .try = Save the recording as pcapng in Wireshark, or record it with tcpdump -w.
capture-compressed = This file is compressed, and is not unpacked here.
    .try = Unpack it (gunzip, unzstd, unlz4 or unzip) and open what was in it.
capture-nothing-said = No connection over TCP in which anything was said is in this recording.
    .try = Record on the interface that the connection goes over, from before it begins (tcpdump -i any -s 0 -w file.pcap port 443).
capture-carried = No connection over TCP in which anything was said is in this recording but inside of { $carrier }, and what that carries is not read here.
    .try = Record where the packets come out of it: on the tunnel’s own interface (as wg0 or ppp0), or on the machine that is called. From a mirror (ERSPAN) “editcap -C” cuts the outer headers off.
capture-quic = There is QUIC (HTTP/3) in this recording, and no connection over TCP in which anything was said. What is inside of QUIC is not read here.
    .try = Record it over TCP, where nearly every server of HTTP/3 answers as well: “curl --http2 …”, or Chrome with “--disable-quic”.
capture-damaged = The recording ends, or is damaged, in the middle; what could be read is shown.
    .try = Save it anew, or stop the recorder before copying the file.
capture-damaged-wholly = The recording is damaged, or ends, before the first connection over TCP.
    .try = Save it anew, or stop the recorder before copying the file.
capture-fragments = Packets were cut into fragments of IP on the way, which are not put together here, so octets are missing; what else was said is shown.
    .try = Record on a machine at which they come whole, or have the sender send less at once (a smaller MTU).
capture-shortened = Packets were recorded shorter than they were, so octets are missing; what else was said is shown.
    .try = Record with no limit on the size of packets (tcpdump -s 0).
capture-unknown-link = Packets of the link type { $link } are not read here.
    .try = Record on an Ethernet, loopback, PPP or tunnel interface, or on Linux’s “any”.
capture-gap = Octets that { $from } sent to { $to } are missing in the recording; what came behind them is shown.
    .try = Record again on one of the two machines itself, and with a larger buffer (tcpdump -B).
capture-too-many-connections = There are more connections than are shown here.
    .try = Cut the recording down to the one that matters, for instance with the display filter of Wireshark.
