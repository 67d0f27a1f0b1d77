import type { Schemas } from "../../api/client";

export type Model = Schemas["ModelView"];

/** A price: dollars by bucket for a million tokens (or the piece that the bucket is), or "unknown" where it is charged and not known. */
export type Price = Readonly<Record<string, unknown>>;

/** What a model is called in an address and by callers. */
export const fullName = (model: Model) => `${model.provider}/${model.id}`;

export const pathOf = (model: Pick<Model, "provider" | "id">) => `/models/${model.provider}/${model.id.split("/").map(encodeURIComponent).join("/")}`;

/** The price that holds now: the last that has begun. */
export function priceNow(model: Model, now: Date = new Date()): Price | undefined {
  return (model.prices as Price[]).findLast((price) => typeof price["from"] !== "string" || new Date(price["from"]) <= now);
}

/** Dollars of a bucket; undefined where it is not known, or not charged. */
export function dollars(price: Price | undefined, bucket: string): number | undefined {
  const value = price?.[bucket];
  return typeof value === "number" ? value : undefined;
}

/** Buckets in the order in which price lists have them; what is for a piece says for which. */
export const buckets = [
  "input",
  "cache_read",
  "cache_write",
  "cache_write_1h",
  "output",
  "reasoning",
  "audio_input",
  "audio_output",
  "image_input",
  "image_output",
  "audio_minute",
  "characters",
  "image",
  "search",
  "request",
] as const;

export interface Facets {
  find: string;
  provider: readonly string[];
  kind: readonly string[];
  can: readonly string[];
  reads: readonly string[];
  /** Dollars for a million output tokens at the most. */
  most?: number;
  /** Tokens of context at the least. */
  context?: number;
  retired: boolean;
}

export type FacetName = "provider" | "kind" | "can" | "reads";

const valuesOf: Record<FacetName, (model: Model) => readonly string[]> = {
  provider: (model) => [model.provider],
  kind: (model) => [model.kind],
  can: (model) => model.can,
  reads: (model) => model.input.filter((input) => input !== "text"),
};

// Of providers and kinds one suffices; capabilities must all be there.
const fits: Record<FacetName, (values: readonly string[], wanted: readonly string[]) => boolean> = {
  provider: (values, wanted) => wanted.some((w) => values.includes(w)),
  kind: (values, wanted) => wanted.some((w) => values.includes(w)),
  can: (values, wanted) => wanted.every((w) => values.includes(w)),
  reads: (values, wanted) => wanted.every((w) => values.includes(w)),
};

const facetNames = Object.keys(valuesOf) as FacetName[];

export const isRetired = (model: Model, today: string) => model.retires !== null && model.retires <= today;

function matches(model: Model, facets: Facets, today: string, leftOut?: FacetName): boolean {
  const words = facets.find.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const name = `${fullName(model)} ${model.name ?? ""} ${model.aliases.join(" ")}`.toLowerCase();
  const price = facets.most === undefined ? undefined : (dollars(priceNow(model), "output") ?? dollars(priceNow(model), "input"));
  return (
    words.every((word) => name.includes(word)) &&
    (facets.most === undefined || (price !== undefined && price <= facets.most)) &&
    (facets.context === undefined || (model.context ?? 0) >= facets.context) &&
    (facets.retired || !isRetired(model, today)) &&
    facetNames.every((facet) => facet === leftOut || facets[facet].length === 0 || fits[facet](valuesOf[facet](model), facets[facet]))
  );
}

export const filtered = (models: readonly Model[], facets: Facets, today: string): Model[] => models.filter((model) => matches(model, facets, today));

/** How many models each value of a facet would leave; for providers and kinds regardless of those already chosen, since they add up. */
export function counts(models: readonly Model[], facets: Facets, facet: FacetName, today: string): readonly (readonly [string, number])[] {
  const adds = facet === "provider" || facet === "kind";
  const found = new Map<string, number>(facets[facet].map((value) => [value, 0]));
  for (const model of models) {
    if (matches(model, facets, today, adds ? facet : undefined)) {
      for (const value of valuesOf[facet](model)) {
        found.set(value, (found.get(value) ?? 0) + 1);
      }
    }
  }
  return [...found].toSorted(([a, n], [b, m]) => m - n || a.localeCompare(b));
}
