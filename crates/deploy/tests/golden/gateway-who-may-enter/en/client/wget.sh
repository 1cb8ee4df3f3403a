#!/bin/sh
# Run this in the folder that holds client.crt, client.key and ca.crt.
wget --no-verbose --server-response --content-on-error '--output-document=-' \
    '--ca-certificate=ca.crt' '--certificate=client.crt' '--private-key=client.key' \
    https://api.example.com/admin
