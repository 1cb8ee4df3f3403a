#!/bin/sh
# Imports client.p12 into your keychain and trusts ca.crt for websites. Run it in the folder
# that holds both; macOS asks for the passphrase of client.p12 in a window.
security import client.p12 -f pkcs12
# macOS asks for your own password before it trusts the authority.
security add-trusted-cert -r trustRoot -p ssl ca.crt
open -a Safari https://api.example.com/
