# The Inspect room.
choose = Choose files
drop = Or drop them here: PEM, DER, .p12, .p7b, ZIP, Kubernetes secrets, several at once.
paste = Paste text
passphrase = Passphrase for what is closed
open = Open with it
looking = Looking at it
forget = Forget everything
things = What there is
findings = Findings
save = Save the report (JSON)
reveal = Show the key
tree = ASN.1
octets = Octets
copy-hex = Copy octets
nothing = There is nothing to look at yet
nothing-why = Drop files or paste text, whatever it is called: what it holds, what belongs together and what is wrong with it is told here. It stays in this tab. A set made in Create can be looked at as well.
made = With what was made on this page
