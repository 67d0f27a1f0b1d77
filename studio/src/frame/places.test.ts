import { expect, test } from "vitest";
import { found } from "./places";

const places = [
  { kind: "Model", name: "openai/gpt-4.1", to: "/m" },
  { kind: "Screen", name: "Usage", to: "/usage" },
  { kind: "Budget", name: "usage-of-search", to: "/b" },
];

test("every word is found, and what begins with the first comes first", () => {
  expect(found(places, "usa").map((p) => p.to)).toEqual(["/usage", "/b"]);
  expect(found(places, "gpt model").map((p) => p.to)).toEqual(["/m"]);
  expect(found(places, " ")).toBe(places);
  expect(found(places, "nothing")).toEqual([]);
});
