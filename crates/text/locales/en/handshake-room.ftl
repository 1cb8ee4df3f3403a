# The Handshake room: what is played, how it ended, what was sent.

of-yours = Played with the certificates that were made on this page; what is wrong on purpose is made for this one play.
of-your-authority = Played under your own authority. The server’s or the client’s key is not here, so a certificate for it was made for this play.
of-an-example = No set with its keys is here, so an example was made for this play. Make a set in Create to see your own.
recorded = Taken apart as it was recorded.
recorded-from-openssl = Recorded from real openssl programs, because the page’s own libraries cannot play it; the prediction is for certificates of your own, or of an example, with the same fault.
from-to = { $client } called { $server }.
from-to-again = { $client } called { $server } ({ $place } of { $count } between these two).
rule-of = Rule: { $rule }.
recorded-alert = The { $side } ended it with the alert { $alert }.
further-connections = { $count ->
    [one] One more connection of this recording is not shown.
   *[other] { NUMBER($count) } more connections of this recording are not shown.
}
    .try = Save those that you look for alone, in Wireshark by “Export Specified Packets”, and open that file.
connections-without-tls = { $count ->
    [one] One connection of this recording carries no TLS and is not shown.
   *[other] { NUMBER($count) } connections of this recording carry no TLS and are not shown.
}
    .try = To see what was said there, save it alone with “Export Specified Packets” of Wireshark and open that file.
found-in-all = In every connection that is shown: { $problem }
    .try = { $remedy }
found-in = { $count ->
    [one] In the connection of { $which }: { $problem }
   *[other] In { NUMBER($count) } of the connections, those of { $which }: { $problem }
  }
    .try = { $remedy }
completed = For the { $side } the handshake is complete, and everything was said.
stopped = The { $side } ended it while reading { $step }, without an alert.
stopped-with = The { $side } ended it while reading { $step }, with the alert { $alert }.
told = The { $side } was told { $alert } while it waited for { $step }.
left-waiting = The { $side } went on waiting for { $step }: the other side went away.
not-tls = The { $side } spoke no TLS.
agreed = Agreed on: { $version }, { $suite }.
side-client = client
side-server = server
backend-asked = The server asks the backend: { $line }
backend-answers = The backend answers: { $line }
backend-silent = No backend answers, and the server says so itself.
octets = { $count ->
    [one] one octet
   *[other] { NUMBER($count) } octets
  }
encrypted = encrypted: nobody on the way can read it
in-clear = in clear: everybody on the way can read it
signed = What is signed
signature-fits = The signature fits the key that was shown.
signature-differs = The signature does not fit the key that was shown.
checksum-fits = The checksum over everything before is right.
binder-fits = The binder is right: whoever sent this has the secret of the ticket, and everything before the binders is as it was sent.
binder-differs = The binder is wrong: whoever sent this has not the secret of the ticket, or something before the binders was changed.
checksum-differs = The checksum over everything before is wrong.
recompute = The same with openssl
schedule = What both sides compute now: { $count ->
    [one] one value
   *[other] { NUMBER($count) } values
  }
raw = The record as sent
raw-spread = The message is spread over { $count } records; they stand one behind the other.
raw-shared = One record for several messages: { $names }.
raw-shared-by-many = One record for { $count } messages; the first are { $names }.
raw-opened = The octets beside are those that were sent. What stands below ciphertext is what they say once they are opened with the key: each octet keeps its place.
raw-closed = It was not opened, so nobody can say here what is inside.
raw-too-many = Of this recording the first { $count } records are shown as they were sent, and this is not among them.
raw-part = octets { $from } to { $to } of { $count }
schedule-begins-later = The key schedule begins with early_secret and handshake_secret, which are not shown here. The second takes what the key exchange came to, and when a session is taken up the first takes its own secret (PSK); a key log has neither.

## What a link or a file cannot have shown
link-recording = The link leads to a recording, and recordings stay on the machine on which they were opened.
    .try = Open the same file here (“Open a recording”); until then “{ $title }” is on show.
