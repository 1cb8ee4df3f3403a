# The Export room.
nothing = Nothing to export yet
nothing-why = Make a set first, or open an authority bundle that was saved earlier.
nothing-do = Go to Create
make-all = Make all bundles
save-all = Save all bundles
bundles = Bundles
bundles-why = One encrypted file for each recipient. Each has its own passphrase; only the authority bundle ever holds the CA key.
recipient-server = For the machine that serves
recipient-client = For this client alone
recipient-authority = For the safe
purpose-server = Certificate chain, private key, the CA that clients are checked against, nginx.conf and the backend.
purpose-client = Key and certificate in the form that its recipient opens, a ready call or the steps on their system, and a README.
purpose-authority = The CA certificate, the encrypted CA key and the record of what was issued. With it you can add a partner later; without it you start over.
recipient = Who opens it
no-keys = { $count ->
    [one] The private key of { NUMBER($count) } certificate is not here, so no bundle can be made for it: { $names }
   *[other] The private keys of { NUMBER($count) } certificates are not here, so no bundles can be made for them: { $names }
}
    .try = Whoever still has the key needs nothing; for whoever lost it, issue a new certificate in Create. The certificates themselves can be saved there again.
contents = What is inside
contents-count = { $count ->
    [one] { NUMBER($count) } file
   *[other] { NUMBER($count) } files
}
bytes = { NUMBER($count) } bytes
kibibytes = { NUMBER($count) } KiB
names-readable = Names inside a ZIP can be read without the passphrase, so they tell nothing.
passphrase = Passphrase
passphrase-of = Passphrase for { $name }
passphrase-unset = One is generated when the bundle is made
passphrase-hidden = Hidden
reveal = Reveal
hide = Hide
copy = Copy passphrase
generate = Generate a new one
own = Use my own
own-label = Own passphrase
own-hint = It alone protects the file. The ZIP format slows a guess down very little, so it has to be long.
own-strong = Found in { $time } on average, by an attacker with much hardware. Strong enough.
own-judging = Judging
other-way = Send it by another way than the file: by phone, say, if the file goes by mail. It is kept nowhere.
other-place = Keep it in another place than the file: in a password manager, say. The page keeps it nowhere, and without it nobody can open the bundle again.
seal = Make the bundle
sealing = Making the bundle, opening it again and comparing
sealed = Made, opened again and compared
save = Save the bundle
saved = Saved
file = File
file-size = Size
file-sha256 = SHA-256 of the file
how-to-open = How to open it
for-name = { $action }: { $name }

reopen = Open an authority bundle
reopen-why = The file and its passphrase bring the authority back, and everything goes on: add a partner, renew a server.
reopen-limits = Keys of servers and clients are not in it. Their certificates can be saved again; whoever lost a key needs a new certificate.
choose-file = Choose an authority bundle (.zip)
drop-file = Or drop it here.
open-passphrase = Its passphrase
open = Open it
opening = Opening it
outdated = Something has changed since this bundle was saved. Make it and save it again.
former-passphrase = The passphrase of the file saved before
