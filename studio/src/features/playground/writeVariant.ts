import { answer, api } from "../../api/client";
import { asProblem, Problem } from "../../api/problem";
import { text } from "../../strings";
import type { Flow, FlowNode } from "../flows/queries";
import type { Column, Prompt } from "./draft";
import { promptText, withVariant } from "./variant";

// A file without its variant is what a try before has left.
async function writeFile(path: string, text: string) {
  try {
    await answer(api.PUT("/api/v1/flow-files/{path}", { params: { path: { path } }, body: { text } }));
  } catch (error) {
    if (asProblem(error).status !== 409) {
      throw error;
    }
    const { etag } = await answer(api.GET("/api/v1/flow-files/{path}", { params: { path: { path } } }));
    await answer(api.PUT("/api/v1/flow-files/{path}", { params: { path: { path }, header: { "If-Match": etag } }, body: { text } }));
  }
}

/** Writes the prompt's file, then the flow where nobody changed it meanwhile. */
export async function saveVariant(flow: Flow, node: FlowNode, variant: string, prompt: Prompt, column: Column) {
  if ((node.variants ?? []).some(({ id }) => id === variant)) {
    throw new Problem(409, text.saving.variantExists(variant), "variant-exists", "variant");
  }
  const folder = flow.path.slice(0, flow.path.lastIndexOf("/") + 1);
  const file = `${node.name}__${variant}.jinja2`;
  const { text: changed, unmapped } = withVariant(flow, node, variant, file, prompt, column);
  await writeFile(folder + file, promptText(prompt));
  await answer(api.PUT("/api/v1/flow-files/{path}", { params: { path: { path: flow.path }, header: { "If-Match": flow.etag } }, body: { text: changed } }));
  return unmapped;
}
