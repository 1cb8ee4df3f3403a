# The checks one by one, for a POSIX shell and for PowerShell.

title = Checks of { $service }
what = Each proves one thing about mutual TLS of this service: run it in the folder with the unpacked files, and compare.
file = every check as a command of its own, with what must come of it
one-by-one = CHECKS.md has every check as a command of its own: what has to work, and what has to be refused.
windows = On Windows, in PowerShell
windows-what = The curl.exe of Windows is built with Schannel and takes no PEM files, so client.crt and client.key are of no use to it: it opens client.p12. Paste this once into a PowerShell, in the folder with the files; it asks for the passphrase and keeps it in that window alone. The lines for PowerShell below need it. They follow Microsoft’s and curl’s documentation and were not run.
stranger-windows = Windows may keep the stranger’s certificate back, because the server names the authorities that it takes: then the answer says “{ $none }”, which is a refusal too.
authority-windows = Schannel says it in other words: curl (60) and SEC_E_UNTRUSTED_ROOT.
dns = The name leads to the machine
dns-meaning = Callers find the service by this name alone. An older address in some resolver’s memory goes away after the time that the record’s TTL says.
old-tls = With TLS 1.1
old-tls-meaning = The server ends the handshake by an alert, because it speaks TLS 1.2 and newer alone. Any other message is this curl’s own inability, and then nobody has asked the server: --ciphers DEFAULT:@SECLEVEL=0 is there for OpenSSL 3, which offers nothing so old without it.
old-tls-windows = New releases of Windows have TLS 1.1 switched off: then Schannel refuses by itself (SEC_E_UNSUPPORTED_FUNCTION, SEC_E_ALGORITHM_MISMATCH), which proves nothing about the server. Make this check with curl on Linux or macOS.
forged = With forged identity headers
forged-expect = You should see: HTTP 200 and “{ $text }”, your own name after “You are”, and “forged” nowhere.
forged-expect-own = You should see: what your backend answers you without these headers.
forged-meaning = The server overwrites these headers with what it has verified, and drops the spelling with underscores. Whoever sees “forged” here can be anybody for the backend.
forged-meaning-own = Only your backend can tell what reached it: look at its log, where “forged” must stand nowhere.
port = Past the server, to the backend’s port
port-expect = You should see: curl’s error (7) or (28), and no answer at all; in PowerShell “False”.
port-meaning = Make it from another machine: on the server itself the backend may answer. Whoever reaches this port bypasses mutual TLS.
days = Days left on each certificate
days-expect = You should see: a day (notAfter, NotAfter) that is { $days } days away or more, for each of them.
days-meaning = From that day on every call fails. A new certificate takes days to agree on and to bring.
days-windows = The last lines take any certificate of the server, because they read its end and send nothing.
