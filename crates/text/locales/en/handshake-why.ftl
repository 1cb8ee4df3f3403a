## Messages

hello-request = The server asks the client to begin a new handshake on the same connection; TLS 1.3 has done away with it.
client-hello = The client opens the conversation with all that it can do, and with its half of the key exchange already, so that the server can choose and answer at once.
client-hello-without-share = The client opens the conversation with all that it can do, so that the server can choose.
client-hello-again = The client says it once more, now with what the server asked for: its half of the key exchange for another group, or the cookie.
client-hello-anew = The client begins a new handshake on the connection that stands, encrypted with the keys that it has; TLS 1.3 has done away with it.
server-hello = The server chooses version, suite and group and adds its half of the key exchange; from here on both have the same secret, and all that follows of the handshake is encrypted.
server-hello-of-both = The server chooses version, suite and group, takes the secret that the client named, and adds its half of the key exchange; from here on both have secrets made of both, and all that follows of the handshake is encrypted.
server-hello-of-secret = The server chooses version and suite and takes the secret that the client named, without a key exchange; from here on both have secrets made of that one alone, and all that follows of the handshake is encrypted. Whoever has that one can read all of it, even years later.
server-hello-legacy = The server chooses version and suite. The key exchange comes in messages of its own, or not at all where a session is taken up.
hello-retry-request = The server asks for another ClientHello: with a share for the group that it names, or with a cookie.
encrypted-extensions = What the server settles and nobody else needs to know: the application protocol, for instance. It is the first message of the handshake that is encrypted.
certificate-request = This makes TLS mutual: the server asks the client who it is and says which signatures it takes; it may name the authorities that it trusts.
server-certificate = The server shows who it is: its certificate and those that lead up to an authority, which the client has to trust.
client-certificate = The client shows who it is, or sends an empty list when it has nothing to show. In TLS 1.3 nobody on the way can read it; in the first handshake of a connection of TLS 1.2 everybody can.
server-certificate-verify = A certificate can be copied by anybody. With this signature over all that was said so far the server proves that it has the key.
client-certificate-verify = The client proves that it has the key of the certificate that it showed, by signing all that the handshake said so far in this connection.
server-bare-key = The server shows a bare public key in the place of a certificate, as both agreed (RFC 7250). No authority vouches for it, so the client has to know from elsewhere whose it is.
client-bare-key = The client shows a bare public key in the place of a certificate, as both agreed (RFC 7250), or nothing when it has none. No authority vouches for it, so the server has to know from elsewhere whose it is.
server-bare-key-unsaid = The server shows a bare public key in the place of a certificate (RFC 7250). Its octets tell that: they are a public key and no certificate, and the message in which both agreed on it cannot be read here. No authority vouches for it, so the client has to know from elsewhere whose it is.
client-bare-key-unsaid = The client shows a bare public key in the place of a certificate (RFC 7250). Its octets tell that: they are a public key and no certificate, and the message in which both agreed on it cannot be read here. No authority vouches for it, so the server has to know from elsewhere whose it is.
bare-key-verify = A public key can be copied by anybody. With this signature over all that was said so far its sender proves to have the private key.
finished = By a checksum that only both of them can compute, the sender confirms that nobody changed a single octet of the handshake.
client-finished = The client confirms the same for its part. It is done here, although the server has yet to decide whether it lets the client in: a refusal reaches it later.
new-session-ticket = The server hands out a ticket with which the client can come back without showing certificates again.
new-session-ticket-alone = The server hands out a ticket with which the client can come back and take up this session.
key-update = The sender changes to new keys, so that no key is used for too long.
end-of-early-data = The client has sent all that it wanted to send before the handshake was over.
server-key-exchange = The server’s half of the key exchange, signed with the key of its certificate; TLS 1.3 put it into ServerHello.
server-key-exchange-of-bare-key = The server’s half of the key exchange, signed with the key that it showed; TLS 1.3 put it into ServerHello.
server-key-exchange-of-secret = The server’s part of the key exchange: a hint which secret it means, one that was settled outside TLS, and with some suites its half of a fresh exchange. Nothing signs it; that the server has the secret its Finished shows.
server-key-exchange-unsigned = The server’s half of the key exchange. This suite knows no certificate and nothing signs it, so anybody could have sent it.
server-hello-done = The server has said all that it has to say for now; it is the client’s turn.
client-key-exchange = The client’s half of the key exchange; now both can compute the master secret.
client-key-exchange-of-secret = The client names the secret that it means, one that was settled outside TLS, and adds nothing of its own to a key exchange; now both can compute the master secret. Whoever has that secret can read all of it, even years later.
certificate-status = The server brings along what the authority says about its certificate, so that the client need not ask.
unknown-handshake = A handshake message that is not taken apart here.
change-cipher-spec = From the next record on this side encrypts with the keys of this handshake.
alert = One side says that it ends the connection, and why in one number.
alert-warning = One side says something in one number, and the connection may go on.
alert-goodbye = One side says that it will say no more.
application-data = What all this is for: what the two sides say to each other, requests and answers for instance, encrypted.
unknown-record = A record whose contents are not taken apart here.
sealed = An encrypted record that could not be opened here.
not-tls = These octets are not TLS.
beyond = Nothing of this side is read from here on: the record’s length is one that none may have, so where the next one begins is not known.
remainder = The rest of something whose beginning cannot be read, so what it says is not known.
beginning = Only the beginning of this message is here, so what it goes on to say is not known.

