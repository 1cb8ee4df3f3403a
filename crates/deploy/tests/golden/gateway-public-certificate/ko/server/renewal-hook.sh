#!/bin/sh
# shellcheck disable=SC1112
# certbot이 인증서를 갱신한 뒤 실행해요. api.example.com 서비스의 웹 서버가 새 인증서를
# 읽어요. 손으로 실행해도 같아요.
# 설정을 먼저 점검해요. 잘못된 설정은 읽지 않고, 예전 인증서는 끝나는 날까지 그대로 쓰여요.
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
