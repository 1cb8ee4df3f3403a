# The files for the machine: comments inside them, READMEs, checks, and what is wrong with a choice.

## What is wrong with a choice
folder-empty = There is no base folder yet.
    .try = Enter the folder on the server below which everything will stand, such as /mtls-demo.
folder-relative = The base folder “{ $typed }” does not begin with a slash.
    .try = Enter the whole path from the root, such as /mtls-demo.
folder-segment = The base folder “{ $typed }” contains “{ $part }”.
    .try = Write the path without “.”, “..” and double slashes, so that it names one place only.
folder-system = The base folder “{ $typed }” belongs to the system.
    .try = Choose a folder of its own, such as /mtls-demo or /srv/mtls, so that no file of another program is replaced.
folder-space = The base folder “{ $typed }” contains a space, which cannot be written safely into every file and command.
    .try = Use letters, digits, and the marks - _ . + @ between the slashes.
folder-character = The base folder “{ $typed }” contains “{ $character }”, which cannot be written safely into every file and command.
    .try = Use letters, digits, and the marks - _ . + @ between the slashes.
folder-long = The base folder “{ $typed }” is longer than { NUMBER($limit) } bytes.
    .try = Choose a shorter path, such as /mtls-demo.
address-unreadable = “{ $typed }” is neither an IPv4 nor an IPv6 address.
    .try = Enter an address of the server such as 192.0.2.10, or leave the field empty to listen on all of them.
address-zone = The address “{ $typed }” has a zone after the percent sign, and nginx cannot listen on such an address.
    .try = Enter an address without a zone, or leave the field empty to listen on all addresses.
address-not-listenable = No server can listen on “{ $typed }”, because it is a multicast or broadcast address.
    .try = Enter an address of the server itself, or leave the field empty to listen on all of them.
port-unreadable = “{ $typed }” is not a port.
    .try = Enter a number from 1 to 65535 in digits alone, such as 8443.
backend-empty = There is no address for the backend yet.
    .try = Enter where it runs, such as http://127.0.0.1:8080.
backend-scheme = The backend’s address “{ $typed }” begins with neither http:// nor https://.
    .try = Write it like http://127.0.0.1:8080.
backend-path = The backend’s address “{ $typed }” has a path or a query.
    .try = Give host and port alone, such as http://127.0.0.1:8080; nginx passes on the path that the caller asked for.
backend-user = The backend’s address “{ $typed }” contains a user name.
    .try = Give host and port alone; the backend learns from the certificate who is calling.
backend-wildcard = The backend’s address “{ $typed }” has a wildcard where one machine is needed.
    .try = Name the machine on which the backend runs.
backend-port = The port in the backend’s address “{ $typed }” is not a number from 1 to 65535.
    .try = Write it like http://127.0.0.1:8080, or leave the port out.
backend-is-listener = nginx itself listens on port { $port }, so “{ $backend }” would lead its requests back to nginx.
    .try = Choose another port for the backend, or another one for nginx.
flask-is-listener = nginx itself listens on port { $port }, so the Flask backend cannot have the same one.
    .try = Choose another port for the backend, or another one for nginx.

## What is allowed and should be known
notice-backend-unencrypted = The backend “{ $backend }” is on another machine, and requests reach it unencrypted and without any proof that nginx sent them.
    .try = Use https, and let the backend’s firewall admit this nginx only, because whoever reaches the backend directly bypasses mutual TLS.
notice-backend-reachable = The backend “{ $backend }” is on another machine, and whoever reaches it directly bypasses mutual TLS.
    .try = Let its firewall admit this nginx only.
notice-backend-localhost = nginx looks up the name in “{ $backend }” when it starts and tries every address that it has; for localhost ::1 may be the first, where the backend may not listen.
    .try = Write 127.0.0.1 instead of localhost; with https, let the backend listen on ::1 too, because its certificate is checked by the name.
notice-called-name = All names of the service are wildcards, so the commands call “{ $name }”.
    .try = Replace it with a name that exists, or add one to the service’s names.

## What a writer refuses
unwritable-character = “{ $value }” contains { $character }, which no file may contain.
    .try = Remove the invisible character; it often comes along when text is copied.
