import { keep, kept } from "../../address/kept";

export const formats = ["csv", "tsv", "jsonl", "json"] as const;

export type Format = (typeof formats)[number];

/** What is being sent, as far as a browser can keep it: a file has to be chosen again. */
export interface Draft {
  name: string;
  key: string;
  description: string;
  source: "file" | "text";
  format: Format;
  text: string;
}

const empty: Draft = { name: "", key: "", description: "", source: "file", format: "csv", text: "" };

// Longer texts are left to whoever wrote them: a browser keeps a few megabytes for everything.
const mostKept = 500_000;

export const draftOf = (place: string): Draft => {
  const found = kept(`rows.${place}`);
  return typeof found === "object" && found !== null ? { ...empty, ...found } : empty;
};

export const keepDraft = (place: string, draft: Draft) => keep(`rows.${place}`, draft.text.length > mostKept ? { ...draft, text: "" } : draft);

export const forgetDraft = (place: string) => keep(`rows.${place}`, null);

/** What a pasted text looks like: its first line says. */
export function formatOf(text: string): Format | null {
  const start = text.trimStart();
  const [first = ""] = start.split("\n", 1);
  if (start.startsWith("[")) {
    return "json";
  }
  if (start.startsWith("{")) {
    return whole(first) ? "jsonl" : "json";
  }
  return first.includes("\t") ? "tsv" : first.includes(",") ? "csv" : null;
}

function whole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** Where a line of a text begins and ends, to be selected. */
export function lineAt(text: string, line: number): { start: number; end: number } {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const next = text.indexOf("\n", start);
    if (next < 0) {
      break;
    }
    start = next + 1;
  }
  const end = text.indexOf("\n", start);
  return { start, end: end < 0 ? text.length : end };
}
