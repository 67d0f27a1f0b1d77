// node cancel.mjs URL STREAM-PORT JSON-PORT TIMES. It is the client and the provider, so one clock measures both.
import http from 'node:http';
const [address, streamPort, jsonPort, times] = process.argv.slice(2);
let arrived, closed;
const provider = http.createServer((request, response) => {
  response.on('close', () => closed());
  request.resume();
  request.on('end', () => {
    if (request.socket.localPort === +streamPort) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}\n\n');
    }
    arrived();
  });
});
const other = http.createServer(provider.listeners('request')[0]);
await Promise.all([[provider, streamPort], [other, jsonPort]].map(([server, port]) => new Promise(done => server.listen(port, '127.0.0.1', done))));
async function once(stream) {
  const came = new Promise(done => { arrived = done; }), gone = new Promise(done => { closed = done; });
  const body = JSON.stringify({ model: stream ? 'gpt-events' : 'gpt-json', stream, messages: [{ role: 'user', content: 'Wait.' }] });
  const begun = new Promise(done => {
    const request = http.request(address, { method: 'POST', agent: false, headers: { 'content-type': 'application/json', authorization: `Bearer ${process.env.KEY}` } }, response => response.once('data', () => done(request)));
    request.on('error', () => {});
    request.end(body);
    if (!stream) came.then(() => done(request));
  });
  const request = await begun;
  await new Promise(done => setTimeout(done, 20));
  const left = performance.now();
  request.destroy();
  await gone;
  return performance.now() - left;
}
for (const [name, stream] of [['stream', true], ['unanswered call', false]]) {
  const waits = [];
  for (let i = 0; i < +times; i++) waits.push(await once(stream));
  waits.sort((a, b) => a - b);
  process.stdout.write(`${name}: closed after ${waits[waits.length >> 1].toFixed(1)} ms, at the most ${waits.at(-1).toFixed(1)} ms; `);
}
console.log(`${times} times each`);
process.exit(0);
