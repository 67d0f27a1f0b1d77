import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../api/client";
import { text } from "../../strings";

export type Evaluator = Schemas["EvaluatorView"];
export type Metric = Schemas["EvaluatorMetricView"];

export const evaluatorsQuery = queryOptions({
  queryKey: ["evaluators"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/evaluators", { signal })),
});

export const evaluatorQuery = (name: string) =>
  queryOptions({ queryKey: ["evaluators", name], queryFn: ({ signal }) => answer(api.GET("/api/v1/evaluators/{name}", { signal, params: { path: { name } } })) });

const words = text.evaluators;

const digits = (value: number | null) => (value === null ? null : value.toLocaleString("en-US", { maximumFractionDigits: 3 }));

/** What values a metric has, in words. */
export function scaleOf({ kind, low, high }: Metric): string {
  return kind === "truth" ? words.scales.truth : kind === "label" ? words.scales.label : words.scales[kind](digits(low), digits(high));
}

/** From where on a line passes, in words; null where nothing passes or fails. */
export const passes = (metric: Metric): string | null =>
  metric.threshold === null ? null : metric.better === "lower" ? words.passesTo(digits(metric.threshold) ?? "") : words.passesFrom(digits(metric.threshold) ?? "");
