import { isMap, isPair, isScalar, isSeq, parseDocument, stringify, type Document, type Node, type Pair, type YAMLMap } from "yaml";

export type Path = readonly (string | number)[];
export type Plain = string | number | boolean | null;

/** A text that can't be edited from outside: it is no YAML, or what is to be changed is not there. */
export class NotThere extends Error {}

interface Placed {
  range?: readonly [start: number, valueEnd: number, nodeEnd: number] | null;
}

function documentOf(text: string): Document.Parsed {
  const document = parseDocument(text, { keepSourceTokens: true, strict: false, uniqueKeys: false });
  if (document.errors.length > 0) {
    throw new NotThere(document.errors[0]?.message);
  }
  return document;
}

const startOf = (node: unknown) => (node as Placed).range?.[0] ?? 0;
const endOf = (node: unknown) => (node as Placed).range?.[1] ?? 0;
const lineStart = (text: string, at: number) => text.lastIndexOf("\n", at - 1) + 1;
const columnOf = (text: string, at: number) => at - lineStart(text, at);

function lineEnd(text: string, at: number) {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

/** One value as it stands on a line of its own or behind a key. */
export const written = (value: Plain): string => stringify(value, { lineWidth: 0, defaultStringType: "PLAIN" }).trimEnd();

/** The same between braces, where a comma or a brace would end it. */
const writtenInFlow = (value: Plain): string => (typeof value === "string" && /[,[\]{}\n]/.test(value) ? JSON.stringify(value) : written(value));

const keyOf = (pair: Pair) => (isScalar(pair.key) ? String(pair.key.value) : "");
const pairOf = (map: YAMLMap, key: string) => map.items.find((pair) => keyOf(pair) === key);

/** The node at a path; a list is entered by index or by the `name` of its item. */
function nodeAt(root: unknown, path: Path): unknown {
  let node = root;
  for (const step of path) {
    if (isMap(node)) {
      node = pairOf(node, String(step))?.value;
    } else if (isSeq(node)) {
      node = typeof step === "number" ? node.items[step] : node.items.find((item) => isMap(item) && String(item.get("name")) === step);
    } else {
      return undefined;
    }
  }
  return node;
}

/** Where the last line of a node ends, without the comments and blank lines after it. */
function blockEnd(text: string, node: unknown): number {
  let end = endOf(node);
  while (end > 0 && /\s/.test(text[end - 1] ?? "")) {
    end--;
  }
  return lineEnd(text, end);
}

function indented(value: Plain, indent: number): string {
  const one = written(value);
  return one.includes("\n") ? one.split("\n").map((line, at) => (at === 0 || line === "" ? line : " ".repeat(indent) + line)).join("\n") : one;
}

/** The text with one value changed, or with its key added at the end of its mapping; every other byte stays. */
export function set(text: string, path: Path, value: Plain): string {
  const document = documentOf(text);
  const key = String(path.at(-1));
  const parent = nodeAt(document.contents, path.slice(0, -1));
  if (isMap(parent)) {
    const pair = pairOf(parent, key);
    return pair ? replaced(text, parent, pair, value) : added(text, parent, key, value);
  }
  if (parent === undefined || (isScalar(parent) && parent.value === null)) {
    // The mapping itself is missing or empty: it begins with this key.
    const above = nodeAt(document.contents, path.slice(0, -2));
    if (isMap(above)) {
      const name = String(path.at(-2));
      const stale = pairOf(above, name);
      const base = stale ? remove(text, path.slice(0, -1)) : text;
      const again = nodeAt(documentOf(base).contents, path.slice(0, -2));
      if (isMap(again)) {
        if (again.flow) {
          return addedInFlow(base, again, `${name}: { ${key}: ${writtenInFlow(value)} }`);
        }
        const indent = columnOf(base, startOf(again.items[0]?.key));
        return insertedLines(base, again, [`${name}:`, `  ${key}: ${indented(value, indent + 4)}`], indent);
      }
    }
  }
  throw new NotThere(path.join("."));
}

function replaced(text: string, map: YAMLMap, pair: Pair, value: Plain): string {
  const indent = columnOf(text, startOf(pair.key));
  const put = map.flow ? writtenInFlow(value) : indented(value, indent + 2);
  if (pair.value === null || pair.value === undefined || (isScalar(pair.value) && startOf(pair.value) === endOf(pair.value))) {
    const colon = text.indexOf(":", endOf(pair.key)) + 1;
    return `${text.slice(0, colon)} ${put}${text.slice(colon)}`;
  }
  // A block ends with its line break, which belongs to the next line.
  const block = isScalar(pair.value) && /^BLOCK/.test(pair.value.type ?? "");
  const end = block ? Math.max(startOf(pair.value), endOf(pair.value) - (text[endOf(pair.value) - 1] === "\n" ? 1 : 0)) : endOf(pair.value);
  return text.slice(0, startOf(pair.value)) + put + text.slice(end);
}

function insertedLines(text: string, map: YAMLMap, lines: readonly string[], indent: number): string {
  const last = map.items.at(-1);
  const at = blockEnd(text, last?.value ?? last?.key ?? map);
  const before = at > 0 && text[at - 1] !== "\n" ? "\n" : "";
  return `${text.slice(0, at)}${before}${lines.map((line) => " ".repeat(indent) + line).join("\n")}\n${text.slice(at)}`;
}

function added(text: string, map: YAMLMap, key: string, value: Plain): string {
  if (map.flow) {
    return addedInFlow(text, map, `${key}: ${writtenInFlow(value)}`);
  }
  const indent = columnOf(text, startOf(map.items[0]?.key));
  return insertedLines(text, map, [`${key}: ${indented(value, indent + 2)}`], indent);
}

function addedInFlow(text: string, map: YAMLMap, entry: string): string {
  const end = endOf(map) - 1;
  return `${text.slice(0, end).trimEnd()}${map.items.length > 0 ? ", " : " "}${entry} ${text.slice(end)}`;
}

/** The text with a mapping in braces written line by line, since lines can't be put between braces. */
function asBlock(text: string, path: Path): string {
  const { contents } = documentOf(text);
  const [parent, map] = [nodeAt(contents, path.slice(0, -1)), nodeAt(contents, path)];
  const pair = isMap(parent) ? pairOf(parent, String(path.at(-1))) : undefined;
  if (!isPair(pair) || !isMap(map) || !map.flow || map.items.length === 0) {
    return text;
  }
  const lines = stringify(map.toJSON(), { lineWidth: 0, defaultStringType: "PLAIN" }).trimEnd().split("\n");
  const indent = columnOf(text, startOf(pair.key)) + 2;
  return `${text.slice(0, text.indexOf(":", endOf(pair.key)) + 1)}\n${indentBy(lines, indent).join("\n")}${text.slice(endOf(map))}`;
}

/** The text without one key and all that belongs to it. */
export function remove(text: string, path: Path): string {
  const parent = nodeAt(documentOf(text).contents, path.slice(0, -1));
  const pair = isMap(parent) ? pairOf(parent, String(path.at(-1))) : undefined;
  if (!isPair(pair) || !isMap(parent)) {
    throw new NotThere(path.join("."));
  }
  if (parent.flow || parent.items.length === 1) {
    return path.length > 1 && parent.items.length === 1 ? remove(text, path.slice(0, -1)) : spliceFlow(text, parent, pair);
  }
  const start = lineStart(text, startOf(pair.key));
  // The first key of a list's item shares its line with the dash.
  if (text.slice(start, startOf(pair.key)).includes("-")) {
    const next = parent.items[1];
    return text.slice(0, startOf(pair.key)) + text.slice(startOf(next?.key));
  }
  return text.slice(0, start) + text.slice(blockEnd(text, pair.value ?? pair.key));
}

function spliceFlow(text: string, map: YAMLMap, pair: Pair): string {
  const at = map.items.indexOf(pair);
  const next = map.items[at + 1];
  const before = map.items[at - 1];
  return next ? text.slice(0, startOf(pair.key)) + text.slice(startOf(next.key)) : before ? text.slice(0, endOf(before.value ?? before.key)) + text.slice(endOf(pair.value ?? pair.key)) : text;
}

/** Whole lines of what a path holds, without its indentation. */
function linesAt(text: string, node: Node): string[] {
  const start = lineStart(text, startOf(node));
  const indent = columnOf(text, startOf(node));
  return text
    .slice(start, blockEnd(text, node))
    .trimEnd()
    .split("\n")
    .map((line, at) => (at === 0 ? line.slice(indent) : line.slice(Math.min(indent, line.length - line.trimStart().length))));
}

const indentBy = (lines: readonly string[], by: number) => lines.map((line) => (line === "" ? line : " ".repeat(by) + line));

/** The text with one more variant of a node: a copy of an existing one. A node without variants becomes its own first variant. */
export function addVariant(text: string, node: string, id: string, copyOf: string | null, firstId = "variant_0"): string {
  const path = ["node_variants", node, "variants"] as const;
  const begun = copyOf === null ? withVariants(text, node, firstId) : text;
  const ready = [1, 2, 3].reduce((sofar, depth) => asBlock(sofar, path.slice(0, depth)), begun);
  const source = nodeAt(documentOf(ready).contents, [...path, copyOf ?? firstId]);
  const variants = nodeAt(documentOf(ready).contents, path);
  if (!isMap(source) || !isMap(variants)) {
    throw new NotThere(node);
  }
  const indent = columnOf(ready, startOf(variants.items[0]?.key));
  const step = columnOf(ready, startOf(source)) - indent;
  return insertedLines(ready, variants, [`${written(id)}:`, ...indentBy(linesAt(ready, source), step)], indent);
}

/** The text with a node moved among the variants as the first of its own. */
function withVariants(text: string, node: string, id: string): string {
  const found = nodeAt(documentOf(text).contents, ["nodes", node]);
  if (!isMap(found)) {
    throw new NotThere(node);
  }
  const indent = columnOf(text, startOf(found));
  const [nameLine = "", ...rest] = linesAt(text, found);
  const named = /^name\s*:/.test(nameLine);
  const body = (named ? rest : [nameLine, ...rest].filter((line) => !/^name\s*:/.test(line))).map((line) => line);
  const at = startOf(found);
  const end = blockEnd(text, found);
  const own = `${text.slice(0, at)}name: ${written(node)}\n${" ".repeat(indent)}use_variants: true\n${text.slice(end)}`;
  const block = [`${node}:`, `  default_variant_id: ${written(id)}`, "  variants:", `    ${written(id)}:`, "      node:", ...indentBy(body, 8)];
  const left = asBlock(withoutEmpty(own, "node_variants"), ["node_variants"]);
  const all = nodeAt(documentOf(left).contents, ["node_variants"]);
  if (isMap(all)) {
    return insertedLines(left, all, block, columnOf(left, startOf(all.items[0]?.key)));
  }
  return `${left.trimEnd()}\nnode_variants:\n${indentBy(block, 2).join("\n")}\n`;
}

/** The text without a key that has nothing behind it, or nothing between its braces. */
function withoutEmpty(text: string, key: string): string {
  const root = documentOf(text).contents;
  const pair = isMap(root) ? pairOf(root, key) : undefined;
  const empty = pair && (isMap(pair.value) ? pair.value.items.length === 0 : !isSeq(pair.value));
  return empty ? remove(text, [key]) : text;
}

/** The value at a path; undefined where there is none, or the text is no YAML. */
export function get(text: string, path: Path): unknown {
  try {
    const node = nodeAt(documentOf(text).contents, path);
    return isScalar(node) ? node.value : isMap(node) || isSeq(node) ? (node.toJSON() as unknown) : undefined;
  } catch {
    return undefined;
  }
}

/** What was typed as the value it means: a number or a truth value, where there was none of text when the typing began. */
export function meant(typed: string, before: unknown): Plain {
  if (typeof before !== "string") {
    if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(typed) && (typed.includes(".") || Number.isSafeInteger(Number(typed)))) {
      return Number(typed);
    }
    if (typed === "true" || typed === "false") {
      return typed === "true";
    }
  }
  return typed;
}
