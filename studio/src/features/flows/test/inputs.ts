import { text } from "../../../strings";
import type { FlowInput } from "../queries";

/** What was typed for each input; an input that is not here was not touched. */
export type Typed = Readonly<Record<string, string>>;

export type Form = "text" | "number" | "bool" | "json" | "image" | "choice";

/** Which field an input is typed into. */
export function formOf(input: FlowInput): Form {
  if (Array.isArray(input.choices)) {
    return "choice";
  }
  switch (input.type) {
    case "int":
    case "double":
    case "float":
    case "integer":
    case "number":
      return "number";
    case "bool":
    case "boolean":
      return "bool";
    case "list":
    case "array":
    case "object":
    case "dict":
      return "json";
    case "image":
      return "image";
    default:
      return "text";
  }
}

/** A value as it stands in a field. */
export const shown = (value: unknown, form: Form): string =>
  value === null || value === undefined ? "" : typeof value === "string" && form !== "json" ? value : JSON.stringify(value, null, form === "json" ? 2 : 0);

export const typedOf = (input: FlowInput, typed: Typed): string => typed[input.name] ?? shown(input.default, formOf(input));

/** Why what was typed can't be taken; null where it can. */
export function faultOf(input: FlowInput, typed: Typed): string | null {
  const value = typedOf(input, typed);
  const form = formOf(input);
  if (value.trim() === "") {
    return null;
  }
  if (form === "number" && !Number.isFinite(Number(value))) {
    return text.flows.notNumber;
  }
  if (form === "json") {
    try {
      JSON.parse(value);
    } catch (error) {
      return text.flows.notJson(error instanceof Error ? error.message : String(error));
    }
  }
  return null;
}

/** The inputs as they are sent: what is empty and not text takes its default. */
export function valuesOf(inputs: readonly FlowInput[], typed: Typed): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const input of inputs) {
    const value = typedOf(input, typed);
    const form = formOf(input);
    if (form === "text" ? value === "" && typed[input.name] === undefined : value.trim() === "") {
      continue;
    }
    values[input.name] =
      form === "number" ? Number(value) : form === "bool" ? value === "true" : form === "json" ? (JSON.parse(value) as unknown) : form === "image" ? imageOf(value) : form === "choice" ? chosen(input, value) : value;
  }
  return values;
}

const chosen = (input: FlowInput, value: string): unknown => (Array.isArray(input.choices) ? (input.choices as unknown[]).find((choice) => String(choice) === value) : undefined) ?? value;

// A picture as flows write it: its type and its bytes; an address or a path is taken as it is.
function imageOf(value: string): unknown {
  const data = /^data:(image\/[\w.+-]+);base64,(.*)$/s.exec(value);
  if (data) {
    return { [`data:${data[1] ?? ""};base64`]: data[2] };
  }
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