## Records

record-type = Says what the record carries. Encrypted records of TLS 1.3 all say application_data, so that nobody on the way sees what kind they are.
record-version = Up to TLS 1.2 the version in use, and in the first record perhaps an older one. From 1.3 on a leftover that stays at 1.0 or 1.2, because old boxes in between drop what they do not know.
record-too-long = How many octets follow, by what it says; but no record of TLS may be so long.
record-length = How many octets follow; a message may be spread over several records.
encrypted-record = What encrypting made of the contents: the ciphertext, and the tag behind it.
ciphertext = The encrypted contents: as many octets as the plaintext has, unreadable without the key.
tag = The authentication tag: it fits only if nobody changed the record, and only the two have the key to make it.
explicit-nonce = The part of the nonce that TLS 1.2 sends along, so that no two records are encrypted alike; TLS 1.3 counts instead.
inner-type = What the record really carries: TLS 1.3 puts it behind the contents and encrypts it with them.
record-padding = Zeros that hide how long the contents are.
fragment = The contents, in clear.

## Headers and hellos

message-type = Which message it is.
message-length = How many octets of this message follow.
legacy-version = Stays at TLS 1.2 for old boxes in between; the version itself is settled in the extension supported_versions.
client-version = The newest version that the client speaks; from TLS 1.3 on an extension says so.
client-random = 32 octets that no other handshake has: they make each unlike any other, and key logs find their connection by them.
server-random = The server’s 32 octets. Their end gives away whether somebody made two modern sides fall back to an older version.
retry-random = A fixed value: by it the client tells a HelloRetryRequest from a ServerHello.
legacy-session-id = In TLS 1.2 the name of a session to be taken up; in TLS 1.3 random octets that make the handshake look familiar to old boxes in between.
session-id-echo = In TLS 1.3 what the client sent, sent back; in TLS 1.2 the name of the session, which is taken up now where it is the one that the client said.
session-taken-up = The name that the client said, said again: the session is taken up now. With a ticket (RFC 5077, 3.4) the client makes the name up, to know by it that the ticket was taken.
session-named = The name of the session, by which the client can take it up later.
session-unnamed = Empty: by a name this session cannot be taken up later, by a ticket perhaps.
cipher-suites = The ways of encrypting that the client knows, the preferred first; the server takes one of them.
cipher-suite = The one that the server chose.
compression = Always null: compressing before encrypting gives secrets away (CRIME, 2012).
extensions = Everything that TLS learnt after its first versions is said in extensions. A server passes over those of the client’s that it does not know.

## Extensions

