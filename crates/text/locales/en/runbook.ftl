# The runbook: every step from the machine to a partner's first call. On the page, and as RUNBOOK.md in the server's bundle.

file = every step from the machine to the first call, with what must come of it
title = Runbook for { $service }
what = Every step from the machine to a partner’s first call, with your own values. Go from top to bottom, and compare what you see with what stands here.
done = Done
expect = You should see: { $what }
otherwise = If it differs
console = The same in the Google Cloud console
where-here = On your computer
where-machine = On the machine
where-client = In a folder with the files of a client’s bundle, on a computer that may call

## The machine
machine = The machine and its name
machine-why = What callers reach: an address, a name for it, and a port in the firewall.
address = Find the machine’s address
address-gcloud = Its external address, under which the internet reaches it.
address-gcloud-1 = Open Compute Engine, then VM instances (https://console.cloud.google.com/compute/instances), and choose the project { $project }.
address-gcloud-2 = In the row of { $instance }, zone { $zone }, copy the address under “External IP”.
address-expect = one address, such as 203.0.113.10
address-none = Nothing is printed: the instance has no external address, or it is stopped.
    .try = Start it, or give it one: in the console open the instance, choose Edit, then its network interface.
address-moves = The address was another one yesterday: an ephemeral address changes when the instance is stopped.
    .try = Reserve it as a static address: VPC network, IP addresses, Reserve.
address-ssh = The addresses that the machine itself knows.
address-ssh-expect = the address under which callers reach it is among them
address-private = Only addresses such as 10.x.x.x or 192.168.x.x are printed: the machine stands behind another one that forwards to it.
    .try = Ask who runs the network for the address outside, and have port { $port } forwarded.
address-unsaid = Note the address under which callers reach the machine; its provider’s page shows it.
dns = Point the name to it
dns-what = Where the domain is managed, make an A record (AAAA for an IPv6 address) with the machine’s address for: { $names }
dns-console-1 = If the domain is in Cloud DNS: open Network services, then Cloud DNS, and the domain’s zone.
dns-console-2 = Choose “Add standard”, enter the name { $name }, the type A and the machine’s address, and create it.
dns-console-3 = If the domain is elsewhere, make the same record on its registrar’s page.
dns-expect = the machine’s address, and no other
dns-none = Nothing is printed: there is no such record, or it has not spread yet.
    .try = Compare the record’s name letter by letter and wait as long as its TTL says. Until then every call works with --resolve { $name }:{ $port }:ADDRESS.
dns-other = Another address is printed: an older record is still there.
    .try = Change that record instead of adding one, and wait as long as the old TTL was.
firewall-gcloud-1 = Open VPC network, then Firewall, and choose “Create firewall rule”.
firewall-gcloud-2 = Name and target tag: { $rule }. Direction: ingress. Source ranges: { $callers }. Protocols and ports: { $ports }.
firewall-gcloud-3 = Open the instance { $instance }, choose Edit, and add the network tag { $rule }.
firewall-gcloud-4 = Leave “Allow HTTPS traffic” unticked: it opens port 443 to everybody.
firewall-expect = the rule, with your callers’ ranges and nobody else’s
firewall-open = Another rule lets 0.0.0.0/0 in, such as default-allow-https with the tag https-server.
    .try = Take that tag off the instance, unless everybody is meant to reach it.
firewall-timeout = A caller’s call ends with “Connection timed out” (curl 28): the firewall does not know that caller’s address.
    .try = Ask the caller from which address they call, and add it to the rule.

## Bringing it there
bring = Bring the files there and install them
bring-why = { $archive } is the server’s bundle, as Export saves it.
bring-unsaid = Copy { $archive } to the machine as you copy other files there, into a folder that nobody else reads, and log in.
copy-expect = the file’s name and 100%
copy-refused = “Permission denied (publickey)”: the machine does not know your key.
    .try = Name the right private key file in Deploy, or have your public key added to ~/.ssh/authorized_keys there.
copy-timeout = “Connection timed out”: the machine’s firewall does not let you in on its SSH port.
    .try = Open that port for your address alone, or start where the machine is managed: Google’s console has a button SSH in the instance’s row.
enter-expect = the machine’s prompt
enter-host-key = ssh warns that the host’s key has changed.
    .try = Find out why before you go on: a machine made anew has a new key, and so has somebody in between.
install-expect = “{ $done }”
install-stopped = The script stops and names a reason.
    .try = Everything is as it was before. Follow its second sentence, and start it again.
install-twice = It says that everything is in place already.
    .try = Nothing is wrong: a second run changes nothing.

## The backend
backend = The backend answers
backend-why = nginx passes on what it lets in. If nobody stands behind it, callers get 502.
backend-runs = See that the backend runs
backend-runs-expect = active
backend-failed = “failed” or “inactive” is printed.
    .try = Read why it ended, mend it, and start it again:
backend-direct = Ask it directly, past nginx
backend-direct-expect = HTTP 403 and “This request did not come through the server that verifies clients.”
backend-direct-meaning = The refusal is right: nobody vouches for you here. The backend answers callers only when nginx has verified them.
backend-direct-refused = “Connection refused” (curl 7) or no such socket: the backend does not listen there.
    .try = Go back to the step before.
backend-direct-hello = It greets you: something else than this bundle’s app.py listens there.
    .try = Find it and end it, or choose another port in Deploy:
backend-own = Ask your backend directly, from the machine
backend-own-expect = the answer of your backend, whichever it is
backend-own-refused = “Connection refused” or a time-out: the backend does not listen at { $backend }, or a firewall is between.
    .try = Start it, and compare its address with the one in Deploy.

## nginx
nginx = nginx listens
nginx-why = install.sh has started it. These commands show that it runs with this configuration.
nginx-test = Have nginx check its configuration
nginx-test-expect = “syntax is ok” and “test is successful”
nginx-test-refused = nginx names a file and a line.
    .try = If nobody edited that file, unpack the bundle again and run install.sh; it puts back what was changed.
nginx-runs = See that it runs
nginx-runs-expect = active
nginx-failed = “failed” or “inactive” is printed.
    .try = Read why, mend it, and start it again. “Address already in use” means that another program has the port:
nginx-resumption = See that CVE-2025-23419 is mended
nginx-resumption-why = In older nginx a TLS session of another site on the same machine could pass for one with a client certificate. Distributions mend that without a new version number.
nginx-resumption-expect = a line that names CVE-2025-23419
nginx-resumption-none = Nothing is printed: the package is older than the repair.
    .try = Upgrade it:

## Checks
checks = Mutual TLS works, and really is on
checks-why = One call that succeeds proves nothing about refusals. Only all of these together do.
check-script = Make all checks at once
check-script-expect = “{ $done }”
check-script-failed = A line says “failed”.
    .try = The line after it says what to try. The single calls below show the same by hand.
check-name = “Could not resolve host” (curl 6).
    .try = Go back to the step about the name.
check-nobody = “Connection refused” (7) or “Connection timed out” (28).
    .try = Refused: nginx does not listen. Timed out: a firewall is in the way. Go back to those steps.
check-untrusted = “SSL certificate problem” (60) although --cacert is given.
    .try = ca.crt and the server’s certificate are of two different sets, or the name in the address is not in the certificate. Install the bundle that belongs to this client’s.
check-gateway = HTTP 502 or 504.
    .try = nginx let you in, and the backend does not answer. Go back to the steps about the backend.
check-log = HTTP 400 with your own certificate.
    .try = nginx tells why in its error log at level info, and nowhere else:

## Handing over
hand = Hand over to each caller
hand-why = Each caller gets a bundle of its own, with its own key. Never give two callers the same one: you could revoke only both.
hand-save = Save each client’s bundle in Export
hand-save-what = Say there who will open it: that decides which files are inside and what the README explains.
hand-send = Send the file one way and the passphrase another
hand-send-what = For instance the ZIP by mail and the passphrase by telephone. Nobody else needs either.
hand-address = Tell them the address { $url }, and ask for theirs if the firewall is to let them in.
hand-first = See their first call arrive
hand-first-expect = a line with “SUCCESS” and the caller’s subject
hand-first-none = There is no line of theirs: the call did not reach nginx.
    .try = Ask for curl’s message and its number; the step about checks says what each means.
hand-first-refused = The line has another word than SUCCESS.
    .try = “NONE” means that no certificate was sent; “FAILED” with a reason, that it was refused. The README of their bundle shows the call.

## Keeping it going
keep = Keep it going
keep-why = Certificates end on a day that is known today. Whoever has it in a calendar is never surprised.
dates = The days on which something ends
dates-what = What
dates-when = Ends
dates-unmade = No certificate is made yet; the days follow once it is.
ends-server = Server { $name }
ends-client = Client { $name }
ends-clients = { NUMBER($count) } clients; the first of them
ends-authority = Authority { $name }: then everything
ends-list = Revocation list: then everybody is refused
renew-server = Renew the server’s certificate in time
renew-server-what = Open the authority’s bundle in Export, issue another server in Create, export its bundle and install it as above: two weeks ahead is early enough. install.sh replaces the files and reloads nginx without breaking a call.
renew-client = Renew clients in time
renew-client-what = Issue a new client in Create and hand its bundle over. The old certificate stays good until its day, so nobody has to switch at midnight.
renew-list = Sign the next revocation list in time
renew-list-what = On the authority’s card in Create, before the day above and whenever a client is revoked. Copy client-ca.crl to the machine, and there:
renew-list-expect = no message; then the next check with a good certificate still succeeds
renew-list-everybody = Everybody is refused with HTTP 400, and the error log says “CRL has expired”.
    .try = Sign a new list and put it in place; nothing else helps.
quiet = Make the log quiet once all works
quiet-what = The error log is at level info, so that refusals can be understood. Set “error_log … notice;” in { $path } when they no longer matter, and reload.
