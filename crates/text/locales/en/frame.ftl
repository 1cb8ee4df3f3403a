# The frame around all rooms.
name = Handfast
rooms = Rooms
skip = Skip to the content
create = Create
create-for = Make an authority, and the server and client certificates that it vouches for.
deploy = Deploy
deploy-for = The files for the machine that serves, and the commands that prove it works.
export = Export
export-for = Encrypted bundles for each recipient, and the authority bundle back in.
inspect = Inspect
inspect-for = Drop what you have: certificates, keys, requests, lists, bundles. What it is, what belongs together, what is wrong.
chain = Chain
chain-for = How what you have hangs together, who accepts it and why not, and on which day that changes.
about = About
about-for = What is computed where, what is promised and what is not, and how to check it.

language = Language
theme-system = Colours: as the system has them. Switch to light.
theme-light = Colours: light. Switch to dark.
theme-dark = Colours: dark. Switch to the system’s.

authority = Authority (CA)
server = Server
client = Client
backend = Backend
secret = Secret
fine = Fine
caution = Caution
refused = Refused

status = Status
count-authorities = Authorities: { NUMBER($count) }
count-servers = Servers: { NUMBER($count) }
count-clients = Clients: { NUMBER($count) }
loses-nothing = Nothing made yet. Closing this tab loses nothing.
all-saved = Every key made here has been saved. Closing this tab loses nothing.
passphrases-unseen = Saved bundles with a passphrase that you have not seen yet: { NUMBER($count) }
changes-unsaved = Saved bundles that are out of date: { NUMBER($count) }
authority-unsaved = Authority not saved yet
unsaved = Private keys not saved yet: { NUMBER($count) }
save-authority = Save authority bundle
go-export = Go to Export
offline = Works offline
nothing-sent = Nothing sent
prove = How to check
worker-starting = The part that computes is being loaded.

cancel = Cancel
close = Close
copy = Copy
copy-of = Copy: { $what }
save = Save
save-of = Save: { $what }
show-more = Show { NUMBER($count) } more
clear-all = Clear all { NUMBER($count) }
shown = { NUMBER($shown) } of { NUMBER($total) } shown
progress = { NUMBER($done) } of { NUMBER($total) }
working = Working…

said-set = Authority made. Certificates below it: { NUMBER($count) }.
said-issued = Certificates issued: { NUMBER($count) }.
said-copied = Copied.
said-saved = “{ $name }” handed to the browser’s downloads.
said-saved-all = { NUMBER($count) } files handed to the browser’s downloads.
said-renamed = Renamed.
said-over = Set forgotten.
said-bundles = Bundles made, opened again and compared: { NUMBER($count) }.
said-unpacked = Opened. Files that can be saved: { NUMBER($count) }.
said-opened = Authority opened. Certificates below it: { NUMBER($count) }.
said-removed = “{ $name }” removed from the set.
said-listed = Revocation list { $number } signed: save it and install it on the servers.
said-cancelled = Stopped. What was there before is unchanged.

ask-remove = Remove “{ $name }”?
ask-remove-why = Its private key is forgotten unless it has been saved. The certificate itself stays valid until { $day } wherever a copy exists; removing it here does not revoke it, and the authority’s record keeps it.
ask-remove-do = Remove it
ask-remove-revoked-why = It stays revoked: every further revocation list names it.
ask-revoke = Revoke “{ $name }” for good?
ask-revoke-why = This cannot be undone. The certificate stays here, marked, and its private key is forgotten; a server refuses it once the new revocation list is installed there. Removing would only take it off these cards.
ask-revoke-do = Revoke it
ask-start-over = Forget this set and start over?
ask-start-over-why = The form keeps its values.
ask-start-over-do = Forget the set
ask-key = Save the private key of “{ $name }” unencrypted?
ask-key-why = Whoever reads the file can act as “{ $name }”. The encrypted bundles in Export carry the same key under a passphrase.
ask-key-authority-why = Whoever reads the file can issue certificates that everyone who trusts “{ $name }” will accept. The authority bundle in Export carries the same key under a passphrase.
ask-key-do = Save the key unencrypted
ask-opened = Save “{ $name }” unencrypted?
ask-opened-why = Whoever reads the file has the private key or the passphrase in it and can act as its owner. Save it where nobody else reads, and delete it when it is no longer needed.
ask-opened-do = Save it unencrypted
ask-replace = Put the opened authority in the place of this set?
ask-replace-why = { $count ->
    [0] A passphrase that you have not kept and what has changed since the bundles were saved will be gone for good.
   *[other] Private keys that have not been saved and will be gone for good: { NUMBER($count) }.
}
ask-replace-do = Replace the set
ask-again = Make a new set in the place of this one?
ask-again-why = The new authority is another one, even under the same name: who trusts this one will not trust the new one.
ask-again-do = Make a new set
keep = Keep it
