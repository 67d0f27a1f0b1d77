import type { Schemas } from "../../api/client";
import type { Traffic } from "../../api/queries";

type Line = Schemas["UsageLineView"];

export const usual: Traffic = { calls: 1000, input_tokens: 1000, cached_tokens: 0, output_tokens: 500 };

export const isWhole = (words: string) => /^\d{1,15}$/.test(words);

/** Calls that a provider answered. */
export const callsOf = (line: Line) => line.answered;

/** What has been used as so many calls that are alike; undefined where nothing was. Averages are rounded to whole tokens. */
export function ownTraffic(line: Line): Traffic | undefined {
  const calls = callsOf(line);
  if (calls === 0) {
    return undefined;
  }
  const used = (...names: string[]) => names.reduce((all, name) => all + (line.usage[name] ?? 0), 0);
  const cached = used("cache_read");
  const each = (tokens: number) => Math.round(tokens / calls);
  return {
    calls,
    input_tokens: each(cached + used("fresh_input", "cache_write_5m", "cache_write_1h", "audio_input", "image_input")),
    cached_tokens: each(cached),
    output_tokens: each(used("output", "reasoning", "audio_output", "image_output")),
  };
}
