import { send } from "../../api/client";
import { linesOf } from "../../api/lines";
import { Problem, problemOf } from "../../api/problem";
import { text } from "../../strings";
import type { ChatRequest } from "./request";

export interface ToolCall {
  name: string;
  arguments: string;
}

export interface Received {
  text: string;
  reasoning: string;
  tools: ToolCall[];
  finish: string | null;
  usage: { prompt_tokens: number; completion_tokens: number } | null;
}

interface Chunk {
  choices?: { delta?: { content?: string | null; reasoning_content?: string | null; reasoning?: string | null; tool_calls?: { index?: number; function?: { name?: string; arguments?: string } }[] }; finish_reason?: string | null }[];
  usage?: Received["usage"];
  error?: { message?: string };
}

export const nothing: Received = { text: "", reasoning: "", tools: [], finish: null, usage: null };

/** What has come, with one more event of the stream. */
export function received(before: Received, chunk: Chunk): Received {
  const delta = chunk.choices?.[0]?.delta;
  const tools = [...before.tools];
  for (const part of delta?.tool_calls ?? []) {
    const at = part.index ?? 0;
    const call = tools[at] ?? { name: "", arguments: "" };
    tools[at] = { name: call.name + (part.function?.name ?? ""), arguments: call.arguments + (part.function?.arguments ?? "") };
  }
  return {
    text: before.text + (delta?.content ?? ""),
    reasoning: before.reasoning + (delta?.reasoning_content ?? delta?.reasoning ?? ""),
    tools,
    finish: chunk.choices?.[0]?.finish_reason ?? before.finish,
    usage: chunk.usage ?? before.usage,
  };
}

/**
 * Asks, and hands on what has come each time more comes.
 * @returns The id of the call, by which the ledger knows it, and who answered.
 * @throws Problem: it was refused, failed, or its end never came.
 */
export async function ask(request: ChatRequest, signal: AbortSignal, onAnswer: (id: string | null, target: string | null) => void, onMore: (all: Received) => void): Promise<void> {
  const answer = await send("/v1/chat/completions", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request), signal });
  onAnswer(answer.headers.get("x-gyre-request-id"), answer.headers.get("x-gyre-target"));
  if (!answer.ok || !answer.body) {
    throw problemOf(answer.status, await answer.json().catch(() => null));
  }

  let all = nothing;
  let ended = false;
  try {
    for await (const line of linesOf(answer.body)) {
      if (!line.startsWith("data:")) {
        continue;
      }
      const data = line.slice("data:".length).trim();
      if (data === "[DONE]") {
        ended = true;
        continue;
      }
      const chunk = JSON.parse(data) as Chunk;
      if (chunk.error) {
        throw new Problem(502, chunk.error.message ?? text.playground.dropped, "stream-error");
      }
      all = received(all, chunk);
      onMore(all);
    }
  } catch (error) {
    if (signal.aborted || error instanceof Problem) {
      throw error;
    }
    throw new Problem(502, text.playground.dropped, "stream-dropped");
  }
  if (!ended && all.finish === null) {
    throw new Problem(502, text.playground.dropped, "stream-dropped");
  }
}
