import { columnsOf, listOf } from "../comparisons/sides";

export type Kind = "flow" | "prompt" | "run";

/** A target as the form has it. */
export interface TargetDraft {
  kind: Kind;
  value: string;
  variants: string;
  models: string;
}

export const emptyTarget: TargetDraft = { kind: "flow", value: "", variants: "", models: "" };

/** Targets from the address: each a JSON text; a link from elsewhere names a flow or a run alone. */
export function targetsOf(written: readonly string[], flow: string, run: string): TargetDraft[] {
  const targets = written.flatMap((text): TargetDraft[] => {
    try {
      return [{ ...emptyTarget, ...(JSON.parse(text) as Partial<TargetDraft>) }];
    } catch {
      return [];
    }
  });
  return targets.length > 0 ? targets : [run !== "" ? { ...emptyTarget, kind: "run", value: run } : { ...emptyTarget, value: flow }];
}

export interface Draft {
  name: string;
  description: string;
  data: string;
  targets: readonly TargetDraft[];
  evaluators: readonly string[];
  mapping: Record<string, string>;
  judge: string;
  repeats: string;
  maxCost: string;
  margin: string;
  slices: string;
}

/** The keys of an evaluation file. */
export function definitionOf(draft: Draft): Record<string, unknown> {
  const margins = listOf(draft.margin).map((m) => m.split("="));
  const all = margins.find((m) => m.length === 1)?.[0];
  const own = Object.fromEntries(margins.filter((m) => m.length === 2).map(([metric = "", number = ""]) => [metric, Number(number)]));
  const slices = columnsOf(draft.slices);
  const comparison = { ...(slices.length > 0 ? { slices } : {}), ...(all === undefined ? {} : { margin: Number(all) }), ...(Object.keys(own).length > 0 ? { margins: own } : {}) };
  return {
    ...(draft.name.trim() === "" ? {} : { name: draft.name.trim() }),
    ...(draft.description.trim() === "" ? {} : { description: draft.description.trim() }),
    ...(draft.data.trim() === "" ? {} : { data: draft.data.trim() }),
    targets: draft.targets.map((target, at) => ({
      // Prompts to one model would have one name.
      ...(target.kind === "prompt" && draft.targets.length > 1 ? { name: `prompt ${at + 1}` } : {}),
      [target.kind]: target.value.trim(),
      ...(target.kind === "flow" && columnsOf(target.variants).length > 0 ? { variants: columnsOf(target.variants) } : {}),
      ...(target.kind !== "run" && columnsOf(target.models).length > 0 ? { models: columnsOf(target.models) } : {}),
    })),
    evaluators: [...draft.evaluators],
    ...(Object.values(draft.mapping).some((source) => source !== "") ? { column_mapping: Object.fromEntries(Object.entries(draft.mapping).filter(([, source]) => source !== "")) } : {}),
    ...(draft.judge.trim() === "" ? {} : { judge: draft.judge.trim() }),
    ...(draft.repeats === "" || draft.repeats === "1" ? {} : { repeats: Number(draft.repeats) }),
    ...(draft.maxCost === "" ? {} : { max_cost: Number(draft.maxCost) }),
    ...(Object.keys(comparison).length > 0 ? { comparison } : {}),
  };
}
