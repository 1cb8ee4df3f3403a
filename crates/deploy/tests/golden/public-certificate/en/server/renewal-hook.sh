#!/bin/sh
# shellcheck disable=SC1112
# Runs after certbot has renewed a certificate: nginx of api.example.com reads it. By hand it
# does the same.
# nginx checks its configuration first: a faulty one is never loaded, and the old certificate
# goes on working until it ends.
LINEAGE=/etc/letsencrypt/live/api.example.com
CONF=''
NGINX_UNIT=nginx.service

set -eu

[ "${RENEWED_LINEAGE:-$LINEAGE}" = "$LINEAGE" ] || exit 0
set -- -t -q
[ -z "$CONF" ] || set -- "$@" -c "$CONF"
nginx "$@"
systemctl reload "$NGINX_UNIT"
