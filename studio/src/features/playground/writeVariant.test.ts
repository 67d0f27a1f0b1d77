import { beforeEach, expect, test, vi } from "vitest";
import type { Flow } from "../flows/queries";
import { newColumn, newPrompt } from "./draft";

const files = new Map<string, { text: string; etag: number }>();
let onWrite: (path: string) => void = () => undefined;

vi.mock("../../api/client", async () => {
  const { Problem } = await import("../../api/problem");
  return {
    answer: (pending: Promise<unknown>) => pending,
    api: {
      PUT: async (_: string, { params, body }: { params: { path: { path: string }; header?: Record<string, string> }; body: { text: string } }) => {
        const { path } = params.path;
        onWrite(path);
        const there = files.get(path);
        if (there && params.header === undefined) {
          throw new Problem(409, "there", "file-exists");
        }
        if (there && params.header?.["If-Match"] !== String(there.etag)) {
          throw new Problem(412, "changed", "file-changed");
        }
        files.set(path, { text: body.text, etag: (there?.etag ?? 0) + 1 });
        return Promise.resolve({});
      },
      GET: (address: string, { params }: { params: { path: { path: string } } }) => Promise.resolve(address.includes("flow-files") ? files.get(params.path.path) : flowNow()),
    },
  };
});

const { saveVariant } = await import("./writeVariant");
const path = "flows/f/flow.dag.yaml";
const file = "flows/f/answer__brief.jinja2";
const yaml = "nodes:\n- name: answer\n  type: llm\n  source: {type: code, path: answer.jinja2}\n  inputs:\n    model: gpt\n  connection: ours\n";
const prompt = { ...newPrompt("A"), user: "{{q}}" };
const column = newColumn("offline/quote");

function flowNow(): Flow {
  const { text, etag } = files.get(path) ?? { text: "", etag: 0 };
  return { path, text, etag: String(etag), definition: { inputs: [], nodes: [{ name: "answer", type: "llm", default_variant: null, variants: null, inputs: [{ name: "model" }] }] } } as unknown as Flow;
}

beforeEach(() => {
  files.clear();
  files.set(path, { text: yaml, etag: 1 });
  onWrite = () => undefined;
});

test("a file that is there with another text is somebody's, and stays", async () => {
  files.set(file, { text: "by hand", etag: 1 });
  await expect(saveVariant(flowNow(), "answer", "brief", prompt, column)).rejects.toThrow("with another text");
  expect(files.get(file)?.text).toBe("by hand");
  expect(files.get(path)?.text).toBe(yaml);
});

test("what a try before has left is gone on with", async () => {
  files.set(file, { text: "# user:\n{{q}}\n", etag: 1 });
  await saveVariant(flowNow(), "answer", "brief", prompt, column);
  expect(files.get(path)?.text).toContain("answer__brief.jinja2");
});

test("a flow that somebody changed meanwhile gets the variant beside their change", async () => {
  const opened = flowNow();
  files.set(path, { text: `# theirs\n${yaml}`, etag: 2 });
  await saveVariant(opened, "answer", "brief", prompt, column);
  expect(files.get(path)?.text).toContain("# theirs");
  expect(files.get(path)?.text).toContain("answer__brief.jinja2");
});
