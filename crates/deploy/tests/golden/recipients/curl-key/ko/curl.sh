#!/bin/sh
# shellcheck disable=SC1112
# client.crt, client.key, ca.crt 파일이 있는 폴더에서 실행하세요.
# client.key의 암호를 물어봐요. 변수 HANDFAST_PASSPHRASE에 있으면 묻지 않아요. 인자는 같은
# 컴퓨터의 누구나 볼 수 있어서 암호를 인자로는 쓰지 않아요.
url=https://api.example.com/
ask='이 번들의 암호'

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
