import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";

interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  description?: string;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  type?: string | string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
}

export interface Place {
  /** The keys above, outermost first; "-" for an item of a list. */
  path: readonly string[];
  /** The key whose value is being written; null where a key is. */
  key: string | null;
  /** What is written of it so far. */
  typed: string;
}

/** Where in a YAML text somebody writes, told by indentation, so that a text that is not finished will do. */
export function placeAt(lines: readonly string[]): Place {
  const current = lines.at(-1) ?? "";
  const [, lead = "", key, typed = ""] = /^(\s*(?:- +)*)(?:([\w$-]+):\s+)?(.*)$/.exec(current) ?? [];
  const path: string[] = [];
  let indent = lead.length;
  if (lead.includes("-")) {
    path.unshift("-");
    indent = lead.indexOf("-");
  }
  for (const line of lines.slice(0, -1).toReversed()) {
    const match = /^(\s*)((?:- +)*)([\w$.-]+):\s*(?:[#&|>].*)?$/.exec(line) ?? /^(\s*)(- +)([\w$.-]+):/.exec(line);
    if (!match || line.trim() === "") {
      continue;
    }
    const [whole, space = "", dash = "", name = ""] = match;
    const inner = space.length + dash.length;
    if (inner < indent && /:\s*(?:[#&|>].*)?$/.test(whole)) {
      path.unshift(name);
      indent = inner;
    } else if (dash !== "" && inner === indent) {
      // The line is another key of a list's item.
      path.unshift("-");
      indent = space.length;
      continue;
    } else if (inner === indent && path[0] === "-" && dash === "") {
      // A list may stand as far left as its key.
      path.unshift(name);
      indent = inner;
      continue;
    }
    if (dash !== "" && inner <= indent && path[0] === name) {
      path.unshift("-");
      indent = space.length;
    }
  }
  return { path, key: key ?? null, typed: key === undefined ? typed.replace(/:.*$/, "") : typed };
}

/** The schemas that may hold at a path. */
export function schemasAt(root: Schema, path: readonly string[]): Schema[] {
  let here = opened(root, root);
  for (const step of path) {
    here = here.flatMap((schema) => {
      const next = step === "-" ? schema.items : (schema.properties?.[step] ?? (typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined));
      return next ? opened(root, next) : [];
    });
  }
  return here;
}

function opened(root: Schema, schema: Schema, depth = 0): Schema[] {
  if (depth > 12) {
    return [];
  }
  if (schema.$ref) {
    const target = schema.$ref === "#" ? root : schema.$ref.replace(/^#\//, "").split("/").reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], root);
    return target ? opened(root, target, depth + 1) : [];
  }
  return [schema, ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].flatMap((other) => opened(root, other, depth + 1))];
}

const valuesOf = (schema: Schema): unknown[] => schema.enum ?? (schema.const !== undefined ? [schema.const] : schema.type === "boolean" || (Array.isArray(schema.type) && schema.type.includes("boolean")) ? [true, false] : []);

/** Offers the keys and values that a schema knows, with what it says of them. */
export function schemaCompletions(schema: unknown): CompletionSource {
  const root = schema as Schema;
  return (context: CompletionContext): CompletionResult | null => {
    const line = context.state.doc.lineAt(context.pos);
    const before = context.state.doc.sliceString(0, context.pos);
    const place = placeAt(before.split("\n"));
    if (!context.explicit && place.typed === "") {
      return null;
    }
    const options =
      place.key === null
        ? schemasAt(root, place.path).flatMap((found) =>
            Object.entries(found.properties ?? {}).map(([name, one]): Completion => ({ label: name, apply: line.text.slice(context.pos - line.from).startsWith(":") ? name : `${name}: `, type: "property", ...(one.description ? { info: one.description } : {}) })),
          )
        : schemasAt(root, [...place.path, place.key]).flatMap((found) => valuesOf(found).map((value): Completion => ({ label: String(value), type: "constant" })));
    const unique = [...new Map(options.map((option) => [option.label, option])).values()];
    return unique.length === 0 ? null : { from: context.pos - place.typed.length, options: unique, validFor: /^[\w$-]*$/ };
  };
}
