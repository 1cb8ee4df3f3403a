# The Chain room: what the drawing says, the verdicts side by side, the steps, the time line.

## The drawing
place-root = root, self-signed
place-authority = authority
place-leaf = leaf
trusted = trusted
cross-signed = cross-signed
revoked = revoked { $since }
issuer-missing = issuer not here: { $issuer }
twin-name = same name as { $other }, another key
twin-key = same key as { $other }, another name
twin-again = same name and key as { $other }: renewed or cross-signed
in-a-circle = one of { NUMBER($count) } that signed each other in a circle
span = { $from } to { $to }
edge-proven = { $issuer } issued { $subject }: its key has signed it.
edge-claimed = { $subject } names { $issuer } as its issuer; the signature cannot be verified here.
edge-refuted = { $subject } names { $issuer } as its issuer, but this key has not signed it.

## The verdicts
summary = Certificates: { NUMBER($certificates) }, revocation lists: { NUMBER($lists) }.
judged = Judged as of { $moment }.
judged-as-client = For a client, shown to a server.
judged-as-server = For a server, whatever its name.
judged-as-server-of = For a server that is called { $name }.
rules-accept = By the rules (RFC 5280) the chain is good.
rules-refuse = By the rules (RFC 5280) it is refused. { $words }
at-certificate = “{ $name }”: { $words }
openssl-accepts = OpenSSL accepts it, as nginx would with ssl_verify_depth { NUMBER($depth) }.
openssl-refuses = OpenSSL, as in nginx, refuses it with error { $number }: { $words }.
    .try = The steps below name the rule and what mends it.
webpki-accepts = webpki, as in rustls and handfast-gateway, accepts it.
webpki-refuses = webpki, as in rustls and handfast-gateway, refuses it: { $words }
curl-accepts = curl accepts it.
curl-refuses = curl refuses it with OpenSSL’s error { $number }: { $words }.
    .try = The steps below name the rule and what mends it.
why-they-differ = Why they differ
nothing-to-judge = There is no certificate here that could be judged.
    .try = Drop a leaf with the authorities above it, as a chain file for instance.
nothing-trusted = Nothing here is trusted, so no chain can be accepted.
    .try = Add the root, or mark a certificate as trusted.

## The steps
path = Path { NUMBER($number) }: { $names }
path-quiet = Certificates at which every step passed: { NUMBER($count) }.
path-more = There are more paths than are tried; those that lead furthest are shown.
step = Step
outcome = Outcome
passed = passed
not-asked = not asked
doubtful = programs differ: { $words }
failed = fails: { $words }

## The time line
list-of = CRL of { $issuer }
without-end = without an end
begins = { $title } begins.
ends = { $title } ends.
all-accept = All accept.
accepted-by = Accepted by { $names }.
stays-until = That stays so until { $moment }.
from-then = From { $at }

## What is asked
asked = What is judged
aim = What the certificate is for
aim-client = a client, shown to a server
aim-server = a server
server-name = Name that is called
server-name-hint = As in the address that callers use; empty leaves the name aside.
depth = ssl_verify_depth of nginx
depth-hint = How many authorities may stand between the leaf and the root.
with-lists = Ask the revocation lists that are here
nothing = There is nothing to draw yet
nothing-why = Make a set in Create, or drop certificates in Inspect: what is there is drawn and judged here at once.

## The drawing, on the page
drawing = Chain
drawing-help = Arrow up leads to the issuer, arrow down to what was issued, left and right to the neighbours.
larger = Larger
smaller = Smaller
save-svg = Save SVG
save-png = Save PNG
judged-one = judged
judge = Judge this certificate
trust = Trust it
distrust = No longer trust it
closer = Look closer
links = Signatures

## The time line, on the page
time = Time line
time-help = Move the slider: everything, in Inspect too, is judged at its moment.
moment = Moment
day = Day
now = Back to now
elsewhere = Judged at { $moment }, not now.
changes = What changes, and when
verdicts = Verdicts
paths = Every path, step by step
judging = Judging the chain
