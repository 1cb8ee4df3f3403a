#!/bin/sh
# Run this in the folder that holds client.crt and client.key.
# You should see: HTTP 200 and “Hello from api.example.com backend!”.
curl --include --cert client.crt --key client.key https://api.example.com/
