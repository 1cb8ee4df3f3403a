# What the native companion says on its terminal.
serving = Handfast is at { $address } (stop it with Ctrl-C).
listen-wrong = “{ $text }” is not an address with a port.
    .try = Write it as 127.0.0.1:8600 or [::1]:8600; a name such as localhost does not stand for an address here.
port-taken = Something else already listens on { $address }.
    .try = Choose another port, for example --listen { $other }, or stop the other program.
port-forbidden = This user may not listen on { $address }, because ports below 1024 need special rights.
    .try = Choose a higher port, for example --listen { $other }.
address-not-ours = The address { $address } does not belong to this machine.
    .try = Listen on 127.0.0.1:{ $port } for this machine alone, or on 0.0.0.0:{ $port } for all its addresses.
handed-over-not-named = systemd hands over a socket at { $address }, which the configuration does not name.
    .try = Write “{ $address }” into “listen”, or correct ListenStream= in the socket unit.
cannot-listen = Listening on { $address } failed: { $reason }.
    .try = Choose another address with --listen.
no-runtime = The system refused to give this program its threads: { $reason }.
    .try = Raise the limit of processes for this user (ulimit -u) and start it again.
file-unreadable = { $file } cannot be read: { $reason }.
    .try = Check its name and whether this user may read it.
