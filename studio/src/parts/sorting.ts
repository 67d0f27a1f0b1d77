export type SortValue = string | number | bigint | boolean | null | undefined;

/** "-cost" is cost, descending. */
export const sortOf = (word: string) => (word.startsWith("-") ? { key: word.slice(1), descending: true } : { key: word, descending: false });

const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** What is not known comes last in either direction. */
export function compare(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === null || a === undefined || b === null || b === undefined) {
    return Number(a === null || a === undefined) - Number(b === null || b === undefined);
  }
  const order = typeof a === "string" && typeof b === "string" ? words.compare(a, b) : a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}
