# Why a call to the gateway ends as it does, as `predict` says it. What the caller is answered stands in gateway-refusal.ftl.
nobody-listens = The gateway listens on no address of port { $port } that the call could reach.
    .try = Compare the address and port of the call with listen in gateway.toml.
unknown-name = The handshake names “{ $host }”, which no server of the gateway has: it is ended with alert 112.
    .try = Call a name that the certificate bears or that stands in names, or give the name to a server.
no-name = The call goes to an address and names no host in the handshake, and no server of the gateway is the default.
    .try = Call the name with --resolve or --connect-to, or set default = true for one server.
no-common-version = curl offers TLS { $offered }, and the gateway takes { $server } alone: there is no version in common.
    .try = Leave out --tls-max and --tlsv1.3, or allow both versions in gateway.toml ([tls] versions).
no-common-cipher = Before TLS 1.3 the gateway takes ECDHE with AES-GCM or ChaCha20 alone, and no cipher of the call suits that and the certificate’s { $key } key.
    .try = Leave out --ciphers, name ECDHE-ECDSA-… or ECDHE-RSA-… by the kind of key, or allow TLS 1.3.
no-common-group = The call offers none of the gateway’s groups for the key agreement: X25519, P-256, P-384.
    .try = Leave out --curves, or add X25519 to it.
no-common-protocol = The gateway speaks HTTP/2 alone, and the call asks for HTTP/1.
    .try = Leave out --http1.1, or add http/1.1 in gateway.toml ([tls] http).
server-curve = Before TLS 1.3 curl takes a certificate of the curve { $curve } only where --curves has that curve.
    .try = Add { $curve } to --curves, or allow TLS 1.3.
accepted = The gateway verified the client’s certificate: “{ $subject }”.
    .try = There is nothing to do.
without-certificate = The call shows no client certificate, and a rule lets in callers without one.
    .try = If nobody should enter so, let the rule say who = "any-verified" or name clients.

row-check = handfast-gateway check: { $words }
row-status = The gateway answers with status { $status }.
row-log = In the gateway’s log [{ $level }]: { $words }
row-reason = The reason in its log: { $reason }