link-scenario = The link names a scenario that is not here.
    .try = “{ $title }” is on show instead; choose another one from the list.
link-message = The link names a message that is not here: this handshake has no connection, or no message, of that number.
    .try = “{ $title }” is on show from its first message; choose another one there.
key-log-alone = A key log has the secrets of connections and nothing of what was sent, and no recording is open that these would be for: { $names }.
    .try = Open the recording of these connections as well (pcapng or pcap); the key log is remembered until then.
not-taken = “{ $title }” was opened, and these files that were given with it were not: { $names }.
    .try = Open them one by one: one recording is shown at a time.
too-large = “{ $name }” has { NUMBER($size) } MiB, more than the { NUMBER($limit) } MiB that are read here.
    .try = Save the connections that you look for alone, in Wireshark by “Export Specified Packets”, and open that file.
too-many-files = Of files that are given at once eight are read, and these were not: { $names }.
    .try = Give them again, eight at most.
ends-otherwise = With these certificates, at the time that is chosen, this ends otherwise than the words above say.
    .try = Who stopped it and why stands below; if another time is chosen in Chain, choose “Back to now” there.
key-log-empty = “{ $name }” has no line with a secret, as a key log that nothing has been written to yet.
    .try = Look whether the program that SSLKEYLOGFILE is set for writes one at all (curl and browsers do, openssl with -keylogfile; nginx and Java by themselves do not), call once more while recording, and open both together.
key-log-unusable = “{ $name }” looks like a key log, and none of its lines is as they are: a label in capitals (CLIENT_RANDOM and others), the ClientHello’s random and the secret, both in hexadecimal digits.
    .try = Open the file as the program wrote it. Lines of the old form, which begin with RSA, are of no use here: have a newer program write the file while recording.
with-key-logs = Key logs that were looked into for its secrets: { $names }.

## What the programs do with the same
where-it-is-seen = Where
what-is-seen = What it says
taken = takes the configuration
row-alert = TLS alert
alert-of-nginx = { $alert }, sent by nginx
alert-of-gateway = { $alert }, sent by the gateway
alert-of-curl = { $alert }, sent by curl
status-and-title = { $status }, and the page: { $title }
no-answer = no answer
not-written = not written at this level of error_log
exit-code = exit code { $code }
stricter = Here nginx and curl differ from the handshake above: rustls lets it through, and they do not.
laxer = Here nginx and curl differ from the handshake above: rustls ends it, and they let it through.
other-offer = curl was given another offer than the client above: its --http2 offers http/1.1 as well, and nginx takes that. nginx ends the handshake of a client that offers h2 alone with no_application_protocol (120).
of-the-gateway = With the Handfast gateway in nginx’s place
taken-by-gateway = can be read, and the gateway starts with it; what “handfast-gateway check” finds in dates, names and lists is not told here
caller-reads = The caller reads
log-of-gateway = Log
reason-of-gateway = Reason in the log
models-of-gateway = Predicted from these files and this command: the gateway { $gateway } by its own code, curl { $curl } and OpenSSL { $openssl } by models, which are compared with the programs.
models = Predicted from these files and this command by models of nginx { $nginx }, curl { $curl } and OpenSSL { $openssl }, which are compared with the programs.
command = The command, on the machine of nginx
configuration = The configuration

## What was chosen in Deploy
as-deployed = As chosen in Deploy
deployed-with = With the client’s certificate
deployed-without = Without a certificate
deployed-stranger = With a stranger’s certificate
deployed-revoked = With a certificate that is revoked
deployed-with-lesson = The call of Deploy that has to come through, read out of the files that Deploy renders: versions, suites, ports, paths and lists are those that you chose.
deployed-without-lesson = The call of Deploy that shows nothing. Where every request needs a certificate it is refused; where some paths need one, the handshake is completed and the path refuses.
deployed-stranger-lesson = The call of Deploy with a certificate that somebody made for themselves. The service’s authority did not sign it; and as openssl makes it, it calls itself an authority, which rustls looks at first.
deployed-revoked-lesson = The client’s certificate as if you had revoked it: the revocation list of this play names it, and nothing is recorded. Without a list in Deploy nobody notices.
nothing-deployed = What is chosen in Deploy has not been rendered yet.
    .try = Wait a moment; if it stays so, look into Deploy for a field that is marked.
