// A model server that answers every chat call after a fixed time: provider.mjs PORT MILLISECONDS
import http from 'node:http';
const [port, delay] = process.argv.slice(2).map(Number);
const answer = JSON.stringify({
  id: 'bench', object: 'chat.completion', created: 0, model: 'bench',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'ok' } }],
  usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 },
});
http.createServer((request, response) => {
  request.resume();
  request.on('end', () => setTimeout(() => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) });
    response.end(answer);
  }, delay));
}).listen(port, '127.0.0.1', () => console.log('ready'));
