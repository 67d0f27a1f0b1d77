import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../api/client";
import { text } from "../../strings";

export type Result = Schemas["CalibrationView"];
export type Figure = Schemas["FigureView"];
export type Asked = Schemas["CalibrationAsked"];

export const calibrationsQuery = queryOptions({
  queryKey: ["calibrations"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/calibrations", { signal })),
});

export const calibrate = (asked: Asked, signal?: AbortSignal) => answer(api.POST("/api/v1/calibrations", { body: asked, ...(signal ? { signal } : {}) }));

const words = text.calibrations.result;
const fixed = (value: number) => value.toFixed(2).replace("-", "−");
const few = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });
const percents = new Intl.NumberFormat("en-US", { style: "percent", maximumFractionDigits: 1 });

/** A label or a score: 4, 0.5, 3.333. */
export const digits = (value: number) => few.format(value);

export const share = (value: number | null) => (value === null ? text.table.unknown : percents.format(value));

/** A figure with its range, in the words of the command line. */
export function rangeOf(figure: Figure): string {
  const { estimate, low, high } = figure;
  return estimate === null ? words.same : low === null || high === null ? words.noInterval(fixed(estimate)) : words.range(fixed(estimate), fixed(low), fixed(high));
}

const signed = (value: number) => `${value > 0 ? "+" : ""}${fixed(value)}`;

export const signedRange = ({ estimate, low, high }: Figure) => (estimate === null ? words.same : words.range(signed(estimate), low === null ? "…" : signed(low), high === null ? "…" : signed(high)));

export const shareRange = ({ estimate, low, high }: Figure) => (estimate === null ? text.table.unknown : words.range(share(estimate), share(low), share(high)));

/** Whether the judge scores higher than people, lower, or neither as far as can be told. */
export function biasWords(bias: Figure): string {
  const { estimate, low, high } = bias;
  const range = signedRange(bias);
  return estimate === null || low === null || high === null || (low <= 0 && high >= 0) ? words.biasNone(range) : estimate > 0 ? words.biasHigher(range) : words.biasLower(range);
}

/** What the figure to go by says of the judge. Nothing shown is as in a record: the range reaches down to none. */
export function verdictOf(main: Schemas["AgreementView"]): "none" | "ceiling" | "below" | "shown" {
  const { judge, people } = main;
  if (judge.low === null || judge.low <= 0) {
    return "none";
  }
  if (people?.low == null || people.high === null || judge.high === null) {
    return "shown";
  }
  return judge.high < people.low ? "below" : "ceiling";
}

// Below none there is nothing to tell apart, and what is measured in points of a scale has an axis of its own.
export const isError = (name: string) => name === "mean absolute error";

/** The axis that agreement is drawn on: from none to perfect, farther down where something is below. */
export function agreementAxis(agreement: readonly Schemas["AgreementView"][]): { from: number; to: number } {
  const lows = agreement.filter((a) => !isError(a.name)).flatMap((a) => [a.judge.low, a.people?.low, a.judge.estimate]).filter((low): low is number => typeof low === "number");
  return { from: Math.min(0, ...lows), to: 1 };
}
