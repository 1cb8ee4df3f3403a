# The About room.
version = Version { $version }
where = What is computed where
where-tab = In this tab
where-tab-what = Everything. Two programs draw the page. Two others, in Web Workers of the same tab, make keys, issue certificates, write configurations, encrypt bundles, look at what you have and shake hands. All are WebAssembly compiled from Rust.
where-browser = By the browser itself
where-browser-what = Random numbers, RSA keys (WebCrypto), and the ASCII form of internationalised names. The browser’s own code makes them; they go straight to the worker.
where-server = On a server
where-server-what = Nothing. The server hands out the page’s files; after that the page asks it for nothing, and may not.
where-stored = Kept in the browser
where-stored-what = Two settings: language and colours. No key, name, passphrase or certificate.

promised = What is promised
promised-offline = Once the page says “Works offline”, no request leaves it. The program makes none, and the Content-Security-Policy forbids it to connect to anything.
promised-key = No private key is written unencrypted, unless you pick that very file and confirm.
promised-authority = Only the authority bundle holds the CA key, and it is encrypted twice: inside the ZIP and as a key file of its own.
promised-compared = Each bundle is opened again and compared byte for byte before it is offered.
promised-random = Keys, serial numbers and generated passphrases come from the browser’s cryptographic random source; a generated passphrase carries at least 90 bits.

not-promised = What is not promised
not-host = Whoever serves this page could serve a changed one. Where that matters, take the single file handfast.html, compare its SHA-256 with one you got by another way, and open it from disk.
not-policy = No Content-Security-Policy keeps a program from leading a tab to another address, or from WebRTC. This one does neither; whoever would rather not rely on that pulls the plug.
not-extensions = Browser extensions with access to this page can read it, keys included. Use a window without extensions (a private window usually is one).
not-machine = Who controls this computer controls this page: screen, keyboard, clipboard, memory, downloads.
not-memory = Keys are overwritten in memory when they are no longer needed, as far as a browser lets a program do so. A browser may have written copies to disk before.
not-revoked = A server refuses a revoked certificate only once the newest revocation list is installed there. Removing a certificate here does not revoke it.
not-lost = A lost authority bundle or passphrase cannot be brought back by anyone.

prove = Prove it yourself
prove-1 = Open the developer tools (F12) and their network panel, and reload this page. You see the page’s own files, and entries that begin with blob: or data:, which come out of this tab’s own memory.
prove-2 = Wait for “Works offline” in the bar below. Clear the panel.
prove-3 = Pull the plug: switch the network off, or stop the server.
prove-4 = Go on working: make a set, make the bundles, save them. Nothing is asked of any server; at most such blob: or data: entries come.
prove-5 = Open the server’s bundle with 7z, and check the certificate in it with openssl verify. The command stands in its README.

policy = The rules that the browser enforces
policy-why = This Content-Security-Policy comes with the page. Even if the program wanted to fetch something, connect to something or submit a form, the browser would refuse.
policy-barred = As soon as all its parts are loaded, the page takes the last permission away from itself: it adds the rule connect-src 'none', which a page can never lift again. From then on it can fetch nothing, not even from its own server. The network panel and the developer tools show it.
policy-file = Opened as a single file, the page carries the same rules inside, but for these three and for frame-ancestors, which only a server can send:
policy-file-script = Only the scripts with exactly these fingerprints, and compiled WebAssembly.
policy-file-style = Only the style sheet with exactly this fingerprint.
policy-file-connect = Nothing at all, from the first byte on.
policy-rule = Rule
policy-meaning = What it means
policy-default = What is not allowed below is forbidden.
policy-script = Only the page’s own scripts and compiled WebAssembly; no script written into the page.
policy-worker = Only a worker that the page itself has put together from its own files.
policy-style = Only the page’s own style sheets.
policy-image = Only pictures that are written into the page itself.
policy-connect = Only the page’s own files, to load itself.
policy-object = No plug-ins.
policy-base = Addresses in the page cannot be turned elsewhere.
policy-form = No form can be sent anywhere.
policy-frame = No other page may show this one in a frame.

licences = Licences
licences-own = Handfast is free software under the MIT licence or the Apache License 2.0, as you choose. The texts of all licences are in licences.txt beside this page, and at the end of handfast.html.
licences-others = { $count ->
    [one] It contains { NUMBER($count) } library by others
   *[other] It contains { NUMBER($count) } libraries by others
}
library = Library
licence = Licence
