// The secret is «Секрет» of the address in «События магазинам»; the rest is what came with the POST.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { buffer } from 'node:stream/consumers';

function isGenuine(secret, id, timestamp, signatures, body) {
  if (!/^\d+$/.test(timestamp) || Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) {
    return false; // Older than 5 minutes: somebody may have kept it and sent it again.
  }
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const hash = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  const expected = Buffer.from(`v1,${hash}`);
  // While the secret changes there are two.
  return signatures.split(' ').map((signature) => Buffer.from(signature))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
}

// In a web application: the headers webhook-id and so on, and the body as it came, before anything parses it.
const { WEBHOOK_SECRET, WEBHOOK_ID, WEBHOOK_TIMESTAMP, WEBHOOK_SIGNATURE } = process.env;
const genuine = isGenuine(WEBHOOK_SECRET, WEBHOOK_ID, WEBHOOK_TIMESTAMP, WEBHOOK_SIGNATURE, await buffer(process.stdin));
console.log(genuine ? 'genuine' : 'forged or old');
process.exitCode = genuine ? 0 : 1;
