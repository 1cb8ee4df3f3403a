# Encrypted export and import.

## Sealing, whatever the format
no-entropy = The system gave no random bytes, so nothing was encrypted.
    .try = Reload the page; if that does not help, restart the browser.
not-the-same = The encrypted file was opened again for a check, and it does not hold what was put into it, so it is not handed out.
    .try = Try again; if it happens once more, please report it with the name and version of the browser.
key-does-not-match = The private key does not belong to the certificate of “{ $subject }”.
    .try = Put the key and the certificate that were made together side by side.
not-an-authority = The certificate of “{ $subject }” is not a CA’s, so it cannot issue others.
    .try = Choose the authority’s own certificate and key; a server’s or client’s certificate issues nothing.

## Passphrases
passphrase-empty = There is no passphrase.
    .try = Type one, or take the one that is made for you.
passphrase-too-long = The passphrase has { NUMBER($length) } characters, and 7-Zip takes { NUMBER($allowed) } at most.
    .try = Shorten it; a random one of 20 characters is strong enough.
passphrase-not-ascii = The passphrase has the character “{ $character }”, and ZIP programs and Java’s keytool disagree about how such characters are encoded.
    .try = Use letters, digits and signs of the US keyboard, so that the bundle opens on every machine.
passphrase-control = The passphrase has a tabulator, a line end or another character that cannot be seen.
    .try = Type it by hand instead of pasting it.
passphrase-space = The passphrase begins or ends with a space, which is easily lost when it is copied.
    .try = Remove that space.
passphrase-weak = The passphrase would be found in { $time }: { $reason }.
    .try = Take the one that is made for you, or add characters chosen at random.

weakness-short = it is too short
weakness-reason = it has { $kinds }
weakness-password = a password that many people have
weakness-word = a common word or name
weakness-hangul = Korean typed on an English keyboard
weakness-word-like = letters as in a word
weakness-keyboard = keys that lie side by side
weakness-sequence = characters in a row
weakness-repeat = a repetition
weakness-date = a date or year
weakness-known = a name from this very set

time-moments = less than a minute
time-minutes = { $count ->
    [one] { NUMBER($count) } minute
   *[other] { NUMBER($count) } minutes
}
time-hours = { $count ->
    [one] { NUMBER($count) } hour
   *[other] { NUMBER($count) } hours
}
time-days = { $count ->
    [one] { NUMBER($count) } day
   *[other] { NUMBER($count) } days
}
time-years = { $count ->
    [one] { NUMBER($count) } year
   *[other] { NUMBER($count) } years
}
time-million-years = more than a million years

## Archives
zip-path = The name “{ $path }” cannot be unpacked on every system.
    .try = Use ASCII letters, digits, dots and hyphens.
zip-path-twice = The name “{ $path }” stands twice in the archive.
    .try = Rename one of the two; upper and lower case do not tell them apart on every system.
zip-too-many = The archive has { NUMBER($count) } entries, and { NUMBER($allowed) } at most are taken.
    .try = Choose the bundle itself rather than an archive of many bundles.
zip-entry-too-large = “{ $path }” has { NUMBER($size) } bytes, which is more than a bundle can hold.
    .try = Take something out of it.
zip-not = The file is not a ZIP archive.
    .try = Choose a bundle whose name begins with “handfast-”, or a .p12, or certificates and keys as PEM.
zip-truncated = The ZIP archive is incomplete: its end is missing.
    .try = Copy or download it again, and compare its SHA-256 with the one that was shown.
zip-not-encrypted = “{ $path }” in the archive is not encrypted, so this is not one of our bundles.
    .try = Choose the bundle as it was downloaded; what is not encrypted needs no opening here: unpack it and choose the files.
zip-crypto = The archive is encrypted with ZipCrypto, which has been broken since 1994, so this is not one of our bundles.
    .try = Choose the bundle as it was downloaded, or pack it again with AES-256: 7z a -tzip -mx=0 -mem=AES256 -p.
zip-unsupported = The archive uses { $feature }, which our bundles never do.
    .try = Choose the bundle as it was downloaded, or pack it again in one file and without compression: 7z a -tzip -mx=0 -mem=AES256 -p.
zip-split = an archive in several files
zip-compression = compression (method { $number })
zip-wrong-passphrase = The passphrase does not open this archive.
    .try = Compare it with your note, hyphens included; each bundle has a passphrase of its own.
zip-damaged = “{ $path }” in the archive was changed or damaged: its check value is another.
    .try = Copy or download the file again, and compare its SHA-256 with the one that was shown.
zip-directory-damaged = The archive’s list of contents is damaged.
    .try = Copy or download the file again, and compare its SHA-256 with the one that was shown.
zip-file-too-large = The file has { NUMBER($size) } bytes, and { NUMBER($allowed) } at most are read.
    .try = Choose the bundle itself; it has some kilobytes for each certificate.
zip-contents-too-large = Unpacked the archive would have { NUMBER($size) } bytes or more, and { NUMBER($allowed) } at most are taken.
    .try = Choose the bundle as it was downloaded.
zip-overlap = Several entries of this archive share the same bytes: that is how zip bombs are built.
    .try = Do not unpack this file; choose the bundle as it was downloaded.
zip-unsafe-path = The archive holds the name “{ $path }”, which is not safe to unpack.
    .try = Do not unpack this file; choose the bundle as it was downloaded.

