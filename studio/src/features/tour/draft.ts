import { keep, kept } from "../../address/kept";
import { text } from "../../strings";

/** What is typed on the tour; kept in this browser. */
export interface TourDraft {
  prompts: readonly [string, string];
  model: string;
}

const place = "tour";
const put = "tour.put";

export const sampleDraft = (): TourDraft => ({
  prompts: ["Answer in one sentence, from the text alone.\n\n{{facts}}", "Answer in one sentence, from the text alone.\n\n{{manual}}"],
  model: "offline/quote",
});

export function keptTour(): TourDraft | undefined {
  const value = kept(place) as { prompts?: unknown; model?: unknown } | null | undefined;
  const [first, second] = Array.isArray(value?.prompts) ? (value.prompts as unknown[]) : [];
  return typeof first === "string" && typeof second === "string" && typeof value?.model === "string" ? { prompts: [first, second], model: value.model } : undefined;
}

export const keepTour = (draft: TourDraft) => void keep(place, draft);

/** Whether the visitor has put the tour aside. */
export const isTourPut = () => kept(put) === true;

export const putTour = () => void keep(put, true);

/** A target's prompt as evaluations have it. */
export const promptOf = (system: string) => `${system.trim() === "" ? "" : `system:\n${system.trim()}\n\n`}user:\n{{question}}`;

export const [first, second] = text.tour.prompts.names;
