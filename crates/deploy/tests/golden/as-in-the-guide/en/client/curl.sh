#!/bin/sh
# Run this in the folder that holds client.crt, client.key and ca.crt.
# You should see: HTTP 200 and “Hello from test.woorifisa.site backend!”.
curl --include --cacert ca.crt --cert client.crt --key client.key \
    https://test.woorifisa.site/