not-enacted = This call does not come to a handshake that the lab can play. What comes of it is predicted below.
one-version-allowed = The TLS settings allow one version alone, so no other is played beside it.
judged-afterwards = The gateway looks at a certificate once the handshake is through, so it is completed with everybody, and who is refused reads why. The rules for paths and the revocation lists come in there, and so does the prediction.
refused-in-http = nginx completes the handshake with a bad certificate or none as well, and refuses in HTTP; the lab’s rustls refuses with an alert where a certificate does not hold, or is missing and required. The prediction tells what nginx does.
names-not-kept = With these choices nginx does not tell whose certificates it takes; the lab’s server tells it all the same, in CertificateRequest.
frames-not-played = Both offer HTTP/2 in ALPN and agree on it. Its frames are not played: after a handshake that both complete they say goodbye.
set-called = Called
set-no-name = none: the call is by address
set-suites = Cipher suites
set-groups = Groups
set-clients = Client certificates
set-required = required of everybody
set-optional = asked for, and required by some paths
set-unchecked = not checked
set-asks-gateway = asked for in the handshake, judged after it
set-authorities = Trusted authorities
set-depth = Authorities in between at most
set-lists = Revocation lists

## The test kit
kit = Test kit
kit-purpose = Client certificates that a server must refuse, and two that it must let in, with a script that tries each against your server.
make-kit = Make and save the test kit
making-kit = Making the test kit
kit-no-set = It is made under your own authority: make a set in Create, or open the authority bundle in Export.
kit-passphrase = Passphrase of the kit
copy-passphrase = Copy the passphrase
kit-unpack = Unpack the file with 7-Zip, Keka or bsdtar on a machine that reaches the server. It asks for the passphrase.
kit-list = Install client-ca.crl from the kit on the server: it is your authority’s newest revocation list, and without it the revoked certificate is let in.
kit-run = Run “sh matrix.sh” in the folder. It tries each certificate and says what differs from the prediction.
kit-certificate = Certificate
kit-recorded = What your authority issued for the kit lives for a day, has “Handfast trial” in its name, and stands in the authority’s record. Save the authority bundle again, so that the record is kept.
kit-without-key = The authority’s key is not here, so nothing can be issued for a kit.
    .try = Open the authority bundle in Export, and make the kit then.
kit-unwritable = { $host } cannot stand in a script.
    .try = Make a set for a host name or an address.

## The whole catalogue
play-all = Play the whole catalogue
playing-all = Playing the whole catalogue
round = The whole catalogue
round-done = { $count } scenarios: { $through } come through, { $stopped } are stopped. A warning sign stands where nginx and curl come to something else than the handshake or to an error behind it, and where one side is let in unchecked.
round-scenario = Scenario
round-end = Who stopped where
round-seen = Alert, and what curl sees of nginx
round-rule = Rule
round-through = comes through
round-stopped = { $side }, reading { $step }
round-recorded = { $end } (recorded)
back-to-round = Back to the whole catalogue

## The page
name = Handshake
purpose = A real handshake of your own certificates, played in this page: every message, every octet, and why it fails.
scenarios = Scenarios
prediction = What the real programs do
again = Play it again
record = Open a recording
record-what = pcapng or pcap, with its secrets inside or its key log beside it; a handshake in clear needs neither.
further-octets = { $count ->
    [one] One further octet is shown where this message alone is open.
   *[other] { NUMBER($count) } further octets are shown where this message alone is open.
}
sequence = Messages
before = Previous
next = Next
fields = Fields and octets
first-connection = First connection
second-connection = Second connection, which takes up the session of the first
playing = Playing the handshake
beside = TLS 1.2 beside 1.3
one-version = One version alone
run = Go through it
run-stop = Stop here
open-all = Open all
open-one = One at a time
save-png = Save as PNG
