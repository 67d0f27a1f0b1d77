import type { Schemas } from "../../api/client";

/** Whether the sum of a report says what was spent: not where calls were made and none of them has a price. */
export const costIsKnown = (line: Schemas["UsageLineView"]) => line.calls_with_unknown_cost === 0 || line.cost_usd > 0;
