# The Create room.
form-label = What the set shall be
services = Server: names and IP addresses
services-hint = Every name and address under which clients will reach the server. Enter or a comma adds one; a pasted list becomes many.
services-empty = api.example.com
service-remove = Remove { $name }
services-chosen = Names and addresses of the server
clients = Clients
clients-hint = One certificate for each. A pasted list of names becomes many clients.
client-name = Name of client { NUMBER($number) }
client-name-empty = partner-1
client-remove = Remove client { NUMBER($number) }
client-more = E-mail, SPIFFE ID
client-email = E-mail
client-uri = URI or SPIFFE ID
client-uri-empty = spiffe://example.com/partner-1
add-client = Add a client

more = More choices
subject = Subject, besides the name
organization = Organisation (O)
unit = Organisational unit (OU)
country = Country (C)
country-hint = Two letters, as in KR or GB
authority-name = Name of the authority (CN)
authority-name-hint = Left empty, it becomes a unique name made from the first service.
key-and-lifetime = Key and lifetime
algorithm = Key type
lifetime = Lifetime in days, or its last day as in 2027-11-23
lifetime-ends = Until { $day }.
lifetime-lasts = { $days ->
    [one] { NUMBER($days) } day from now.
   *[other] { NUMBER($days) } days from now.
}
lifetime-starts = { $ends } Every certificate begins { NUMBER($minutes) } minutes before it is made, for machines whose clocks run behind.
about-p384 = For rules that ask for 384 bits; slower to sign.
about-rsa2048 = For old systems. The smallest RSA still allowed.
about-rsa3072 = For old systems with 128-bit rules. Takes about half a second.
about-rsa4096 = For rules that name it. Takes seconds to make, and each handshake longer.

make = Make the set
make-again = Make a new set
making = Making the set
mend-first = Fields that need attention first: { NUMBER($count) }.

empty = One press makes a working set
empty-why = An authority, a certificate for the server and one for each client, each with its private key. The values in the form will do to begin with; everything stays in this tab until you save it.
or-open = There is an authority bundle already? Open it and go on.
sketch = An authority on top; lines lead to a server and to a client.

set = The set
issued-count = Certificates issued: { NUMBER($count) }
next = Next: the files for the server
issue-clients = Issue more clients
many = Many at once
issue-server = Issue another server
start-over = Start over
no-authority-key = The authority’s key is not here, so nothing more can be issued.
subject-empty = empty; the names stand in the SAN
subject-name = Subject
names = Names (SAN)
valid-span = { $from } to { $to }
days-left = { $count ->
    [0] ends today
    [one] { NUMBER($count) } day left
   *[other] { NUMBER($count) } days left
}
expired = expired
today-is = marks today, { $day }
span = Valid from { $from } to { $to }
serial = Serial number
fingerprint = SHA-256 fingerprint
key-here = Private key: here, not saved
key-saved = Private key: here and saved
key-gone = Private key: not here
copy-pem = Copy PEM
save-pem = Save PEM
save-key = Save key unencrypted…
rename = Rename
rename-label = Name in this workbench and in file names
rename-hint = The certificate itself stays as it is.
rename-do = Rename
remove = Remove…
revoke = Revoke…
revoked-on = Revoked { $day }
list = Revocation list (CRL) { $number }: { NUMBER($count) } revoked.
    .try = Good until { $day }; after that each server that uses it refuses everybody.
list-none = There is no revocation list (CRL) yet.
    .try = A server that uses one refuses who is on it, and everybody once it has run out.
list-old = The revocation list (CRL) has run out, or lacks what was revoked since.
    .try = Sign a new one and install it.
list-sign = Sign for { NUMBER($days) } days
list-copy = Copy list
list-save = Save list
of-item = { $action }: { $name }

more-clients = More clients from this authority
more-server = Another server from this authority
issue = Issue
issuing = Issuing

openssl = The same with openssl
openssl-why = These commands make this very set anywhere: all fields but key, serial number and signature come out the same.
openssl-show = Show the commands
openssl-rendering = Writing the commands
