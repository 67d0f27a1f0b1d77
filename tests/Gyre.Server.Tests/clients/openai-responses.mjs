import { openChat } from "./openai-chat.mjs";
import { called, instruction, picture, schema, weather, words } from "./tasks.mjs";

// The responses of npm `openai`.
const tools = [{ type: "function", name: weather.name, description: weather.description, parameters: weather.schema, strict: true }];

const told = (answer, pieces) => ({
  text: answer.output_text,
  finish: answer.status !== "completed" ? answer.status : answer.output.some((o) => o.type === "function_call") ? "tools" : "stop",
  pieces,
  input: answer.usage?.input_tokens,
  cached: answer.usage?.input_tokens_details?.cached_tokens,
  output: answer.usage?.output_tokens,
});

async function whole(client, body) {
  const answer = await client.responses.create(body);
  return { answer, heard: told(answer, 0) };
}

async function streamed(client, body, leave) {
  const stream = client.responses.stream(body);
  let pieces = 0;
  for await (const event of stream) {
    if (event.type === "response.output_text.delta") {
      pieces++;
      if (leave) {
        stream.abort();
        return { heard: { text: event.delta, pieces } };
      }
    }
  }
  const answer = await stream.finalResponse();
  return { answer, heard: told(answer, pieces) };
}

export default async function responses(setup) {
  const { task, model } = setup;
  const client = openChat(setup);
  const say = task.endsWith("Stream") || task === "Leave" ? streamed : whole;
  const body = { model, instructions: instruction, input: words, store: false };
  switch (task) {
    case "Tools":
    case "ToolsStream": {
      const first = await say(client, { ...body, tools });
      const calls = first.answer.output.filter((o) => o.type === "function_call");
      const kept = first.answer.output.map(({ parsed_arguments, ...item }) => item);
      const results = calls.map((c) => ({ type: "function_call_output", call_id: c.call_id, output: "21" }));
      const second = await say(client, { ...body, input: [{ role: "user", content: words }, ...kept, ...results], tools });
      return { ...second.heard, finish: first.heard.finish, calls: calls.map((c) => called(c.name, JSON.parse(c.arguments))) };
    }
    case "Schema":
      return (await whole(client, { ...body, text: { format: { type: "json_schema", name: "weather", schema, strict: true } } })).heard;
    case "Image":
      return (await whole(client, { ...body, input: [{ role: "user", content: [{ type: "input_text", text: "What is it?" }, { type: "input_image", detail: "auto", image_url: `data:image/png;base64,${picture}` }] }] })).heard;
    default:
      return (await say(client, body, task === "Leave")).heard;
  }
}
