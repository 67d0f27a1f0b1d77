import type { ColumnFacts, Row } from "../datasets/dataset";

const deepest = 3;

/** Columns, and behind each that holds objects what is inside, named by dots: human, human.ann. */
export function withNested(columns: readonly ColumnFacts[], rows: readonly Pick<Row, "value">[]): readonly ColumnFacts[] {
  return columns.flatMap((column) => {
    const inside = new Map<string, string>();
    for (const row of rows) {
      collect(row.value[column.name], column.name, 1, inside);
    }
    return [column, ...[...inside].map(([name, kind]): ColumnFacts => ({ ...column, name, kinds: { [kind]: 1 } }))];
  });
}

function collect(value: unknown, path: string, depth: number, into: Map<string, string>) {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > deepest) {
    return;
  }
  for (const [name, held] of Object.entries(value)) {
    const inner = `${path}.${name}`;
    if (held !== null) {
      into.set(inner, kindOf(held));
      collect(held, inner, depth + 1, into);
    }
  }
}

const kindOf = (value: unknown): string =>
  typeof value === "string" ? "text" : typeof value === "boolean" ? "true or false" : typeof value === "number" ? (Number.isInteger(value) ? "whole number" : "number") : Array.isArray(value) ? "list" : "object";
