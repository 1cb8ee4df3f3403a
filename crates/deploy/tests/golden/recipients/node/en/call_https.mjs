// Run this in the folder that holds client.p12 and ca.crt.
// The variable HANDFAST_PASSPHRASE must hold the passphrase of client.p12.
import { readFileSync } from "node:fs";
import https from "node:https";

const url = "https://api.example.com/";
const pfx = readFileSync("client.p12");
const ca = readFileSync("ca.crt");
const passphrase = process.env.HANDFAST_PASSPHRASE;
https.get(url, { pfx, passphrase, ca }, (answer) => {
  console.log(answer.statusCode, answer.statusMessage);
  answer.pipe(process.stdout);
});
