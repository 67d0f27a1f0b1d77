import { GoogleGenAI } from "@google/genai";
import { called, instruction, picture, schema, weather, words } from "./tasks.mjs";

// npm `@google/genai`.
const tools = [{ functionDeclarations: [{ name: weather.name, description: weather.description, parametersJsonSchema: weather.schema }] }];

function told(parts, last, pieces) {
  const calls = parts.filter((p) => p.functionCall);
  const usage = last.usageMetadata;
  return {
    text: parts.filter((p) => p.text && !p.thought).map((p) => p.text).join(""),
    finish: last.candidates?.[0]?.finishReason === "STOP" ? (calls.length ? "tools" : "stop") : last.candidates?.[0]?.finishReason,
    pieces,
    input: usage?.promptTokenCount,
    cached: usage?.cachedContentTokenCount,
    output: usage?.candidatesTokenCount,
  };
}

async function whole(client, body) {
  const answer = await client.models.generateContent(body);
  const parts = answer.candidates[0].content.parts ?? [];
  return { parts, heard: told(parts, answer, 0) };
}

async function streamed(client, body, leave) {
  const leaving = new AbortController();
  const stream = await client.models.generateContentStream({ ...body, config: { ...body.config, abortSignal: leaving.signal } });
  const parts = [];
  let pieces = 0;
  let last;
  for await (const chunk of stream) {
    last = chunk;
    const said = chunk.candidates?.[0]?.content?.parts ?? [];
    parts.push(...said.filter((p) => p.text !== "" || p.functionCall || p.thoughtSignature));
    if (said.some((p) => p.text)) {
      pieces++;
      if (leave) {
        leaving.abort();
        return { heard: { text: said[0].text, pieces } };
      }
    }
  }
  return { parts, heard: told(parts, last, pieces) };
}

export default async function generate({ base, key, model, task }) {
  const client = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: base } });
  const say = task.endsWith("Stream") || task === "Leave" ? streamed : whole;
  const config = { systemInstruction: instruction };
  const body = { model, contents: [{ role: "user", parts: [{ text: words }] }], config };
  switch (task) {
    case "Tools":
    case "ToolsStream": {
      const first = await say(client, { ...body, config: { ...config, tools } });
      const calls = first.parts.filter((p) => p.functionCall).map((p) => p.functionCall);
      const results = calls.map((c) => ({ functionResponse: { id: c.id, name: c.name, response: { output: "21" } } }));
      const second = await say(client, { ...body, contents: [...body.contents, { role: "model", parts: first.parts }, { role: "user", parts: results }], config: { ...config, tools } });
      return { ...second.heard, finish: first.heard.finish, calls: calls.map((c) => called(c.name, c.args)) };
    }
    case "Schema":
      return (await whole(client, { ...body, config: { responseMimeType: "application/json", responseJsonSchema: schema } })).heard;
    case "Image":
      return (await whole(client, { ...body, contents: [{ role: "user", parts: [{ text: "What is it?" }, { inlineData: { mimeType: "image/png", data: picture } }] }] })).heard;
    default:
      return (await say(client, body, task === "Leave")).heard;
  }
}
