// Open loop: node fixed-rate.mjs URL BODY RATE SECONDS. Prints "p50 p99 p99.9 failed" in ms, after 2 s that do not count. Plain sockets: node's HTTP client would be slower than what is measured.
import fs from 'node:fs';
import net from 'node:net';
const [address, file, rate, seconds] = process.argv.slice(2);
const url = new URL(address), body = fs.readFileSync(file), lead = 2;
const head = `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${process.env.KEY}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
const request = Buffer.concat([Buffer.from(head), body]);
const idle = [], latencies = [];
let failed = 0, sent = 0, ended = 0;
const total = Math.round(rate * (+seconds + lead)), started = performance.now();

function connect() {
  const socket = net.connect(url.port, url.hostname);
  socket.setNoDelay(true);
  let got = '';
  socket.on('data', data => {
    got += data.toString('latin1');
    const end = got.indexOf('\r\n\r\n');
    const length = end < 0 ? null : /content-length: (\d+)/i.exec(got.slice(0, end));
    if (!length || got.length < end + 4 + +length[1]) return;
    const ok = got.startsWith('HTTP/1.1 200');
    got = '';
    finish(socket, ok);
    idle.push(socket);
  });
  socket.on('error', () => finish(socket, false));
  return socket;
}
function finish(socket, ok) {
  ended++;
  if (!ok) failed++;
  else if (socket.call >= rate * lead) latencies.push(performance.now() - started - socket.call * 1000 / rate);
  if (ended === total) report();
}
function tick() {
  for (const now = performance.now() - started; sent < total && sent * 1000 / rate <= now; sent++) {
    const socket = idle.pop() ?? connect();
    socket.call = sent;
    socket.write(request);
  }
  if (sent < total) setTimeout(tick, 0);
}
function report() {
  latencies.sort((a, b) => a - b);
  const at = share => latencies[Math.floor(latencies.length * share)]?.toFixed(3);
  console.log(at(0.5), at(0.99), at(0.999), failed);
  process.exit(0);
}
tick();