## Encrypted keys and PKCS#12
algorithm-unsupported = The file uses “{ $algorithm }”, which is outdated or unknown and is not read here.
    .try = Convert it with OpenSSL 3, which writes AES-256: openssl pkcs8 -topk8, or openssl pkcs12 -export.
derivation-too-costly = The file asks for { NUMBER($demanded) } steps of { $derivation } to derive its key, and { NUMBER($allowed) } at most are taken.
    .try = If the file is yours, write it anew with OpenSSL’s defaults; otherwise do not trust it.
key-not-found = There is no encrypted private key in this text.
    .try = Look for a block that begins with -----BEGIN ENCRYPTED PRIVATE KEY-----.
key-not-encrypted = The private key in this text is not encrypted.
    .try = Treat it as disclosed if others could read the file, and encrypt it with openssl pkcs8 -topk8.
key-traditional = The private key is encrypted in OpenSSL’s traditional form (Proc-Type: 4,ENCRYPTED), which protects it by one round of MD5.
    .try = Convert it with openssl pkcs8 -topk8.
key-unreadable = The encrypted private key is damaged or incomplete.
    .try = Copy the whole block, its first and last line included.
key-wrong-passphrase = The private key cannot be decrypted: the passphrase is another, or the key was changed.
    .try = Compare the passphrase with your note, hyphens included.
p12-no-certificate = A .p12 file needs the key’s certificate, and there is none.
    .try = Issue the certificate first.
p12-not = The file is not PKCS#12.
    .try = Choose a file that ends with .p12 or .pfx.
p12-unreadable = The PKCS#12 file is damaged, incomplete, or written in a way that is not read here.
    .try = Copy it again, or convert it with openssl pkcs12.
p12-no-check-value = The PKCS#12 file has no check value (MAC), so nothing tells whether it was changed.
    .try = Write it anew with openssl pkcs12 -export.
p12-wrong-passphrase = The PKCS#12 file cannot be opened: the passphrase is another, or the file was changed.
    .try = Compare the passphrase with your note, hyphens included.
p12-no-key = There is no private key in the PKCS#12 file.
    .try = Choose the file that was made together with the key.
p12-several-keys = There is more than one private key in the PKCS#12 file.
    .try = Write each key with its certificate into a file of its own.
p12-other-key = No certificate in the PKCS#12 file belongs to its private key.
    .try = Write it anew with the certificate that was issued for this key.
material-nothing = There is neither a certificate nor a private key in it that can be read here.
    .try = Give the whole file, or paste each block with its -----BEGIN and -----END lines.
material-too-large = It has { NUMBER($size) } bytes, and certificates and keys with { NUMBER($allowed) } at most are read.
    .try = Choose the certificate, the key or the bundle itself.
material-wants-passphrase = It is under a passphrase, and none was typed.
    .try = Type its passphrase and open it again.

## workspace.json
workspace-section = The section “{ $section }” of the record could not be written.
    .try = Reload the page; if it happens once more, please report it.
workspace-private-key = A private key was about to be written into the public record, and that was stopped.
    .try = Look for a private key in the fields of the form, and remove it.
workspace-not = workspace.json is not a record of this product.
    .try = Choose the authority bundle as it was downloaded.
workspace-newer = workspace.json has version { $found } (written by { $made_by }), and this page knows version { $known } at most.
    .try = Open it with the latest version of this page.
workspace-field = workspace.json cannot be read; in line { NUMBER($line) }: { $reason }.
    .try = If it was edited by hand, undo that; otherwise open another copy of the bundle.
workspace-too-large = workspace.json has { NUMBER($size) } bytes, and { NUMBER($allowed) } at most are read.
    .try = Choose the authority bundle as it was downloaded.
workspace-too-many = workspace.json lists { NUMBER($count) } certificates, and { NUMBER($allowed) } at most are read.
    .try = Choose the authority bundle as it was downloaded.
workspace-moment = “{ $value }” in workspace.json is not a time such as 2026-11-23T09:00:00Z.
    .try = If it was edited by hand, undo that; otherwise open another copy of the bundle.
workspace-label = The name of certificate number { NUMBER($number) } in workspace.json is too long, or has characters that cannot be seen.
    .try = Shorten it to 200 characters at most.
workspace-certificate = Certificate number { NUMBER($number) } in workspace.json cannot be read.
    .try = If it was edited by hand, undo that; otherwise open another copy of the bundle.
workspace-serial = Certificate number { NUMBER($number) } in workspace.json stands beside the serial number { $written }, and its own is { $certificate }.
    .try = If it was edited by hand, undo that; otherwise open another copy of the bundle.
workspace-reason = Certificate number { NUMBER($number) } in workspace.json was revoked for “{ $value }”, which is not a reason of RFC 5280 that is used here.
    .try = If it was edited by hand, undo that; otherwise open another copy of the bundle.
workspace-list = The revocation list in workspace.json cannot be read.
    .try = If it was edited by hand, undo that; otherwise open another copy of the bundle.
workspace-list-number = The revocation list in workspace.json stands beside the number { $written }, and its own is { $list }.
    .try = If it was edited by hand, undo that; otherwise open another copy of the bundle.

## The authority bundle
authority-missing = The archive opens and has a record, but there is no “{ $name }” in it, so it is not a whole authority bundle.
    .try = Choose the authority bundle as it was downloaded.
authority-not-text = “{ $name }” in the bundle is not a text.
    .try = Choose the authority bundle as it was downloaded.
