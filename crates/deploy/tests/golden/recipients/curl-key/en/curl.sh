#!/bin/sh
# shellcheck disable=SC1112
# Run this in the folder that holds client.crt, client.key and ca.crt.
# The passphrase of client.key is asked for, unless the variable HANDFAST_PASSPHRASE holds it.
# It never stands among the arguments, which everybody on the machine can see.
url=https://api.example.com/
ask='Passphrase of this bundle'

set -eu
if [ -z "${HANDFAST_PASSPHRASE:-}" ]; then
    printf '%s: ' "$ask" >&2
    if [ -t 0 ]; then
        trap 'stty echo' EXIT
        stty -echo
    fi
    IFS= read -r HANDFAST_PASSPHRASE || [ -n "$HANDFAST_PASSPHRASE" ]
    if [ -t 0 ]; then
        stty echo
        trap - EXIT
    fi
    echo >&2
fi
printf '%s\n' "$HANDFAST_PASSPHRASE" | sed 's/[\\"]/\\&/g; s/^/pass = "/; s/$/"/' |
    curl --config - --include --cacert ca.crt --cert client.crt --key client.key "$url"
