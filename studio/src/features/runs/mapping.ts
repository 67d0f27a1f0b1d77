interface Input {
  name: string;
  source: unknown;
}

/** Where an input comes from: as it was chosen, else as the preview suggests; "" for its default. */
export const sourceOf = (chosen: Readonly<Record<string, string>>, input: Input): string => chosen[input.name] ?? (typeof input.source === "string" ? input.source : "");

/**
 * What a run is begun with. What the page suggested is written down, so that the run says where its inputs came from;
 * where there is no preview, what was chosen alone.
 */
export const mappingOf = (chosen: Readonly<Record<string, string>>, inputs: readonly Input[] | undefined): Record<string, string> =>
  Object.fromEntries((inputs?.map((input) => [input.name, sourceOf(chosen, input)] as const) ?? Object.entries(chosen)).filter(([, source]) => source !== ""));
