# What the application itself has to say, whatever the room.
no-services = The server has no name yet.
    .try = Add the host name or IP address that callers will use, such as api.example.com.
no-clients = There is no client yet.
    .try = Add at least one client, named after the partner or program that will call.
repeated-client = Two clients are called “{ $name }”.
    .try = Give each client its own name, because files and log lines are told apart by it.
taken-client = A client of this set is called “{ $name }” already.
    .try = Give the new client another name; if its certificate takes the place of the old one, revoke, rename or remove that one first.
label-empty = The name is empty.
    .try = Type one, or cancel.
label-long = A name for a certificate has at most { NUMBER($limit) } characters.
    .try = Choose a shorter one; the certificate itself stays as it is.
label-character = The name has a character that cannot be seen or that changes the direction of text.
    .try = Type the name anew instead of pasting it.
label-taken = Another certificate of this kind is called “{ $name }”.
    .try = Choose a name of its own, because files and log lines are told apart by it.
in-deploy = A choice in the Deploy room cannot be used: { $problem }
    .try = { $remedy }
no-revocation-list = There is no revocation list that is good now.
    .try = Sign one on the authority’s card in Create, or leave revocation out in Deploy.
subject-like-authority = “{ $name }” is also the name of the authority.
    .try = Give the authority or this certificate another name, because OpenSSL takes a certificate named like its issuer for self-signed and refuses the chain.
form-has-problems = { $count ->
    [one] One field holds something that cannot be used.
   *[other] { NUMBER($count) } fields hold something that cannot be used.
}
    .try = Mend what is marked in the form, then press the button again; everything you typed is still there.
record-unreadable = The record inside this bundle cannot be read: { $reason }.
    .try = Choose an authority bundle that Handfast made; the page is unchanged.
worker-not-loaded = The part of the page that makes keys did not load: { $reason }.
    .try = Reload the page, or open it in a current Chrome, Edge, Firefox or Safari.
worker-died = The work stopped before it was finished: { $reason }.
    .try = Press the button again; what you typed and made before is still here.
clipboard-refused = The browser did not let the page write to the clipboard.
    .try = Select the text and copy it with the keyboard.
download-refused = The browser did not take the file “{ $name }”.
    .try = Allow downloads for this page in the browser's settings and press save again; the file is still here.
file-unreadable = The file “{ $name }” could not be read.
    .try = Check that it still exists and that it is a file and not a folder, then choose it again.
file-too-large = The file “{ $name }” has { NUMBER($size) } MiB, more than the { NUMBER($limit) } MiB that are read here.
    .try = Choose a smaller file; “handfast-gateway inspect” reads larger ones.
storage-refused = The browser keeps no settings for this page.
    .try = Nothing else is affected; choose language and theme again at the next visit.
