# What the shell says when the page itself cannot go on.
broken-title = Handfast has stopped
broken = The page met a fault in its own program and cannot go on; nothing that you typed or made has left this browser.
    .try = Reload the page to begin again, and if you report this, send the lines below after reading that they hold nothing private.
untold = the browser gave no reason
