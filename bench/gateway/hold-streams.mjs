// Opens streams, a few thousand a second, and holds them: node hold-streams.mjs URL BODY STREAMS. Prints how many have begun, when all have.
import fs from 'node:fs';
import net from 'node:net';
const [address, file, streams] = process.argv.slice(2);
const url = new URL(address), body = fs.readFileSync(file);
const head = `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${process.env.KEY}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
const request = Buffer.concat([Buffer.from(head), body]);
let begun = 0, lost = 0;
const open = () => new Promise(done => {
  const socket = net.connect(url.port, url.hostname, () => socket.write(request));
  let got = '';
  socket.on('data', data => {
    if (got.includes('\ndata:')) return;
    got += data.toString('latin1');
    if (got.startsWith('HTTP/1.1 200') && got.includes('\ndata:')) { begun++; done(); }
  });
  socket.on('error', () => { lost++; done(); });
});
const all = [];
for (let i = 0; i < +streams; i++) {
  all.push(open());
  if (i % 100 === 99) await new Promise(done => setTimeout(done, 50));
}
await Promise.all(all);
console.log(`${begun} begun${lost ? `, ${lost} lost` : ''}`);
setInterval(() => {}, 60000);
