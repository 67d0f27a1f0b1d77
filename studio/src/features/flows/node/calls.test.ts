import { expect, test } from "vitest";
import { callsOf } from "./calls";

test("a call of a model has its messages and its answer, whole or in pieces", () => {
  const inputs = { model: "gpt", messages: [{ role: "user", content: "Hi" }], temperature: 0 };
  const whole = { id: "1", type: "LLM", name: "openai_chat", inputs, output: { choices: [{ message: { role: "assistant", content: "Ho" } }] }, system_metrics: { duration: 1.5, total_tokens: 7 }, children: [] };
  const pieces = { ...whole, id: "2", output: [{ choices: [{ delta: { content: "H" } }] }, { choices: [{ delta: { content: "o" } }] }, { choices: [], usage: {} }] };
  expect(callsOf([whole, pieces]).map(({ id, model, messages, answer, parameters, tokens }) => ({ id, model, messages, answer, parameters, tokens }))).toEqual(
    ["1", "2"].map((id) => ({ id, model: "gpt", messages: [{ role: "user", content: "Hi" }], answer: { role: "assistant", content: "Ho" }, parameters: { temperature: 0 }, tokens: 7 })),
  );
});

test("calls inside others are found, and what is no list has none", () => {
  expect(callsOf([{ id: "1", name: "outer", children: [{ id: "2", name: "inner" }] }]).map((call) => call.name)).toEqual(["outer", "inner"]);
  expect(callsOf(null)).toEqual([]);
});
