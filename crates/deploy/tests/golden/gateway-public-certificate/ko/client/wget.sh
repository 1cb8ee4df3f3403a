#!/bin/sh
# client.crt, client.key 파일이 있는 폴더에서 실행하세요.
wget --no-verbose --server-response --content-on-error '--output-document=-' \
    '--certificate=client.crt' '--private-key=client.key' https://api.example.com:8443/