unwritable-variable = “{ $value }” contains “{ $character }”, which nginx would take for a variable.
    .try = Choose a value without it.
unwritable-long = “{ $value }” is longer than the { NUMBER($limit) } bytes that the file’s format takes.
    .try = Choose a shorter value.
unwritable-name = “{ $value }” cannot be a name in this file.
    .try = Choose a name of letters, digits and underscores.
unwritable-empty = A value is empty where the file needs one.
    .try = Fill in the field.

## nginx.conf
nginx-head = nginx for { $service }: only callers with a certificate of your own authority are let in (mutual TLS). nginx { $version } or newer.
nginx-head-check = This file stands alone. Check it with: nginx -t -c { $path }
nginx-error-log = nginx logs why it refused a client certificate at level "info"; the usual level "error" would hide it. Once all works, "notice" will do.
nginx-temp = Below the base folder, so that nginx runs from any folder and needs no root for ports above 1023.
nginx-access-log = Who called, as JSON, so that no caller can forge a line. $ssl_client_s_dn is the subject of the caller’s certificate.
nginx-underscores = Headers spelt with underscores are dropped: a Python or PHP backend would take them for the ones below.
nginx-names-hash = Room for long and many server names; the defaults would make nginx refuse to start.
nginx-server-certificate = The server shows this certificate. The file holds the certificate first, then any intermediate ones.
nginx-verify = The heart of mutual TLS: every caller must show a certificate of this authority. It stands here and not in one server, so that no server in this file is without it.
nginx-depth = The authority signs callers directly; 1 would still allow one intermediate authority. Two need 2.
nginx-policy = { $name } ({ $published }), { $source }: forward secrecy and authenticated encryption only.
nginx-no-hybrid = X25519MLKEM768, its first group, is left out: OpenSSL knows it from 3.5 on, and with an older one nginx would not start.
nginx-strangers-late = Calls by any other name are closed without an answer. nginx before 1.19.4 cannot refuse them in the handshake, so they see the certificate first.
nginx-sessions = Returning callers are recognised from nginx’s memory. Tickets are off: nginx before 1.23.2 encrypts them all with one key until it is restarted.
nginx-upstream-flask = The Flask backend. An address and not "localhost", which may mean ::1 first, where nobody listens.
nginx-upstream-own = Your backend. A name is resolved when nginx starts or reloads.
nginx-strangers = Calls by any other name, or by address, end before a certificate is shown.
nginx-strangers-by-name = Calls by any other name end before a certificate is shown. This is not the default server, because calls by address name nobody in the handshake and need the one below.
nginx-421 = Who names one host in the handshake and asks for another gets 421 (Misdirected Request) from nginx itself, because it verifies callers.
nginx-444-by-address = A call by address names nobody in the handshake. If it asks for a host that is not ours, it ends here without an answer; over HTTP/2 its stream is reset.
nginx-444-by-name = Should a request come this far all the same, it ends without an answer.
nginx-default-address = The default server, because calls by address carry no server name (RFC 6066) and would reach no other.
nginx-backend-tls = The backend must prove who it is with a certificate that this machine trusts. With a private authority, name its file here.
nginx-keepalive = Connections to the backend are used again.
nginx-forwarded = Set and not extended: what a caller claims about earlier hops is not passed on.
nginx-identity = Who is calling. All of these are set on every request, so whatever the caller sent under the same name is overwritten. The fingerprint is SHA-1 (nginx knows no other); the certificate is URL-encoded PEM.

## app.py
flask-head = The backend of { $service }. nginx verifies the caller’s certificate and tells in headers who it is.
flask-install = Flask comes with Debian and Ubuntu: apt-get install python3-flask. This is Flask’s development server; for production put the same app behind gunicorn.
flask-verify = Trust the X-SSL-Client headers only because nginx always overwrites them and nobody else on the network reaches this port. They are not proof by themselves: any program on this machine could send them.
flask-text = nginx writes the subject of the caller’s certificate as in RFC 2253, such as CN=partner-a, and every octet beyond ASCII as a backslash and two hexadecimal digits: CN=Café arrives as CN=Caf\C3\A9. This makes text of those; other escapes, such as \, for a comma, stay.
flask-subject = Who is calling. Decide here who may do what: compare this text and not the header as it arrives, or better the serial number or the fingerprint, which belong to one certificate alone.
flask-fingerprint = SHA-1 of the certificate, as nginx gives it; good for recognising, not for proving.
flask-loopback = 127.0.0.1 and never 0.0.0.0: whoever reaches this port from outside bypasses mutual TLS.

