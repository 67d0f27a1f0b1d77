// Streams in a closed loop: node streams.mjs URL BODY STREAMS SECONDS. Prints "first token p50, first p99, gap p50, gap p99 (ms), failed".
import fs from 'node:fs';
import http from 'node:http';
const [address, file, streams, seconds] = process.argv.slice(2);
const body = fs.readFileSync(file), agent = new http.Agent({ keepAlive: true, maxSockets: Infinity });
const headers = { 'content-type': 'application/json', 'content-length': body.length, authorization: `Bearer ${process.env.KEY}` };
const firsts = [], gaps = [], end = performance.now() + seconds * 1000;
let failed = 0;
const one = () => new Promise(done => {
  const sent = performance.now();
  let last = 0;
  const request = http.request(address, { method: 'POST', agent, headers }, response => {
    if (response.statusCode !== 200) failed++;
    response.on('data', data => {
      // The role alone is no token; the gateway keeps it until the model begins.
      if (!last && !/"content":"[^"]/.test(data.toString('latin1'))) return;
      const now = performance.now();
      if (last) gaps.push(now - last); else firsts.push(now - sent);
      last = now;
    });
    response.on('end', done);
  });
  request.on('error', () => { failed++; done(); });
  request.end(body);
});
await Promise.all(Array.from({ length: +streams }, async (_, i) => {
  // Not all at the same moment.
  await new Promise(r => setTimeout(r, i * 15));
  while (performance.now() < end) await one();
}));
const at = (times, share) => times.sort((a, b) => a - b)[Math.floor(times.length * share)]?.toFixed(3);
console.log(at(firsts, 0.5), at(firsts, 0.99), at(gaps, 0.5), at(gaps, 0.99), failed);
process.exit(0);
