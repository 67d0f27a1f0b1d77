import { expect, test } from "vitest";
import { counts, filtered, priceNow, type Facets, type Model } from "./model";
import { ownTraffic } from "./traffic";

const model = (fields: Omit<Partial<Model>, "prices"> & { prices?: unknown[] }) => ({ id: "m", provider: "p", name: null, kind: "chat", aliases: [], can: [], input: ["text"], context: null, retires: null, prices: [], ...fields }) as unknown as Model;
const facets = (fields: Partial<Facets>): Facets => ({ find: "", provider: [], kind: [], can: [], reads: [], retired: false, ...fields });
const today = "2026-11-21";

const all = [
  model({ id: "a", provider: "openai", can: ["tools", "reasoning"], prices: [{ output: 8 }] }),
  model({ id: "b", provider: "openai", can: ["tools"], prices: [{ output: 2 }], aliases: ["bee"] }),
  model({ id: "c", provider: "azure", can: ["tools"], retires: "2026-01-01" }),
];

test("every word, capability and bound must fit", () => {
  expect(filtered(all, facets({ find: "open BEE" }), today).map((m) => m.id)).toEqual(["b"]);
  expect(filtered(all, facets({ can: ["tools", "reasoning"] }), today).map((m) => m.id)).toEqual(["a"]);
  expect(filtered(all, facets({ most: 3 }), today).map((m) => m.id)).toEqual(["b"]);
  expect(filtered(all, facets({ retired: true }), today)).toHaveLength(3);
});

test("a provider's count is what choosing it would add", () => {
  expect(counts(all, facets({ provider: ["azure"], retired: true }), "provider", today)).toEqual([
    ["openai", 2],
    ["azure", 1],
  ]);
  expect(counts(all, facets({ can: ["reasoning"] }), "can", today)).toEqual([
    ["reasoning", 1],
    ["tools", 1],
  ]);
});

test("the price that holds is the last that has begun", () => {
  const priced = model({ prices: [{ from: null, input: 1 }, { from: "2026-06-01T00:00:00Z", input: 2 }, { from: "2027-01-01T00:00:00Z", input: 3 }] });
  expect(priceNow(priced, new Date(today))).toMatchObject({ input: 2 });
});

test("own traffic is the calls that were answered and their averages", () => {
  const used = { answered: 4, usage: { fresh_input: 90, cache_read: 30, output: 10, reasoning: 11, images: 99 } } as unknown as Parameters<typeof ownTraffic>[0];
  expect(ownTraffic(used)).toEqual({ calls: 4, input_tokens: 30, cached_tokens: 8, output_tokens: 5 });
  expect(ownTraffic({ ...used, answered: 0 })).toBeUndefined();
});