## The checks
curl-head = Run this in the folder that holds client.crt, client.key and ca.crt.
check-with = With your certificate
check-with-meaning = Both sides have proved who they are: curl checked the server against ca.crt, and nginx checked you.
check-without = Without a certificate
check-without-meaning = This is the proof that nginx asks for certificates. curl trusted the server and ended without an error; it is nginx that refused, in HTTP.
check-stranger = With a stranger’s certificate
check-stranger-meaning = Anyone can make such a certificate. nginx refuses it because the service’s authority did not sign it; the reason stands in error.log on the server, not in the answer.
check-no-authority = Without the authority’s certificate
check-no-authority-meaning = Many guides take this error for a sign of mutual TLS. It proves nothing: curl does not know the service’s private authority and stops before nginx can ask for anything, with mutual TLS on or off.
expect-status-text = You should see: HTTP { $status } and “{ $text }”.
expect-status = You should see: HTTP { $status }, or whatever your backend answers at this path, and never 400.
expect-exit = You should see: curl’s error ({ $exit }), “{ $text }”, and no answer at all.
check-unresolved = If curl says that it could not resolve the host (exit 6), { $name } has no DNS record yet: until it has, add --resolve { $name }:{ $port }:ADDRESS to each call, with the server’s address for ADDRESS. nginx’s error.log helps only with answers that came from nginx.

## What the READMEs share
secret-note = The files marked as secret let whoever has them act in your place. Keep them out of mail, chat and version control, and send the passphrase of this bundle by another way than the file.
inside-title = What is inside
inside-file = File
inside-what = What it is
inside-secret = Secret
inside-secret-yes = yes
inside-secret-no = no
file-server-certificate = the server’s certificate, which it shows to every caller
file-server-key = the server’s private key
file-client-authority = the authority whose clients nginx lets in
file-nginx-conf = nginx’s configuration, complete
file-flask-app = the Flask backend
file-client-certificate = your certificate
file-client-key = your private key
file-client-p12 = certificate, key and authority in one file for browsers and systems; its passphrase is this bundle’s
file-curl = the call as a command
file-server-authority = the authority by which you recognise the server
file-authority-certificate = the authority’s certificate
file-authority-key = the authority’s private key, encrypted with this bundle’s passphrase
file-workspace = the public record of what was issued and chosen
file-openssl-script = commands that would make the same set with openssl
file-openssl-config = the extensions for those commands
file-readme = this text
open-title = How to open the bundle
open-what = The bundle is a ZIP encrypted with AES-256. The program asks for the passphrase. Info-ZIP’s unzip and Windows Explorer cannot open it.
open-macos = Keka opens it with a double click. In a terminal, 7-Zip from Homebrew does.
open-windows = Install 7-Zip (7-zip.org), click the file with the right mouse button and choose 7-Zip, then Extract. The Explorer’s own “Extract all” fails.
open-debian = The package p7zip-full (or 7zip on newer releases) brings 7z.
open-bsdtar = Where libarchive’s tar is at hand (on Debian the package libarchive-tools), this does the same:

## README of the server's bundle
server-title = Server files for { $service }
server-what = With these files nginx serves your service to callers that show a certificate of your authority, and refuses all others.
server-expiry = The server’s certificate ends on { $server }; replace it before then, or every call fails. The authority’s certificate is good until { $authority }.
place-title = Put the files in place
place-needs = On Debian or Ubuntu, only what is needed is installed:
place-install = In the folder in which you unpacked the bundle. Each file gets its mode as it is copied, so the key is never readable by others:
place-key = Then delete the unpacked folder; the key belongs in one place.
backend-title = Start the backend
backend-run = In a terminal of its own, as an ordinary user:
start-title = Start nginx
start-test = First let nginx check the configuration; it must say “test is successful”. The second command starts it:
start-later = After a change, check and reload, which breaks no connection. The last command stops this nginx:
start-others = Never end nginx by its name with pkill: other sites on the machine would go with it. These commands act on this configuration’s nginx alone.
start-port = Open port { $port } in the firewall, if possible only for callers you know, and keep the backend’s port closed.
checks-title = See that it works
checks-where = In a folder that holds the files of a client’s bundle. Each call has its expected outcome; only all of them together show that mutual TLS works.
checks-log = If nginx answers something else, the reason stands at the end of { $path }.

