#!/bin/bash
# Records what the lab's own libraries cannot play, and what it can be compared with: real openssl programs on the loopback
# interface, as pcapng with the secrets inside. Run it by hand, as a user who may capture on `lo` (root, or in the group of
# dumpcap), in this folder: ./make.sh
# It needs openssl 3.0, dumpcap and editcap. What it makes is checked in; the tests read it.
set -euo pipefail

out=$(cd "$(dirname "$0")" && pwd)
port=44330
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# make NAME SUBJECT KEYALG EXTENSIONS SIGNER: a key and a certificate, as version 1 when there are no extensions
make() {
    local name=$1 subject=$2 algorithm=$3 extensions=$4 signer=$5
    # shellcheck disable=SC2086 # the algorithm is several words
    openssl genpkey -algorithm $algorithm -out "$name.key" 2>/dev/null
    openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr"
    local signing=(-CA "$signer.crt" -CAkey "$signer.key")
    [ "$signer" = "$name" ] && signing=(-signkey "$name.key")
    local extfile=()
    if [ -n "$extensions" ]; then
        printf '%b' "$extensions" > "$name.ext"
        extfile=(-extfile "$name.ext")
    fi
    openssl x509 -req -in "$name.csr" "${signing[@]}" -set_serial "0x$(openssl rand -hex 16)" \
        -days 3650 -sha256 "${extfile[@]}" -out "$name.crt" 2>/dev/null
}

ec='EC -pkeyopt ec_paramgen_curve:P-256'
leaf='basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n'
make ca '/CN=Recording CA' "$ec" 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n' ca
make server '/CN=localhost' "$ec" "${leaf}extendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost\n" ca
make rsaserver '/CN=localhost' 'RSA -pkeyopt rsa_keygen_bits:2048' \
    'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth\nsubjectAltName=DNS:localhost\n' ca
make client '/CN=recorded client' "$ec" "${leaf}extendedKeyUsage=clientAuth\n" ca
make weak '/CN=weak client' 'RSA -pkeyopt rsa_keygen_bits:1024' "${leaf}extendedKeyUsage=clientAuth\n" ca
# the public half alone, for the trial that nginx and curl are given: both refuse the certificate before they ask for a key
openssl pkey -in weak.key -pubout -outform DER -out "$out/rsa1024.spki"
make old '/CN=version 1 client' "$ec" '' ca

# record NAME SERVER-OPTIONS CLIENT-OPTIONS: one call, recorded
record() {
    local name=$1 server_options=$2 client_options=$3
    rm -f keys.log raw.pcapng
    : > dump.log
    : > server.log
    dumpcap -q -i lo -f "tcp port $port" -w raw.pcapng 2> dump.log &
    local dump=$!
    until grep -q 'File:' dump.log; do sleep 0.1; done
    # shellcheck disable=SC2086 # options are several words
    openssl s_server -accept "127.0.0.1:$port" -naccept 1 -www -CAfile ca.crt $server_options > server.log 2>&1 &
    local server=$!
    until grep -q ACCEPT server.log; do sleep 0.1; done
    # shellcheck disable=SC2086
    printf 'GET / HTTP/1.0\r\n\r\n' | openssl s_client -connect "127.0.0.1:$port" -servername localhost \
        -verify_return_error -CAfile ca.crt -keylogfile keys.log -ign_eof $client_options > client.log 2>&1 || true
    wait "$server" || true
    # the last packets are written a little later
    sleep 1
    kill -INT "$dump"
    wait "$dump" || true
    if [ -s keys.log ]; then
        editcap --inject-secrets tls,keys.log raw.pcapng "$out/$name.pcapng"
    else
        cp raw.pcapng "$out/$name.pcapng"
    fi
    echo "$name: $(grep -hoE 'alert [a-z ]+|tlsv1 alert [a-z ]+|SSL alert number [0-9]+|Verify return code: .*' client.log server.log | sort -u | tr '\n' ';')"
}

ask='-Verify 3 -verify_return_error'
mine='-cert client.crt -key client.key'
record tls11-refused "-cert server.crt -key server.key $ask -min_protocol TLSv1.2" "$mine -tls1_1 -cipher ALL:@SECLEVEL=0"
record rsa1024-refused "-cert server.crt -key server.key $ask -cipher DEFAULT:@SECLEVEL=2" \
    '-cert weak.crt -key weak.key -cipher DEFAULT:@SECLEVEL=0'
record version1-client "-cert server.crt -key server.key $ask" '-cert old.crt -key old.key'
record openssl-tls13 "-cert server.crt -key server.key $ask" "$mine -alpn h2,http/1.1 -status"
record openssl-tls12 "-cert server.crt -key server.key $ask" "$mine -tls1_2"
record openssl-tls12-rsa "-cert rsaserver.crt -key rsaserver.key $ask" "$mine -tls1_2 -cipher AES128-GCM-SHA256"
record openssl-tls12-dhe "-cert rsaserver.crt -key rsaserver.key $ask" "$mine -tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384"
record openssl-tls12-cbc "-cert rsaserver.crt -key rsaserver.key $ask" "$mine -tls1_2 -cipher ECDHE-RSA-AES128-SHA"
