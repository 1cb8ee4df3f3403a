// client.p12, ca.crt 파일이 있는 폴더에서 실행하세요.
// HANDFAST_PASSPHRASE 변수에 client.p12 파일의 암호(passphrase)가 있어야 해요.
// Node의 fetch는 클라이언트 인증서를 받지 않아요. 그 바탕인 undici는 받아요.
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
