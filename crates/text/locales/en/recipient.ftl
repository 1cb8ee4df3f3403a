# Who opens a client's bundle: their README, and the comments in the ready calls.

## Ready calls
snippet-p12 = Run this in the folder that holds { $files }.
snippet-passphrase = The passphrase of client.p12 is asked for, unless the variable HANDFAST_PASSPHRASE holds it.
snippet-variable = The variable HANDFAST_PASSPHRASE must hold the passphrase of client.p12.
snippet-key = The passphrase of client.key is asked for, unless the variable HANDFAST_PASSPHRASE holds it. It never stands among the arguments, which everybody on the machine can see.
snippet-ask = Passphrase of this bundle
curl-windows-head = Run this in PowerShell, in the folder that holds { $files }.
windows-head = Imports client.p12 and ca.crt for the user who runs this, and calls. Run it in PowerShell, in the folder that holds both.
windows-head-public = Imports client.p12 for the user who runs this, and calls. Run it in PowerShell, in the folder that holds it.
windows-trust = Windows asks before it takes the authority, and trusts it for every name from then on.
macos-head = Imports client.p12 into your keychain and trusts ca.crt for websites. Run it in the folder that holds both; macOS asks for the passphrase of client.p12 in a window.
macos-head-public = Imports client.p12 into your keychain. Run it in the folder that holds it; macOS asks for the passphrase of client.p12 in a window.
macos-trust = macOS asks for your own password before it trusts the authority.
python-requests = requests takes a key without a passphrase alone.
python-httpx = The context is made by hand: httpx takes no paths any more.
node-undici = Node’s own fetch takes no client certificate; undici, on which it is built, does.
java-head = Run this in the folder that holds { $files }.
dotnet-head = Run this with .NET 10 or newer, in the folder that holds { $files }.
rust-manifest = What cargo needs to build call.rs.

## What is in the bundle
file-trust-store = the authority by which Java recognises the server; its passphrase is this bundle’s
file-encrypted-key = your private key, encrypted; its passphrase is this bundle’s
file-profile = a profile for Apple’s devices with key, certificate and authority; its passphrase is this bundle’s
file-profile-public = a profile for Apple’s devices with key and certificate; its passphrase is this bundle’s
file-import = imports key, certificate and authority, and opens the service
file-import-public = imports key and certificate, and opens the service
file-manifest = what cargo needs beside call.rs
file-call = the call, with { $program }

