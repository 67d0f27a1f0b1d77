import OpenAI, { AzureOpenAI } from "openai";
import { called, instruction, picture, schema, weather, words } from "./tasks.mjs";

// The chat completions of npm `openai`; with a deployment it is AzureOpenAI.
export const openChat = ({ base, key, azure, model }) =>
  azure
    ? new AzureOpenAI({ endpoint: base, apiKey: key, apiVersion: "2024-10-21", deployment: model, maxRetries: 0 })
    : new OpenAI({ baseURL: base, apiKey: key, maxRetries: 0 });

const tools = [{ type: "function", function: { name: weather.name, description: weather.description, parameters: weather.schema } }];

const usage = (u) => u && { input: u.prompt_tokens, cached: u.prompt_tokens_details?.cached_tokens, output: u.completion_tokens };

const finish = (reason) => (reason === "tool_calls" ? "tools" : reason);

async function whole(client, body) {
  const answer = await client.chat.completions.create(body);
  const [choice] = answer.choices;
  return { message: choice.message, heard: { text: choice.message.content ?? "", finish: finish(choice.finish_reason), ...usage(answer.usage) } };
}

async function streamed(client, body, leave) {
  const stream = client.chat.completions.stream({ ...body, stream_options: { include_usage: true } });
  let pieces = 0;
  for await (const chunk of stream) {
    if (chunk.choices[0]?.delta?.content) {
      pieces++;
      if (leave) {
        stream.abort();
        return { heard: { text: chunk.choices[0].delta.content, pieces } };
      }
    }
  }
  const answer = await stream.finalChatCompletion();
  const [choice] = answer.choices;
  return { message: choice.message, heard: { text: choice.message.content ?? "", finish: finish(choice.finish_reason), pieces, ...usage(answer.usage) } };
}

export default async function chat(setup) {
  const { task, model } = setup;
  const client = openChat(setup);
  const say = task.endsWith("Stream") || task === "Leave" ? streamed : whole;
  const messages = [{ role: "system", content: instruction }, { role: "user", content: words }];
  switch (task) {
    case "Tools":
    case "ToolsStream": {
      const first = await say(client, { model, messages, tools });
      const calls = first.message.tool_calls;
      const results = calls.map((c) => ({ role: "tool", tool_call_id: c.id, content: "21" }));
      const { role, content, tool_calls } = first.message;
      const second = await say(client, { model, messages: [...messages, { role, content, tool_calls }, ...results], tools });
      return { ...second.heard, finish: first.heard.finish, calls: calls.map((c) => called(c.function.name, JSON.parse(c.function.arguments))) };
    }
    case "Schema":
      return (await whole(client, { model, messages, response_format: { type: "json_schema", json_schema: { name: "weather", schema, strict: true } } })).heard;
    case "Image":
      return (await whole(client, { model, messages: [{ role: "user", content: [{ type: "text", text: "What is it?" }, { type: "image_url", image_url: { url: `data:image/png;base64,${picture}` } }] }] })).heard;
    default:
      return (await say(client, { model, messages }, task === "Leave")).heard;
  }
}
