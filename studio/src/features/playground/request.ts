import { filled, parameters, type Column, type Draft, type Prompt } from "./draft";

type Part = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };

export interface ChatRequest {
  model: string;
  messages: { role: string; content: string | Part[] }[];
  stream: true;
  stream_options: { include_usage: true };
  tools?: unknown[];
  [parameter: string]: unknown;
}

/** Why the text is no list of tools; undefined where it is, or is empty. */
export function faultOfTools(text: string): string | undefined {
  if (text.trim() === "") {
    return undefined;
  }
  try {
    return Array.isArray(JSON.parse(text)) ? undefined : "[ … ]";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether it is a number, or empty. */
export const isNumber = (text: string) => text.trim() === "" || Number.isFinite(Number(text));

/** What is no number, and could be sent with no call. */
export const faultyParameters = (column: Column) => parameters.filter((name) => !isNumber(column[name]));

/** One prompt to one model, as it is sent. */
export function requestOf(draft: Draft, prompt: Prompt, column: Column): ChatRequest {
  const user = filled(prompt.user, draft.variables);
  const system = filled(prompt.system, draft.variables);
  const request: ChatRequest = {
    model: column.model,
    messages: [
      ...(system.trim() === "" ? [] : [{ role: "system", content: system }]),
      { role: "user", content: prompt.images.length === 0 ? user : [{ type: "text", text: user }, ...prompt.images.map((url): Part => ({ type: "image_url", image_url: { url } }))] },
    ],
    stream: true,
    stream_options: { include_usage: true },
  };
  for (const name of parameters) {
    if (column[name].trim() !== "" && isNumber(column[name])) {
      request[name] = Number(column[name]);
    }
  }
  if (draft.tools.trim() !== "" && faultOfTools(draft.tools) === undefined) {
    request.tools = JSON.parse(draft.tools) as unknown[];
  }
  return request;
}
