#!/bin/sh
# Run this in the folder that holds client.crt, client.key and ca.crt.
# You should see: HTTP 200, or whatever your backend answers at this path, and never 400.
curl --include --cacert ca.crt --cert client.crt --key client.key https://www.example.com/
