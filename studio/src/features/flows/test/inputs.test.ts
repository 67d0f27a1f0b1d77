import { expect, test } from "vitest";
import type { FlowInput } from "../queries";
import { faultOf, typedOf, valuesOf } from "./inputs";

const input = (name: string, type: string, rest: Partial<FlowInput> = {}): FlowInput => ({ name, type, default: null, required: false, description: null, choices: null, line: 1, ...rest });

test("each type is sent as what it is", () => {
  const inputs = [input("q", "string"), input("n", "int"), input("b", "bool"), input("l", "list"), input("c", "string", { choices: [1, 2] }), input("i", "image")];
  expect(valuesOf(inputs, { q: "12", n: "12", b: "true", l: "[1, 2]", c: "2", i: "data:image/png;base64,AAAA" })).toEqual({ q: "12", n: 12, b: true, l: [1, 2], c: 2, i: { "data:image/png;base64": "AAAA" } });
});

test("a default stands in the field and is sent; what is emptied and no text is left to the flow", () => {
  const inputs = [input("q", "string", { default: "Why?" }), input("n", "int", { default: 3 }), input("none", "string")];
  expect(inputs.map((i) => typedOf(i, {}))).toEqual(["Why?", "3", ""]);
  expect(valuesOf(inputs, {})).toEqual({ q: "Why?", n: 3 });
  expect(valuesOf(inputs, { q: "", n: "" })).toEqual({ q: "" });
});

test("what can't be taken is told before it is sent", () => {
  expect(faultOf(input("n", "double"), { n: "three" })).toBe("This is no number.");
  expect(faultOf(input("l", "list"), { l: "[1," })).toMatch(/^This is no JSON: /);
  expect(faultOf(input("l", "list"), { l: "" })).toBeNull();
});

test("blanks alone are as nothing, except in a text", () => {
  const blanks = { n: " ", l: "\n", t: " " };
  expect(valuesOf([input("n", "double"), input("l", "list"), input("t", "string")], blanks)).toEqual({ t: " " });
});
