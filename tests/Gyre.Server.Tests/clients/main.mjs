// Does what each line on the input says, and writes a line with what came of it.
import { createInterface } from "node:readline";
import anthropic from "./anthropic.mjs";
import gemini from "./gemini.mjs";
import ollama from "./ollama.mjs";
import chat from "./openai-chat.mjs";
import responses from "./openai-responses.mjs";

const clients = { chat, responses, anthropic, gemini, ollama };

const header = (e, name) => (typeof e.headers?.get === "function" ? e.headers.get(name) : e.headers?.[name]) ?? undefined;

const told = (e) => ({ status: e.status ?? 0, message: String(e.message), retryAfter: header(e, "retry-after"), cause: header(e, "x-gyre-cause") });

for await (const line of createInterface({ input: process.stdin })) {
  const { id, client, ...setup } = JSON.parse(line);
  clients[client](setup)
    .catch((e) => ({ error: told(e) }))
    .then((heard) => process.stdout.write(JSON.stringify({ id, heard }) + "\n"));
}
