import { addVariant, set, type Plain } from "../flows/yaml/splice";
import type { Flow, FlowNode } from "../flows/queries";
import { parameters, variablesOf, type Column, type Prompt } from "./draft";
import { isNumber } from "./request";

const isLlm = (node: FlowNode) => node.type === "llm" || (node.variants ?? []).some(({ node: variant }) => variant.type === "llm");

/** The nodes of a flow that ask a model. */
export const nodesOf = (flow: Flow) => flow.definition.nodes.filter(isLlm);

/** Whom a new variant asks where its model does not say so: as the one that it is a copy of. */
export const connectionOf = (node: FlowNode): string | null => ((node.variants ?? []).find(({ id }) => id === node.default_variant)?.node ?? node).connection;

export const promptText = (prompt: Prompt) => `${prompt.system.trim() === "" ? "" : `# system:\n${prompt.system.trim()}\n\n`}# user:\n${prompt.user.trim()}\n`;

/** The flow's text with one more variant of a node: this prompt's file, its model and its parameters. Names without an input of the flow are told. */
export function withVariant(flow: Flow, node: FlowNode, variant: string, file: string, prompt: Prompt, column: Column): { text: string; unmapped: string[] } {
  const copied = node.default_variant;
  const inside = ["node_variants", node.name, "variants", variant, "node"] as const;
  const now = (node.variants ?? []).find(({ id }) => id === copied)?.node ?? node;
  const has = (name: string) => now.inputs.some((input) => input.name === name);
  const slash = column.model.indexOf("/");
  const variables = variablesOf([prompt]).filter((name) => !has(name));
  const known = flow.definition.inputs.map((input) => input.name);
  const values: (readonly [path: readonly string[], value: Plain])[] = [
    [["source", "path"], file],
    ...(slash > 0 ? ([[["connection"], column.model.slice(0, slash)]] as const) : []),
    [["inputs", has("deployment_name") ? "deployment_name" : "model"], slash > 0 ? column.model.slice(slash + 1) : column.model],
    ...parameters.filter((name) => column[name].trim() !== "" && isNumber(column[name])).map((name) => [["inputs", name === "max_completion_tokens" ? "max_tokens" : name], Number(column[name])] as const),
    ...variables.filter((name) => known.includes(name)).map((name) => [["inputs", name], `\${inputs.${name}}`] as const),
  ];
  const changed = values.reduce((text, [path, value]) => set(text, [...inside, ...path], value), addVariant(flow.text, node.name, variant, copied));
  return { text: changed, unmapped: variables.filter((name) => !known.includes(name)) };
}
