import { nano, roundMoney } from "../../../formats/money";
import { count, duration } from "../../../formats/numbers";
import { text } from "../../../strings";
import type { NodeRecord } from "../queries";

/** How long a node took, what it used and what that cost, as far as it is known and was spent by this go. */
export function figuresOf(record: NodeRecord | undefined): string[] {
  if (record === undefined || record.replayed || record.status === "bypassed" || record.duration_ms === null) {
    return [];
  }
  return [
    duration(record.duration_ms),
    ...(record.total_tokens === null ? [] : [text.flows.tokens(count(record.total_tokens))]),
    ...(record.cost === null ? [] : [roundMoney(nano(record.cost))]),
  ];
}
