#!/bin/sh
# Run this in the folder that holds client.crt and client.key.
wget --no-verbose --server-response --content-on-error '--output-document=-' \
    '--certificate=client.crt' '--private-key=client.key' https://api.example.com:8443/
