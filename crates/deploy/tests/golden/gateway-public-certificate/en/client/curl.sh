#!/bin/sh
# Run this in the folder that holds client.crt and client.key.
# You should see: HTTP 200, or whatever your backend answers at this path, and never 400.
curl --include --cert client.crt --key client.key https://api.example.com:8443/