server-name = SNI: the host that the client wants, so that a server with several names can choose the certificate.
server-name-taken = The server says that it used the name.
host-in-clear = In the first handshake of a connection everybody on the way reads this name, in TLS 1.3 as well.
max-fragment-length = Asks for shorter records; record_size_limit has taken its place.
status-request = OCSP stapling: what the authority says about a certificate comes along in the handshake, so that nobody need ask.
supported-groups = The groups for the key exchange that the client knows, the preferred first.
server-groups = The groups that the server prefers, the preferred first; the client may heed them in its next connection.
point-formats = How points of a curve are written; of TLS 1.2, and there is but one way left.
signature-algorithms = The signatures that this side can check; a certificate whose key makes no such signature is of no use here.
requested-signatures = The signatures that the server can check. A client whose key makes none of these sends no certificate at all.
certificate-signatures = The signatures that this side takes in certificates, where they differ from those of the handshake.
protocols = ALPN: what the client would speak inside, the preferred first.
protocol-chosen = ALPN: what will be spoken inside.
timestamps = Proof that the certificate stands in public logs (Certificate Transparency), or the wish for it; private authorities have none.
certificate-type = Bare public keys may stand in the place of certificates; hardly anybody does it.
padding = Makes the ClientHello longer, because some old boxes choke on certain lengths.
padding-octets = Zeros.
encrypt-then-mac = Makes the old CBC suites safer; it does nothing for the others.
extended-master-secret = Binds the master secret of TLS 1.2 to the whole handshake, so that nobody can stand between two connections with the same secret.
certificate-compression = The ways of compressing certificates that this side can undo.
record-size-limit = The longest record that this side takes.
session-ticket = TLS 1.2: the client shows a ticket of an earlier session, or says that it would like one.
session-ticket-promised = TLS 1.2: the server says that it will hand out a ticket at the end of the handshake.
pre-shared-key = The client names a secret that both have already: by the ticket of an earlier session, or by a name settled outside TLS. It stands last, because the binders go over all that is before them.
pre-shared-key-taken = The server takes that secret, and no certificates are shown in this handshake. If it is of an earlier session, what was verified then still counts.
psk-identity = The ticket, which only the server can read; or the name of a secret that was settled outside TLS.
ticket-age = How old the ticket is, disguised by a number that the server gave along with it; 0 for a secret that was settled outside TLS.
binders = Proof that the client has the secret that it names.
binder-key = The key behind the binder: it comes from the secret of the ticket alone, so whoever makes the binder has that secret.
psk-modes = How the client would use a ticket: psk_dhe_ke adds a fresh key exchange, so that an old secret opens nothing new.
early-data = Data before the handshake is over. Whoever records it can send it again, so it must do no harm twice.
versions = The versions that the client speaks; here it says so, not in the field of that name.
version-chosen = The version that the server chose.
cookie = A note of the server’s that the client hands back, so that the server need not remember.
certificate-authorities = The names of the authorities whose certificates are wanted; an empty list names none. A client with several certificates chooses by them; curl and most others send what they were given all the same.
authority-name = The subject of an authority, without its key: two authorities of the same name cannot be told apart by it.
oid-filters = Extensions that the client’s certificate must have; hardly anybody uses it.
post-handshake = The client may be asked for a certificate later, in the middle of the talk.
key-share = This side’s half of the key exchange: of a client for each group that it offers at once, of a server for the one that it chose. Each side keeps a private half to itself: that one, together with what the other has sent, gives both the same secret. Nobody on the way has a private half, so nobody there can compute it.
group-wanted = The group for which the server wants a share.
share-octets = Made for this handshake alone and forgotten afterwards: whoever steals the certificate’s key later cannot open this connection.
ml-kem-share = The half that withstands quantum computers: a client sends a key, a server a secret enclosed for it.
encrypted-hello = Room for an encrypted ClientHello inside the ClientHello, whose host nobody on the way sees. A browser that has no key for it sends noise of the same form, and from outside nobody can tell.
renegotiation = TLS 1.2: ties a new handshake to the one before it; empty in the first.
grease = A number that means nothing: browsers send it so that servers go on passing over what they do not know.
unused-here = Of no use to HTTP over TLS.
unknown-extension = An extension that is not taken apart here.

## Certificates and signatures

request-context = Tells several requests on one connection apart; empty during the handshake.
certificate-types = The kinds of key that the server takes.
client-certificate-list = The client’s certificate first, then those that lead up to the authority. Empty means: I have none.
bare-key = The public key with its kind, the same that would stand in a certificate: no name, no validity, no issuer.
server-certificate-list = The server’s certificate first, then those that lead up to the authority; the root may be left out, since the client has it.
leaf = The certificate of the one who sends it, who has to prove that they have its key.
issuer = The certificate of whoever issued the one before it.
issuer-root = The certificate of whoever issued the one before it, and signed by its own key: a root. It may be left out, since whoever trusts it has it.
issuer-twin = It bears the name of whoever issued the one before it, and another key has signed that one: of one name there are two authorities.
issuer-elsewhere = The certificate of whoever issued another one of this list, and not the one before it.
certificate-again = The same certificate once more, which is of no use.
stray-certificate = A further certificate, which issued none of the others in this list.
further-certificate = A further certificate; whether it is of whoever issued the one before it is not told here.
certificate-der = The certificate itself; the Inspect room takes it apart.
signature-scheme = With which algorithm it was signed.
signature = Over all that was said so far in this handshake, so it fits no other connection.
exchange-signature = Over both randoms and the server’s half of the key exchange, so it fits no other connection.
secret-hint = What the server says to help the client choose among secrets that were settled outside TLS; often empty.
secret-name = The name of the secret that the client means, settled outside TLS. It goes in clear, so whoever listens can read it.
ocsp-response = What the authority says about this certificate: good, revoked or unknown.

