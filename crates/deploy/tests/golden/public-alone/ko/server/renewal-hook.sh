#!/bin/sh
# shellcheck disable=SC1112
# certbot이 인증서를 갱신한 뒤 실행해요. api.example.com 서비스의 웹 서버가 새 인증서를
# 읽어요. 손으로 실행해도 같아요.
# 설정을 먼저 점검해요. 잘못된 설정은 읽지 않고, 예전 인증서는 끝나는 날까지 그대로 쓰여요.
LINEAGE=/etc/letsencrypt/live/example.com-0001
CONF=/mtls-demo/nginx/nginx.conf
SERVER_UNIT=mtls-api.example.com.service

set -eu

[ "${RENEWED_LINEAGE:-$LINEAGE}" = "$LINEAGE" ] || exit 0
set -- -t -q
[ -z "$CONF" ] || set -- "$@" -c "$CONF"
nginx "$@"
systemctl reload "$SERVER_UNIT"
