type Side = Readonly<Record<string, unknown>> | null;

export interface Change {
  field: string;
  before: string;
  after: string;
}

const shown = (value: unknown) => (value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));

/** The fields that differ between what was and what is; all of them where one side is missing. */
export function changes(before: Side, after: Side): Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return fields.map((field) => ({ field, before: shown(before?.[field]), after: shown(after?.[field]) })).filter((change) => change.before !== change.after);
}
