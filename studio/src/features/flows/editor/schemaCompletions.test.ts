import { describe, expect, test } from "vitest";
import { placeAt, schemasAt } from "./schemaCompletions";

const at = (text: string) => placeAt(text.split("\n"));

describe("where somebody writes", () => {
  test.each([
    ["dis", [], null, "dis"],
    ["type: ch", [], "type", "ch"],
    ["inputs:\n  question:\n    ty", ["inputs", "question"], null, "ty"],
    ["inputs:\n  question:\n    type: st", ["inputs", "question"], "type", "st"],
    ["nodes:\n- na", ["nodes", "-"], null, "na"],
    ["nodes:\n- name: a\n  ty", ["nodes", "-"], null, "ty"],
    ["nodes:\n- name: a\n  source:\n    type: code\n    pa", ["nodes", "-", "source"], null, "pa"],
    ["nodes:\n  - name: a\n    source:\n      pa", ["nodes", "-", "source"], null, "pa"],
    ["inputs:\n  a:\n    type: string\noutputs:\n  b:\n    re", ["outputs", "b"], null, "re"],
  ])("%j", (text, path, key, typed) => expect(at(text)).toEqual({ path, key, typed }));
});

test("references and alternatives of a schema are followed", () => {
  const schema = {
    properties: { nodes: { items: { $ref: "#/$defs/node" } } },
    $defs: { node: { properties: { type: { anyOf: [{ enum: ["llm"] }, { enum: ["python"] }] } } } },
  };
  expect(schemasAt(schema, ["nodes", "-"]).flatMap((s) => Object.keys(s.properties ?? {}))).toEqual(["type"]);
  expect(schemasAt(schema, ["nodes", "-", "type"]).flatMap((s) => s.enum ?? [])).toEqual(["llm", "python"]);
  expect(schemasAt(schema, ["nobody"])).toEqual([]);
});
