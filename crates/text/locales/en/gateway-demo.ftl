# What `handfast-gateway demo` says on the terminal.
begun = The gateway answers at { $address }, with a backend of its own behind it. Keys, certificates and gateway.toml are in { $folder }.
with-alice = With alice’s certificate: the backend greets her and shows what it was told of her.
with-none = Without a certificate: 400, a client certificate is needed here.
with-stranger = With a certificate of another authority: 400, and who issued it.
end = Each request is shown below. Ctrl-C ends it and removes the folder.
folder = { $folder } cannot be made: { $reason }.
    .try = Name a folder with --folder that is not there yet, in a place where this user may write.
backend = The backend of the demonstration cannot be started: { $reason }.
    .try = Free a port of 127.0.0.1, or raise the limits of this user.
