import { expect, test, vi } from "vitest";

const asked = vi.fn();
vi.mock("../../api/client", () => ({ api: { POST: asked }, answer: (reply: unknown) => reply }));

const { judgedQuery } = await import("./verdicts");
const body = { run: "e:b", policy: "gate.yaml" };

test("who looks at a verdict leaves the gate's last word alone", async () => {
  const { queryFn } = judgedQuery(body, "kind: gate");
  await (queryFn as (context: object) => unknown)({ signal: undefined });
  expect(asked.mock.calls[0]?.[1]).toMatchObject({ body: { ...body, keep: false } });
});

test("a policy whose text was changed judges anew", () => expect(judgedQuery(body, "kind: gate").queryKey).not.toEqual(judgedQuery(body, "kind: gate\nname: strict").queryKey));
