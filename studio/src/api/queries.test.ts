import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test, vi } from "vitest";

const answers: ((report: unknown) => void)[] = [];
vi.mock("./client", () => ({ api: { GET: vi.fn() }, answer: () => new Promise((done) => answers.push(done)), send: vi.fn() }));

const { comparisonQuery, usageQuery } = await import("./queries");
const { stacked } = await import("../features/usage/overTime");
const settled = () => new Promise((done) => setTimeout(done));

test("the report of before says what it was by, so that it is drawn as that while another is read", async () => {
  const client = new QueryClient();
  const observer = new QueryObserver(client, usageQuery({ from: "7d", by: ["day", "model"] }));
  const stop = observer.subscribe(() => undefined);
  answers[0]?.({ from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00Z", lines: [{ day: "2026-11-20", model: "gpt-4.1", cost_usd: 2 }] });
  await settled();

  observer.setOptions(usageQuery({ from: "30d", by: ["day", "team"] }));

  const { data, isPlaceholderData } = observer.getCurrentResult();
  expect(isPlaceholderData).toBe(true);
  expect(data?.asked).toEqual({ from: "7d", by: ["day", "model"], only: {} });
  expect(data && stacked(data).series).toMatchObject([{ name: "gpt-4.1", data: [2] }]);
  stop();
  client.clear();
});

test("what models cost says for which traffic, so that old costs never stand beside new calls", async () => {
  const client = new QueryClient();
  const traffic = { calls: 1_000, input_tokens: 1, cached_tokens: 0, output_tokens: 1 };
  const observer = new QueryObserver(client, comparisonQuery(["a/b"], traffic));
  const stop = observer.subscribe(() => undefined);
  answers.at(-1)?.({ models: [] });
  await settled();

  observer.setOptions(comparisonQuery(["a/b"], { ...traffic, calls: 5_000 }));

  const { data, isPlaceholderData } = observer.getCurrentResult();
  expect([isPlaceholderData, data?.asked.calls]).toEqual([true, 1_000]);
  stop();
  client.clear();
});
