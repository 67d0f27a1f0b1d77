import { keep, kept } from "../../address/kept";

export interface Prompt {
  id: string;
  name: string;
  system: string;
  user: string;
  /** As data: addresses. */
  images: string[];
  /** The file of the workspace that it was read from or saved to, and its etag then. */
  saved?: { name: string; etag: string };
}

/** A model and how it is asked; a parameter that is empty is not sent. */
export interface Column {
  id: string;
  model: string;
  temperature: string;
  top_p: string;
  max_completion_tokens: string;
  seed: string;
}

export interface Draft {
  prompts: Prompt[];
  columns: Column[];
  variables: Record<string, string>;
  /** The line of a dataset that filled them, and which it has filled. */
  taken?: { line: string; names: string[] };
  /** JSON of an array of tools; empty for none. */
  tools: string;
}

export const parameters = ["temperature", "top_p", "max_completion_tokens", "seed"] as const;

const place = "playground";
const mark = "#p=";

export const newId = () => crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "0";

export const newColumn = (model: string): Column => ({ id: newId(), model, temperature: "", top_p: "", max_completion_tokens: "", seed: "" });

export const newPrompt = (name: string): Prompt => ({ id: newId(), name, system: "", user: "", images: [] });

export const firstDraft = (): Draft => ({
  prompts: [{ ...newPrompt("A"), system: "Answer in one sentence, from the text alone.\n\n{{text}}", user: "{{question}}" }],
  columns: [newColumn("offline/quote")],
  variables: { text: "Gyre is one program and one database. It runs on a laptop with SQLite inside, and on a cluster with PostgreSQL as the only other server.", question: "Where does Gyre run?" },
  tools: "",
});

const isText = (value: unknown): value is string => typeof value === "string";
const fields = (value: unknown): Record<string, unknown> => (typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const takenOf = ({ line, names }: Record<string, unknown>) => (isText(line) ? { taken: { line, names: list(names).filter(isText) } } : {});

const savedOf = ({ name, etag }: Record<string, unknown>) => (isText(name) && isText(etag) ? { saved: { name, etag } } : {});

/** What was kept or shared, as far as it is one; whatever else stands in it is left out. */
export function readDraft(value: unknown): Draft | undefined {
  const draft = fields(value);
  const text = (of: Record<string, unknown>, name: string) => (isText(of[name]) ? of[name] : "");
  const prompts = list(draft["prompts"]).map(fields).map((p) => ({ id: text(p, "id") || newId(), name: text(p, "name"), system: text(p, "system"), user: text(p, "user"), images: list(p["images"]).filter(isText).filter((image) => image.startsWith("data:image/")), ...savedOf(fields(p["saved"])) }));
  const columns = list(draft["columns"]).map(fields).map((c) => ({ id: text(c, "id") || newId(), model: text(c, "model"), temperature: text(c, "temperature"), top_p: text(c, "top_p"), max_completion_tokens: text(c, "max_completion_tokens"), seed: text(c, "seed") }));
  const variables = Object.fromEntries(Object.entries(fields(draft["variables"])).filter((entry): entry is [string, string] => isText(entry[1])));
  return prompts.length > 0 && columns.length > 0 ? { prompts, columns, variables, ...takenOf(fields(draft["taken"])), tools: text(draft, "tools") } : undefined;
}

export const keptDraft = () => readDraft(kept(place));

/** Kept in this browser; without its pictures where they are too large, which is then told by false. */
export function keepDraft(draft: Draft): boolean {
  return keep(place, draft) || (keep(place, withoutImages(draft)), draft.prompts.every((p) => p.images.length === 0));
}

const aside = "playground-before";

/** Own drafts that a shared one took the place of, the latest last. */
export const draftsAside = (): Draft[] => list(kept(aside)).flatMap((one) => readDraft(one) ?? []);

/** Kept without their pictures where they are too large. */
export function keepAside(drafts: readonly Draft[]) {
  if (!keep(aside, drafts)) {
    keep(aside, drafts.map(withoutImages));
  }
}

const withoutImages = (draft: Draft): Draft => ({ ...draft, prompts: draft.prompts.map((p) => ({ ...p, images: [] })) });

async function through(bytes: Uint8Array<ArrayBuffer>, transform: CompressionStream | DecompressionStream): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(transform)).arrayBuffer());
}

/** An address that opens this draft anywhere. What stands behind # never reaches a server; pictures stay here. */
export async function addressOf(draft: Draft): Promise<string> {
  const packed = await through(new TextEncoder().encode(JSON.stringify(withoutImages(draft))), new CompressionStream("deflate-raw"));
  const letters = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(""));
  return `${window.location.origin}/playground${mark}${letters.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** Whether an address says that it brings a draft. */
export const isShared = (hash: string) => hash.startsWith(mark);

/** The draft of an address; undefined where it holds none that can be read. */
export async function draftOf(hash: string): Promise<Draft | undefined> {
  if (!isShared(hash)) {
    return undefined;
  }
  try {
    const letters = atob(hash.slice(mark.length).replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = await through(Uint8Array.from(letters, (letter) => letter.charCodeAt(0)), new DecompressionStream("deflate-raw"));
    return readDraft(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

/** The draft with its variables from a line: all of them where another line filled them before, else those alone that are new. */
export function withLine(draft: Draft, line: string, values: Readonly<Record<string, string>>): Draft {
  const before = draft.taken?.line === line ? draft.taken.names : [];
  const names = variablesOf(draft.prompts).filter((name) => name in values && !before.includes(name));
  return draft.taken?.line === line && names.length === 0
    ? draft
    : { ...draft, variables: { ...draft.variables, ...Object.fromEntries(names.map((name) => [name, values[name] ?? ""])) }, taken: { line, names: [...before, ...names] } };
}

/** The draft with pictures added to one of its prompts. */
export const withPictures = (draft: Draft, id: string, pictures: readonly string[]): Draft => ({ ...draft, prompts: draft.prompts.map((p) => (p.id === id ? { ...p, images: [...p.images, ...pictures] } : p)) });

const variable = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g;

/** Names in {{ }} of all prompts, in the order in which they first stand there. */
export const variablesOf = (prompts: readonly Prompt[]): string[] => [...new Set(prompts.flatMap((p) => [...`${p.system}\n${p.user}`.matchAll(variable)].map(([, name = ""]) => name)))];

export const filled = (template: string, values: Readonly<Record<string, string>>): string => template.replaceAll(variable, (whole, name: string) => values[name] ?? whole);
