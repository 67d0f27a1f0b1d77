// node cold-start.mjs PROGRAM URL BODY TIMES: starts the gateway on core 0, asks until it answers, then once more.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
const [program, address, file, times] = process.argv.slice(2);
const body = fs.readFileSync(file), headers = { 'content-type': 'application/json', authorization: `Bearer ${process.env.KEY}` };
const ask = async () => { const answer = await fetch(address, { method: 'POST', headers, body }); await answer.text(); return answer.status; };
const firsts = [], seconds = [];
for (let i = 0; i < +times; i++) {
  const began = performance.now();
  const gateway = spawn('taskset', ['-c', '0', program, 'up', '--port', new URL(address).port], { stdio: 'ignore' });
  while (await ask().catch(() => 0) !== 200) await new Promise(done => setTimeout(done, 5));
  const answered = performance.now();
  await ask();
  firsts.push(answered - began);
  seconds.push(performance.now() - answered);
  await new Promise(done => { gateway.on('exit', done); gateway.kill(); });
}
const median = values => values.sort((a, b) => a - b)[values.length >> 1];
console.log(`first answer after ${median(firsts).toFixed(0)} ms, at best ${firsts[0].toFixed(0)} ms; the second takes ${median(seconds).toFixed(1)} ms (median of ${times}, one core)`);
