import Anthropic from "@anthropic-ai/sdk";
import { called, instruction, picture, schema, weather, words } from "./tasks.mjs";

// npm `@anthropic-ai/sdk`.
const tools = [{ name: weather.name, description: weather.description, input_schema: weather.schema }];

const told = (message, pieces) => ({
  text: message.content.filter((b) => b.type === "text").map((b) => b.text).join(""),
  finish: { end_turn: "stop", tool_use: "tools" }[message.stop_reason] ?? message.stop_reason,
  pieces,
  input: message.usage.input_tokens + (message.usage.cache_read_input_tokens ?? 0),
  cached: message.usage.cache_read_input_tokens ?? undefined,
  output: message.usage.output_tokens,
});

async function whole(client, body) {
  const message = await client.messages.create(body);
  return { message, heard: told(message, 0) };
}

async function streamed(client, body, leave) {
  const stream = client.messages.stream(body);
  let pieces = 0;
  for await (const event of stream) {
    if (event.type === "content_block_delta" && event.delta.type === "text_delta") {
      pieces++;
      if (leave) {
        stream.abort();
        return { heard: { text: event.delta.text, pieces } };
      }
    }
  }
  const message = await stream.finalMessage();
  return { message, heard: told(message, pieces) };
}

export default async function messages({ base, key, model, task }) {
  const client = new Anthropic({ baseURL: base, apiKey: key, maxRetries: 0 });
  const say = task.endsWith("Stream") || task === "Leave" ? streamed : whole;
  const body = { model, max_tokens: 100, system: instruction, messages: [{ role: "user", content: words }] };
  switch (task) {
    case "Tools":
    case "ToolsStream": {
      const first = await say(client, { ...body, tools });
      const calls = first.message.content.filter((b) => b.type === "tool_use");
      const results = calls.map((c) => ({ type: "tool_result", tool_use_id: c.id, content: "21" }));
      const second = await say(client, { ...body, tools, messages: [...body.messages, { role: "assistant", content: first.message.content }, { role: "user", content: results }] });
      return { ...second.heard, finish: first.heard.finish, calls: calls.map((c) => called(c.name, c.input)) };
    }
    case "Schema":
      return (await whole(client, { ...body, output_config: { format: { type: "json_schema", schema } } })).heard;
    case "Image":
      return (await whole(client, { ...body, messages: [{ role: "user", content: [{ type: "image", source: { type: "base64", media_type: "image/png", data: picture } }, { type: "text", text: "What is it?" }] }] })).heard;
    default:
      return (await say(client, body, task === "Leave")).heard;
  }
}
