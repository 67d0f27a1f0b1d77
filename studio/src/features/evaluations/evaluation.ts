import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../api/client";
import { money, nano } from "../../formats/money";
import { text } from "../../strings";

export type Evaluation = Schemas["EvaluationView"];
export type Detail = Schemas["EvaluationDetailView"];
export type Target = Schemas["EvaluationTargetView"];

/** How its targets are compared, other than it says itself. */
export interface How {
  baseline?: string;
  margin?: string[];
  slice?: string[];
}

export const evaluationKey = (name: string) => ["evaluations", "one", name] as const;

export const evaluationQuery = (name: string, how: How = {}) =>
  queryOptions({ queryKey: [...evaluationKey(name), how], queryFn: ({ signal }) => answer(api.GET("/api/v1/evaluations/{name}", { signal, params: { path: { name }, query: how } })) });

/** Steps done and the part of the one under way; undefined before the first. */
export const shareDone = ({ progress }: Pick<Evaluation, "progress">): number | undefined =>
  progress === null ? undefined : (progress.number - 1 + (progress.total > 0 ? progress.done / progress.total : 0)) / progress.steps;

/** The same as a bar is told it: one without a value moves for ever. */
export const progressOf = (evaluation: Pick<Evaluation, "progress">): { value?: number } => {
  const value = shareDone(evaluation);
  return value === undefined ? {} : { value };
};

export const dollars = (cost: number | null): string => (cost === null ? text.table.none : money(nano(cost)));
