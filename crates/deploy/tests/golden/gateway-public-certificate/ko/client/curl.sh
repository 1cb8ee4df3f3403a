#!/bin/sh
# client.crt, client.key 파일이 있는 폴더에서 실행하세요.
# 이렇게 보여야 해요: HTTP 200 또는 백엔드가 이 경로에 주는 답. 400이면 안 돼요.
curl --include --cert client.crt --key client.key https://api.example.com:8443/
