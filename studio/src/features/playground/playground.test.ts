import { beforeAll, expect, test, vi } from "vitest";

vi.mock("../../api/client", () => ({ send: vi.fn() }));

const { addressOf, draftOf, filled, firstDraft, readDraft, variablesOf, withLine, withPictures } = await import("./draft");
const { faultOfTools, requestOf } = await import("./request");
const { nothing, received } = await import("./stream");

beforeAll(() => {
  vi.stubGlobal("window", { location: { origin: "http://gyre" } });
});

test("a draft comes back from its address, without its pictures", async () => {
  const draft = firstDraft();
  draft.prompts[0] = { id: "x", name: "Ä", system: "ß \u{1F600}", user: "{{q}}", images: ["data:image/png;base64,AAAA"] };
  const address = await addressOf(draft);
  const back = await draftOf(new URL(address).hash);
  expect(back?.prompts[0]).toEqual({ ...draft.prompts[0], images: [] });
  expect(await draftOf("#p=nonsense")).toBeUndefined();
  expect(await draftOf("#elsewhere")).toBeUndefined();
});

test.each([[null], [42], ["text"], [[]], [{}], [{ prompts: [{}], columns: "no" }], [{ prompts: 1, columns: [{}] }]])("what is no draft is none: %j", (value) => expect(readDraft(value)).toBeUndefined());

test("a kept picture that is no data address is left out", () => expect(readDraft({ prompts: [{ images: ["https://elsewhere/x.png", "data:image/png;base64,A"] }], columns: [{}] })?.prompts[0]?.images).toEqual(["data:image/png;base64,A"]));

test("variables are filled, and unknown ones stay as they are", () => {
  const [prompt] = firstDraft().prompts;
  expect(variablesOf(prompt ? [prompt] : [])).toEqual(["text", "question"]);
  expect(filled("{{a}} {{ b }} {{c}} {{ $& }}", { a: "$1", b: "{{c}}" })).toBe("$1 {{c}} {{c}} {{ $& }}");
});

test("a request has what was given and nothing else", () => {
  const draft = { ...firstDraft(), variables: { text: "T", question: "Q" }, tools: '[{"type":"function"}]' };
  const [prompt] = draft.prompts;
  const [column] = draft.columns;
  if (!prompt || !column) {
    throw new Error("There is none.");
  }
  expect(requestOf(draft, { ...prompt, images: ["data:image/png;base64,A"] }, { ...column, temperature: "0", seed: "7" })).toEqual({
    model: "offline/quote",
    messages: [
      { role: "system", content: "Answer in one sentence, from the text alone.\n\nT" },
      { role: "user", content: [{ type: "text", text: "Q" }, { type: "image_url", image_url: { url: "data:image/png;base64,A" } }] },
    ],
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0,
    seed: 7,
    tools: [{ type: "function" }],
  });
});

test("tools are a list of JSON or none", () => {
  expect(faultOfTools("")).toBeUndefined();
  expect(faultOfTools("[]")).toBeUndefined();
  expect(faultOfTools("{}")).toBeDefined();
  expect(faultOfTools("[")).toBeDefined();
});

test("an answer and its calls of tools are put together from pieces", () => {
  const chunks = [
    { choices: [{ delta: { content: "He" } }] },
    { choices: [{ delta: { content: "llo", tool_calls: [{ index: 0, function: { name: "find", arguments: '{"a"' } }] } }] },
    { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: ":1}" } }] }, finish_reason: "tool_calls" }] },
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } },
  ];
  expect(chunks.reduce(received, nothing)).toEqual({ text: "Hello", reasoning: "", tools: [{ name: "find", arguments: '{"a":1}' }], finish: "tool_calls", usage: { prompt_tokens: 3, completion_tokens: 4 } });
});

test("a line of a dataset fills each variable once: what is typed over it stays, and a new variable is filled alone", () => {
  const line = { text: "T", question: "Q", topic: "X" };
  const first = withLine({ ...firstDraft(), variables: {} }, "asked 1", line);
  expect(first.variables).toEqual({ text: "T", question: "Q" });

  const typed = { ...first, variables: { ...first.variables, question: "Mine" } };
  expect(withLine(typed, "asked 1", line)).toBe(typed);
  expect(withLine(readDraft(JSON.parse(JSON.stringify(typed))) ?? firstDraft(), "asked 1", line).variables["question"]).toBe("Mine");
  const [prompt] = typed.prompts;
  const wider = withLine({ ...typed, prompts: prompt ? [{ ...prompt, user: "{{question}} {{topic}}" }] : [] }, "asked 1", line);
  expect(wider.variables).toEqual({ text: "T", question: "Mine", topic: "X" });

  expect(withLine(wider, "asked 2", { ...line, question: "Next" }).variables["question"]).toBe("Next");
});

test("pictures come to the prompt as it is when they have been read", () => {
  const draft = firstDraft();
  const id = draft.prompts[0]?.id ?? "";
  expect(withPictures({ ...draft, prompts: draft.prompts.map((p) => ({ ...p, user: "typed meanwhile" })) }, id, ["data:image/png;base64,A"]).prompts[0]).toMatchObject({ user: "typed meanwhile", images: ["data:image/png;base64,A"] });
});
