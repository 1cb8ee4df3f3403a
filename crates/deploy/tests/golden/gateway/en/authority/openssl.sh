#!/bin/sh
# Makes the same set with openssl: same names, purposes and lifetimes; keys, serial numbers
# and signatures differ. Run it in a folder that holds openssl.cnf alone; a second run stops
# before it would overwrite a key.

# OpenSSL 3.0 or newer. It knows lifetimes in days only, which end at the time of day at which
# this runs; 3.4 and newer also take a last second, such as -not_after 20271123235959Z. On
# macOS, /usr/bin/openssl is LibreSSL: install openssl@3 with Homebrew, or add -CAcreateserial
# to each "x509 -req"; LibreSSL before 3.7 makes no Ed25519 keys.

# Private keys are written unencrypted, so nobody else may read these files. Keep ca.key off
# every server. This encrypts it:
#   openssl pkcs8 -topk8 -v2 aes-256-cbc -in authority/ca.key -out authority/ca-encrypted.key
set -eu
umask 077
mkdir authority

# The authority: its key signs everything else.
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out authority/ca.key
openssl req -x509 -new -config openssl.cnf -extensions authority -key authority/ca.key \
    -utf8 -subj '/O=Example/CN=Example CA 7F3A' -sha256 -days 3650 -out authority/ca.crt

# Server api.example.com: copy the folder “server” to the server, and authority/ca.crt.
mkdir server
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out server/server.key
openssl req -new -config openssl.cnf -key server/server.key -utf8 \
    -subj '/O=Example/CN=api.example.com' -out server/server.csr
openssl x509 -req -in server/server.csr -CA authority/ca.crt -CAkey authority/ca.key \
    -extfile openssl.cnf -extensions server -sha256 -days 365 -out server/server.crt

# Client partner-a: give the folder “client” to the client, and authority/ca.crt.
mkdir client
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client/client.key
openssl req -new -config openssl.cnf -key client/client.key -utf8 \
    -subj '/O=Example/CN=partner-a' -out client/client.csr
openssl x509 -req -in client/client.csr -CA authority/ca.crt -CAkey authority/ca.key \
    -extfile openssl.cnf -extensions client -sha256 -days 365 -out client/client.crt

# Each line must say OK.
openssl verify -x509_strict -CAfile authority/ca.crt -purpose sslserver server/server.crt
openssl verify -x509_strict -CAfile authority/ca.crt -purpose sslclient client/client.crt
