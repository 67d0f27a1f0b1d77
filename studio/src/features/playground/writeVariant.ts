import { answer, api } from "../../api/client";
import { asProblem, Problem } from "../../api/problem";
import { text } from "../../strings";
import { asEdited } from "../flows/lineEnds";
import type { Flow, FlowNode } from "../flows/queries";
import type { Column, Prompt } from "./draft";
import { nodesOf, promptText, withVariant } from "./variant";

const tries = 3;

// A file that says the same is what a try before has left; any other is somebody's.
async function writeFile(path: string, text: string) {
  try {
    await answer(api.PUT("/api/v1/flow-files/{path}", { params: { path: { path } }, body: { text } }));
  } catch (error) {
    if (asProblem(error).status !== 409) {
      throw error;
    }
    const there = await answer(api.GET("/api/v1/flow-files/{path}", { params: { path: { path } } }));
    if (there.text !== text) {
      throw otherFile(path);
    }
  }
}

const otherFile = (path: string) => new Problem(409, text.saving.fileExists(path), "file-exists", "variant");

/** Writes the prompt's file, then the flow. Where somebody changed the flow meanwhile the variant is put into what they made of it. */
export async function saveVariant(flow: Flow, nodeName: string, variant: string, prompt: Prompt, column: Column): Promise<string[]> {
  for (let now = flow, left = tries; ; left--) {
    const node = nodeFor(now, nodeName, variant);
    const folder = now.path.slice(0, now.path.lastIndexOf("/") + 1);
    const file = `${node.name}__${variant}.jinja2`;
    const { text: changed, unmapped } = withVariant(now, node, variant, file, prompt, column);
    await writeFile(folder + file, promptText(prompt));
    try {
      await answer(api.PUT("/api/v1/flow-files/{path}", { params: { path: { path: now.path }, header: { "If-Match": now.etag } }, body: { text: changed } }));
      return unmapped;
    } catch (error) {
      if (asProblem(error).status !== 412 || left === 1) {
        throw error;
      }
      now = asEdited(await answer(api.GET("/api/v1/flows/{path}", { params: { path: { path: now.path } } })));
    }
  }
}

function nodeFor(flow: Flow, name: string, variant: string): FlowNode {
  const node = nodesOf(flow).find((one) => one.name === name);
  if (!node) {
    throw new Problem(409, text.saving.nodeGone(name), "node-gone", "node");
  }
  if ((node.variants ?? []).some(({ id }) => id === variant)) {
    throw new Problem(409, text.saving.variantExists(variant), "variant-exists", "variant");
  }
  return node;
}
