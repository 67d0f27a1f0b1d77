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

export const dollars = (cost: number | null): string => (cost === null ? text.table.none : money(nano(cost)));