## README of a client's bundle
at-url = Address: { $url }
at-name = Name of the server: { $name }
at-recipient = Made for: { $recipient }
set-up-title = Set it up
set-up-untried = These steps and commands follow the documentation of { $recipient } and were not tried there.
set-up-legacy = client.p12 is encrypted with 3DES and SHA-1: { $recipient } may read nothing newer, and would call the passphrase wrong. That is weaker than AES-256. The passphrase of this bundle holds it.
set-up-imported = Delete the file once it is imported.
set-up-everything = Your device then trusts this authority for every name, not for this service alone. Remove it when you no longer call the service.
need-nothing = Nothing has to be imported: the call reads the files beside it.
need-install = Nothing has to be imported. This has to be installed once:
need-pip = Where pip says “externally-managed-environment”, as on Debian and Ubuntu, take the system’s packages: sudo apt-get install -y python3-requests python3-httpx
need-java = Nothing has to be imported: client.p12 is the key store and trust.p12 the trust store. Java opens both only if the passphrase has ASCII letters alone.
need-java-public = Nothing has to be imported: client.p12 is the key store, and Java knows the server’s authority by itself. Java opens it only if the passphrase has ASCII letters alone.
need-dotnet = Nothing has to be imported. .NET 10 or newer has to be installed.
need-go = Nothing has to be imported. Go 1.18 or newer has to be installed.
need-rust = Nothing has to be imported. Rust 1.85 or newer has to be installed, and a C compiler.
curl-key = curl (encrypted PKCS#8)
python-key = Python (encrypted PKCS#8)
key-limits = client.key is encrypted PKCS#8 and stays so on your disk. Never type its passphrase as an argument (curl --pass, openssl -passin pass:…): everybody on the machine sees arguments. Let the program ask, or give it by standard input or a variable as the call here does. Python requests, Go and Rust’s rustls read no encrypted key.
curl-windows-limits = The curl.exe of Windows is built with Schannel, which takes no PEM files and minds ca.crt in part only: if curl does not recognise the server, import ca.crt into the trusted root certificates, and know that Windows then trusts this authority for every name. curl lists trouble with client certificates among the known bugs of Schannel.
curl-windows-limits-public = The curl.exe of Windows is built with Schannel, which takes no PEM files. curl lists trouble with client certificates among the known bugs of Schannel.

macos-1 = Run sh import.sh in the folder with the unpacked files. It does steps 2 and 3.
macos-1-public = Run sh import.sh in the folder with the unpacked files. It does step 2.
macos-2 = Or double-click client.p12: Keychain Access opens. Choose the login keychain and type the passphrase of this bundle.
macos-3 = Double-click ca.crt, then the authority in the list, and under Trust choose “Always Trust” for SSL.
macos-4 = Or, in place of all that, open client.mobileconfig and install it in System Settings, General, Device Management.
macos-limits = If macOS calls the passphrase wrong all the same, this command names the format: security import client.p12 -f pkcs12
windows-1 = Run import.ps1 in PowerShell, in the folder with the unpacked files. It does steps 2 and 3.
windows-1-public = Run import.ps1 in PowerShell, in the folder with the unpacked files. It does step 2.
windows-2 = Or double-click client.p12, choose Current User, and type the passphrase of this bundle. Leave the choice of the store to Windows.
windows-3 = Double-click ca.crt, choose Install Certificate, Current User, and place it in “Trusted Root Certification Authorities”.
windows-limits = Windows before 10 1709 and Server 2016 read only older files and call the passphrase wrong: ask for a bundle made for Java 8, whose client.p12 they read. Firefox has a store of its own.
iphone-1 = Unpack the bundle on a computer, and send client.mobileconfig to the device by AirDrop or mail.
iphone-2 = Open it there. Then go to Settings, Profile Downloaded, and install it; where the password of the certificate is asked for, type the passphrase of this bundle.
iphone-3 = Go to Settings, General, About, Certificate Trust Settings, and switch full trust on for the authority.
iphone-limits = The certificate then works in Safari and Apple’s own apps. Firefox has no way to show it; other apps import client.p12 themselves, if they can.
android-1 = Unpack the bundle on a computer, and copy client.p12 and ca.crt to the device.
android-1-public = Unpack the bundle on a computer, and copy client.p12 to the device.
android-2 = Go to Settings, Security and privacy, and look for “Install a certificate”. Choose “VPN & app user certificate”, client.p12, and type the passphrase of this bundle. “Wi-Fi certificate” would hide it from apps.
android-3 = In the same place choose “CA certificate” and ca.crt. Android warns that traffic can be read; that holds for whoever has the key of this authority.
android-limits = Chrome uses both. Other apps take the authority only if they were built to, and Firefox takes no client certificate.
android-limits-public = Chrome uses it. Other apps do only if they were built to, and Firefox takes no client certificate.
firefox-1 = Open Settings, Privacy & Security, Certificates, View Certificates.
firefox-2 = Under Your Certificates choose Import and client.p12, and type the passphrase of this bundle.
firefox-3 = Under Authorities choose Import and ca.crt, and tick “Trust this CA to identify websites”.
firefox-limits = Firefox has a store of its own: no other program sees these. If you told it to remember a choice of certificate, it is undone in the same window, under Authentication Decisions.
postman-1 = Open Settings, Certificates. Switch “CA certificates” on and choose ca.crt.
postman-1-public = Open Settings, Certificates.
postman-2 = Choose Add Certificate, with { $name } as the host and { $port } as the port.
postman-3 = Choose client.crt as CRT file and client.key as KEY file, leave the passphrase empty, and add it.
postman-4 = Send a GET request to { $url }.
postman-limits = One certificate is possible for each host, and it cannot be edited: delete it and add the new one.
ed25519 = Browsers support no Ed25519 keys; if yours is one, ask for another.

open-address = Open { $url } in { $browser }, and choose the certificate “{ $client }” when you are asked.
call-run = In the folder with the unpacked files:
call-variable = Put the passphrase of this bundle into a variable first, so that it stands in no file and in no history (bash, zsh; in PowerShell: $env:HANDFAST_PASSPHRASE = Read-Host):

see-title = What you see
see-shown = You see
see-means = It means
see-good = It works: both sides have proved who they are.
see-answer = the answer of the service
see-none = No certificate was sent. Choose yours when you are asked; a browser keeps a wrong choice until it is started anew.
see-none-file = No certificate was sent. The call has to name its files, in the folder in which it runs.
see-refused = The server does not accept this certificate: it has ended, was revoked, or is from another authority. Ask for a new one.
see-not-allowed = The certificate is good, but the service does not let it in. Ask whoever sent you this bundle to add it to the list.
see-untrusted = Your side does not know the server’s authority, or somebody stands in between. Give it the authority as above, and never go past this warning.
see-untrusted-public = The server’s certificate has ended or is for another name, or somebody stands in between. Never go past this warning; tell whoever sent you this bundle.
see-passphrase = The passphrase is another. It is this bundle’s, hyphens included.
see-down = The server is there, and what answers behind it is not. Tell whoever sent you this bundle.

ask-title = When it ends, and whom to ask
verify = Whether your certificate is whole, from this authority and not over is told by this, which must answer “client.crt: OK”:
ask = Ask whoever sent you this bundle: for a new certificate, and when the server refuses yours; tell them the time of the call, because the reason stands in the server’s log. Tell them at once when a secret file or the passphrase may be in other hands.

## The profile for Apple's devices
profile-name = { $client } for { $service }
profile-description = The certificate with which you call { $service }, and the authority by which you recognise it.
profile-description-public = The certificate with which you call { $service }.
