import type { Schemas } from "../../api/client";
import { newId, parameters, type Column, type Draft } from "./draft";
import { faultOfTools, isNumber } from "./request";

export type SavedPrompt = Schemas["PromptView"];

/** The request fields of a column, as numbers, and the tools. */
export function parametersOf(draft: Draft, column: Column): Record<string, unknown> {
  const numbers = parameters.filter((name) => column[name].trim() !== "" && isNumber(column[name])).map((name) => [name, Number(column[name])]);
  const tools = draft.tools.trim() !== "" && faultOfTools(draft.tools) === undefined ? { tools: JSON.parse(draft.tools) as unknown } : {};
  return { ...(Object.fromEntries(numbers) as Record<string, number>), ...tools };
}

/** Of the fields that a file has, those that the playground does not show: such as a format of the answer, or a reference where it has a number or a list. They stay. */
export function notShown(there: Record<string, unknown>): Record<string, unknown> {
  const isShown = ([name, value]: [string, unknown]) => (name === "tools" ? Array.isArray(value) : parameters.some((p) => p === name) && typeof value === "number");
  return Object.fromEntries(Object.entries(there).filter((field) => !isShown(field)));
}

/** The draft with a saved prompt put beside the others, its model and its sample where there are none yet. */
export function withSaved(draft: Draft, saved: SavedPrompt): Draft {
  const column = draft.columns.find(({ model }) => model === saved.model);
  const field = (name: string) => (typeof saved.parameters[name] === "number" ? String(saved.parameters[name]) : "");
  const made: Column = { id: newId(), model: saved.model ?? "", temperature: field("temperature"), top_p: field("top_p"), max_completion_tokens: field("max_completion_tokens"), seed: field("seed") };
  const sample = Object.fromEntries(Object.entries(saved.sample).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]));
  const tools = saved.parameters["tools"];
  return {
    ...draft,
    prompts: [...draft.prompts, { id: newId(), name: saved.name, system: saved.system, user: saved.user, images: [], saved: { name: saved.name, etag: saved.etag } }],
    columns: column || saved.model === null ? draft.columns : [...draft.columns, made],
    variables: { ...sample, ...Object.fromEntries(Object.entries(draft.variables).filter(([, value]) => value !== "")) },
    tools: draft.tools.trim() === "" && Array.isArray(tools) ? JSON.stringify(tools, null, 2) : draft.tools,
  };
}
