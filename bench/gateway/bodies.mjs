// The bodies of the load: node bodies.mjs FOLDER
import fs from 'node:fs';
const folder = process.argv[2];
const words = 'how long does the pump run before its filter must be cleaned and who may open the cover'.split(' ');
const text = n => Array.from({ length: n }, (_, i) => words[i % words.length]).join(' ');
const messages = n => [{ role: 'system', content: 'Answer from the manual.' }, { role: 'user', content: text(n) }];
const write = (name, value) => fs.writeFileSync(`${folder}/${name}`, JSON.stringify(value));
write('chat.json', { model: 'gpt-json', temperature: 0.2, max_tokens: 200, messages: messages(40) });
write('long.json', { model: 'gpt-json', temperature: 0.2, max_tokens: 200, messages: messages(20000) });
write('stream.json', { model: 'gpt-events', stream: true, max_tokens: 200, messages: messages(40) });
write('answer.json', {
  id: 'chatcmpl-bench', object: 'chat.completion', created: 1750000000, model: 'gpt-4o-mini',
  choices: [{ index: 0, message: { role: 'assistant', content: text(60), refusal: null }, logprobs: null, finish_reason: 'stop' }],
  usage: { prompt_tokens: 60, completion_tokens: 60, total_tokens: 120, prompt_tokens_details: { cached_tokens: 0 }, completion_tokens_details: { reasoning_tokens: 0 } },
});