## README of a client's bundle
client-title = Client “{ $client }” for { $service }
client-what = With these files you call { $url }. The server accepts callers only if they show a certificate that its operator issued, and this one is yours.
client-expiry = Your certificate ends on { $client }; ask the operator for a new one before then. The authority’s certificate is good until { $authority }.
call-title = Call the service
call-where = In the folder with the unpacked files. The checks after the first show how a refusal looks.
p12-title = Browsers, and curl on Windows
p12-what = Import client.p12 with a double click, or use it wherever a program asks for a PKCS#12 file. Browsers take it too, unless the key is Ed25519, which they do not support.
p12-curl = The curl.exe of Windows is built with Schannel and takes no PEM files. Give it client.p12, with the passphrase of this bundle for PASSPHRASE:
p12-curl-limits = This command follows curl’s documentation and was not tried on Windows. Schannel looks for authorities in the certificate store of Windows and minds --cacert in part only: if curl does not recognise the server, import ca.crt into the trusted root certificates, and know that Windows then trusts this authority for every name. curl lists trouble with client certificates among the known bugs of Schannel; a curl built with OpenSSL takes the calls above.

## README of the authority's bundle
authority-title = Authority “{ $authority }”
authority-what = With these files new servers and clients can be issued. Whoever has the authority’s key can let anyone in: it stands in this bundle alone, encrypted, and belongs on no server.
authority-guard = Keep the bundle and its passphrase in two different places, for instance a backed-up folder and a password manager. Without the passphrase nobody can open it again, Handfast included.
authority-expiry = The authority’s certificate is good until { $authority }. Nothing that it issued is good for longer.
authority-no-leaf-keys = The private keys of servers and clients are not in here. Who loses one gets a new certificate.
authority-on-title = Go on working
authority-on = Open Handfast, choose the room Export, and open this ZIP with its passphrase. Then you can issue further servers and clients from the same authority; those issued before stay good.
authority-check-title = Look at it with openssl
authority-check = The first command shows the certificate; its fingerprint must be the one that the page shows. The second asks for the passphrase and says nothing if it is right:
authority-openssl-title = The same with openssl
authority-openssl = openssl.sh and openssl.cnf make a set like this one with openssl alone: the same names, purposes and lifetimes, other keys. Run them in an empty folder, if you want to see how it is done.

## The same with openssl
openssl-head = Makes the same set with openssl: same names, purposes and lifetimes; keys, serial numbers and signatures differ. Run it in an empty folder that holds openssl.cnf.
openssl-versions = OpenSSL 3.0 or newer. It knows lifetimes in days only; 3.4 and newer also take -not_before and -not_after. On macOS, /usr/bin/openssl is LibreSSL: install openssl@3 with Homebrew, or add -CAcreateserial to each "x509 -req"; LibreSSL before 3.7 makes no Ed25519 keys.
openssl-umask = Private keys are written unencrypted, so nobody else may read these files. Keep ca.key off every server. This encrypts it:
openssl-authority = The authority: its key signs everything else.
openssl-server = Server { $name }: copy the folder “{ $folder }” to the server, and authority/ca.crt.
openssl-client = Client { $name }: give the folder “{ $folder }” to the client, and authority/ca.crt.
openssl-verify = Each line must say OK.
openssl-config-head = Extensions for openssl.sh. Without them openssl makes version 1 certificates that browsers, Go, Java and rustls refuse.
openssl-config-request = Names come from the command line and are written as UTF-8.
openssl-config-authority = May sign certificates and revocation lists, and no further authority.

