import { Ollama } from "ollama";
import { called, instruction, picture, schema, weather, words } from "./tasks.mjs";

// npm `ollama`. It says neither what was cached nor whether the model waits for tools.
const tools = [{ type: "function", function: { name: weather.name, description: weather.description, parameters: weather.schema } }];

const told = (message, last, pieces) => ({
  text: message.content,
  finish: message.tool_calls?.length ? "tools" : last.done_reason,
  pieces,
  input: last.prompt_eval_count,
  output: last.eval_count,
});

async function whole(client, body) {
  const answer = await client.chat({ ...body, stream: false });
  return { message: answer.message, heard: told(answer.message, answer, 0) };
}

async function streamed(client, body, leave) {
  const stream = await client.chat({ ...body, stream: true });
  const message = { role: "assistant", content: "", tool_calls: [] };
  let pieces = 0;
  let last = {};
  for await (const chunk of stream) {
    last = chunk;
    message.content += chunk.message.content;
    message.tool_calls.push(...(chunk.message.tool_calls ?? []));
    if (chunk.message.content) {
      pieces++;
      if (leave) {
        stream.abort();
        return { heard: { text: message.content, pieces } };
      }
    }
  }
  return { message, heard: told(message, last, pieces) };
}

async function ask({ base, key, model, task }) {
  const client = new Ollama({ host: base, headers: { Authorization: `Bearer ${key}` } });
  const say = task.endsWith("Stream") || task === "Leave" ? streamed : whole;
  const body = { model, messages: [{ role: "system", content: instruction }, { role: "user", content: words }] };
  switch (task) {
    case "Tools":
    case "ToolsStream": {
      const first = await say(client, { ...body, tools });
      const calls = first.message.tool_calls;
      const results = calls.map((c) => ({ role: "tool", tool_name: c.function.name, content: "21" }));
      const second = await say(client, { ...body, tools, messages: [...body.messages, first.message, ...results] });
      return { ...second.heard, finish: first.heard.finish, calls: calls.map((c) => called(c.function.name, c.function.arguments)) };
    }
    case "Schema":
      return (await whole(client, { ...body, format: schema })).heard;
    case "Image":
      return (await whole(client, { ...body, messages: [{ role: "user", content: "What is it?", images: [picture] }] })).heard;
    default:
      return (await say(client, body, task === "Leave")).heard;
  }
}

// Its errors have a status of another name, and no headers.
export default (setup) =>
  ask(setup).catch((e) => {
    throw Object.assign(new Error(e.error ?? e.message), { status: e.status_code });
  });
