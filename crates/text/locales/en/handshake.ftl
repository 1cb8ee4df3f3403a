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
found-client-hello-missing = No whole ClientHello stands before the ServerHello in this recording, and keys find their connection by it, so encrypted records stay closed.
    .try = Record both directions from before the connection begins. Packets in the wrong order are sorted by Wireshark’s reordercap, once “editcap --discard-all-secrets” has taken embedded secrets out.
found-server-hello-missing = No whole ServerHello stands before the encrypted records in this recording, and it says how they are encrypted, so they stay closed.
    .try = Record both directions from before the connection begins, and without gaps.
found-not-opened = A record of { $side } does not open with the keys at hand.
    .try = Look whether the key log is of this very connection and whether the recording has gaps.
found-damaged = { $count ->
    [one] One record that { $side } sent does not open (number { $from } to { $to } of its records)
   *[other] { NUMBER($count) } records that { $side } sent do not open (numbers { $from } to { $to } of its records)
  }, and others do, so octets in it were changed or the recording lacks some.
    .try = Record the connection anew; the rest is shown, and what depends on that place is not judged.
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
found-suite-not-opened = Records of { $suite } are not opened here.
    .try = Record a connection with AES-GCM or ChaCha20-Poly1305; all programs of today have them.
found-too-much = There is more than is taken apart here; the first part is shown.
    .try = Cut the recording down to the connection that matters.

## Recordings of network traffic

capture-not-a-capture = This file is neither pcapng nor pcap.
    .try = Save the recording as pcapng in Wireshark, or record it with tcpdump -w.
capture-compressed = This file is compressed, and is not unpacked here.
    .try = Unpack it (gunzip, unzstd, unlz4 or unzip) and open what was in it.
capture-nothing-said = No connection over TCP in which anything was said is in this recording.
    .try = Record on the interface that the connection goes over, from before it begins (tcpdump -i any -s 0 -w file.pcap port 443).
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