## Key exchange of TLS 1.2, finishing, tickets

named-curve = The curve that the server chose.
server-public = The server’s public key of this handshake.
client-public = The client’s public key of this handshake.
encrypted-premaster = The secret, encrypted for the server’s key: whoever gets that key later opens everything recorded before.
verify-data = A checksum over the handshake, made with a key that only the two have.
ticket-lifetime = How long the ticket is good, in seconds; never longer than 7 days in TLS 1.3.
ticket-age-add = Added to the ticket’s age, so that nobody on the way can tell two visits of one client.
ticket-nonce = Makes each ticket’s secret another one.
ticket = Opaque to the client: a name, or the session itself encrypted for the server.
request-update = Whether the other side shall change its keys too.

## Alerts and what is said inside

alert-level = In TLS 1.2 fatal ends the connection, and after a warning it may go on. In TLS 1.3 without meaning: every alert but close_notify and user_canceled ends the connection.
alert-description = The reason in one number; programs turn it into messages of their own.
close-notify = A goodbye in good order: nothing was cut off, all was said.
compatibility-spec = Does nothing in TLS 1.3. It is sent so that old boxes in between take the connection for one of TLS 1.2.
application-octets = What the application says, as it is.
request-line = Method, target and version of the request.
status-line = The answer in one number and a few words.
empty-line = Ends the head.
http2-preface = The client says that it speaks HTTP/2, in words that a server of HTTP/1.1 refuses.
http2-frame = A frame: whatever is said in HTTP/2 comes in such pieces, and those of several requests may alternate.
http2-stream = Which request it belongs to; 0 is the connection itself.
http2-window = So many octets more the other side may send.
http2-field = A header field, packed by HPACK: often one octet that points into a table which both sides keep.
http2-rest = It began in an earlier record or frame, and is read together with that.
http2-begun = It goes on in a later record or frame, and is read where it ends.
http2-undecoded = It is not unpacked: something before it is missing or was too much, or it is damaged.
body = What the message carries.

## What cannot be read

unread = Octets that should not be here: they are behind the end of what was announced.
cut-short = Fewer octets than this field needs: the message was cut off or its length is wrong.

## The key schedule

shared-secret = What both halves of the key exchange come to. Each side computes it from what the other sent and what it keeps to itself; nobody on the way can.
ticket-secret = The ticket’s own secret (PSK), from resumption_master_secret of the connection that handed it out and from the ticket’s nonce.
early-secret = The start of the key schedule. Without a ticket it is the same in every connection with the same hash.
derived = A step in between, so that no secret stands for two purposes.
early-traffic = For what the client sends before the handshake is over. It comes from the earlier secret (PSK) and the ClientHello alone, so whoever gets that secret later can read it.
next-traffic = The next secret of this side’s records, made of the one before. Whoever gets it cannot compute that one, and what was said before stays closed.
handshake-secret = The shared secret mixed in: from here on both have what nobody else has.
master-secret = What the keys for the talk itself come from.
handshake-traffic = Encrypts what this side says during the handshake, its certificate included.
application-traffic = Encrypts what this side says once the handshake is over.
exporter-secret = For keys outside TLS that both sides may want to derive.
resumption-secret = What the secrets of tickets come from.
write-key = The key with which this side encrypts its records.
write-iv = Mixed with the record’s number, it gives a nonce that never comes again.
write-iv-in-front = Stands before the octets that each record brings along (nonce_explicit); together they are its nonce, which must never come again with this key.
finished-key = The key of the checksum in this side’s Finished.
key-block = All keys of TLS 1.2 in one row, cut into pieces.
