// client.p12, ca.crt 파일이 있는 폴더에서 실행하세요.
// HANDFAST_PASSPHRASE 변수에 client.p12 파일의 암호(passphrase)가 있어야 해요.
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
