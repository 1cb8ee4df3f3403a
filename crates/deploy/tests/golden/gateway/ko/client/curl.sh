#!/bin/sh
# client.crt, client.key, ca.crt 파일이 있는 폴더에서 실행하세요.
# 이렇게 보여야 해요: HTTP 200, “Hello from api.example.com backend!”.
curl --include --cacert ca.crt --cert client.crt --key client.key https://api.example.com/
