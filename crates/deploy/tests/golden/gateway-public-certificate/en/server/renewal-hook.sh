#!/bin/sh
# shellcheck disable=SC1112
# Runs after certbot has renewed a certificate: the server of api.example.com reads it. By
# hand it does the same.
# The configuration is checked first: a faulty one is never loaded, and the old certificate
# goes on working until it ends.
LINEAGE=/etc/letsencrypt/live/api.example.com
CONF=/etc/handfast-gateway/api.example.com/gateway.toml
SERVER_UNIT=mtls-api.example.com.service
PROGRAM=/usr/local/bin/handfast-gateway

set -eu

[ "${RENEWED_LINEAGE:-$LINEAGE}" = "$LINEAGE" ] || exit 0
code=0
said=$(CREDENTIALS_DIRECTORY=$LINEAGE "$PROGRAM" check --config "$CONF") || code=$?
# 1 is told of what the gateway starts with all the same
if [ "$code" -gt 1 ]; then
    printf '%s\n' "$said" >&2
    exit 1
fi
systemctl restart "$SERVER_UNIT"
