#!/bin/sh
# Run this in the folder that holds client.crt, client.key and ca.crt.
# You should see: HTTP 200 and “Hello from api.example.com backend!”.
curl --include --cacert ca.crt --cert client.crt --key client.key https://api.example.com/
