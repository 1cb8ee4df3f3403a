// Run this in the folder that holds client.p12 and ca.crt.
// The variable HANDFAST_PASSPHRASE must hold the passphrase of client.p12.
// Node’s own fetch takes no client certificate; undici, on which it is built, does.
import { readFileSync } from "node:fs";
import { Agent, fetch } from "undici";

const url = "https://api.example.com/";
const pfx = readFileSync("client.p12");
const ca = readFileSync("ca.crt");
const passphrase = process.env.HANDFAST_PASSPHRASE;
const dispatcher = new Agent({ connect: { pfx, passphrase, ca } });
const answer = await fetch(url, { dispatcher });
console.log(answer.status, answer.statusText);
console.log(await answer.text());
await dispatcher.close();