## install.sh and the units
file-nginx-unit = what runs this nginx under systemd
file-backend-unit = what runs the Flask backend under systemd
file-install = puts the files in place and starts everything; undoes itself when a step fails
place-script = The script says what it will do, checks first, lets nginx check the configuration before anything starts, and puts everything back as it was when a step fails. Run again, it changes nothing:
place-rehearsal = Go to the folder in which you unpacked the bundle. A rehearsal below another folder needs no root and starts nothing; the paths in a copy of nginx.conf are moved below that folder, and nginx checks the copy:
place-away = To stop everything and take every file away again, unpack the bundle once more and run:
hand-title = The same by hand, without systemd
install-head = Puts the files of { $service } in place and starts what belongs to them. Run it as root in the folder with the files: sudo sh install.sh
install-head-rehearsal = A rehearsal that touches no service: sh install.sh --root /some/folder. To take everything away again: sudo sh install.sh --uninstall
install-files = Each file of this folder, where it goes, and its mode; each folder, the innermost first.
install-usage = Use: sh install.sh [--root FOLDER] [--no-service] [--uninstall]
install-not-root = Only root may write to the folders of the system.
    .try = Run “sudo sh install.sh”, or rehearse below a folder of yours with “sh install.sh --root FOLDER”.
install-no-systemd = systemd does not run on this machine, so no service can be started by it.
    .try = Run “sh install.sh --no-service” and start nginx by hand as the README says.
install-root-plain = The folder “{ $folder }” cannot stand in nginx’s configuration as it is.
    .try = Choose a folder whose whole path begins with a slash and has only letters, digits and the marks - _ . + @ in it.
install-file-missing = The file “{ $file }” is missing in { $folder }.
    .try = Unpack the bundle again and run the script in the folder that it makes.
install-tool-missing = “{ $tool }” is missing on this machine.
    .try = Run “sudo apt-get install -y { $packages }” and start again.
install-nginx-old = This machine has nginx { $found }, and the configuration needs { $needed } or newer.
    .try = Install a newer nginx, for instance from the distribution’s backports or from nginx.org.
install-key-differs = The key in server.key does not belong to the certificate in server.crt.
    .try = Unpack the bundle again, so that both come from it.
install-clock-behind = This machine’s clock says { $now }, and the certificate is good from { $start } only.
    .try = Set the clock (timedatectl set-ntp true) and start again.
install-expired = The server’s certificate ended at { $end }, and this machine’s clock says { $now }.
    .try = Check the clock; if it is right, issue a new server certificate and export its bundle again.
install-port-taken = Port { $port } is in use already: { $who }.
    .try = End that program or choose another port in Handfast’s Deploy room, and start again.
install-disk-full = On the disk of { $folder } only { $free } KiB are free.
    .try = Make room there and start again.
install-nginx-refuses = nginx refuses { $file }; its reason stands above.
    .try = Mend what it names and start again.
install-unit-failed = “{ $unit }” did not start.
    .try = Look at what it says with “journalctl -u { $again }”, mend that, and start again.
install-rolling-back = A step failed: everything is put back as it was.
install-rolled-back = Everything is as it was before.
install-will = These are the files of { $service }:
install-will-start = These will be started, now and whenever the machine starts: { $units }
install-nothing = Everything is in place already; nothing was changed.
install-done = The files of { $service } are in place.
install-not-started = Nothing was started.
install-will-remove = The files of { $service } below { $folder } are taken away, its logs among them.
install-folder-kept = { $folder } is kept, because other files are in it.
install-removed = { $service } is taken away.
install-new = new
install-changed = changed
install-same = same
unit-nginx-head = nginx for { $service }, with a configuration and a process of its own: the distribution’s nginx and its sites stay as they are.
unit-nginx-check = A configuration that nginx refuses is never started with, and never reloaded.
unit-nginx-stop = SIGQUIT lets nginx finish the calls that it is answering.
unit-nginx-less = nginx needs root to read the key and to take a port below 1024, and nothing of what is taken away here.
unit-backend-head = The backend of { $service } under gunicorn, Debian’s package of that name.
unit-backend-user = A user that exists only while it runs, owns no file, and may write nowhere (systemd.exec, DynamicUser).
unit-backend-network = The kernel drops what comes from or goes to another machine: whoever reached the backend from outside would bypass mutual TLS. Allow here what your application calls.
unit-backend-less = What a web application does not need.
