import type { BadgeProps } from "@fluentui/react-components";
import type { Schemas } from "../../api/client";

/** How a verdict is coloured; its word stands beside. */
export const verdictColours: Record<string, NonNullable<BadgeProps["color"]>> = { pass: "success", fail: "danger", inconclusive: "warning" };

/** The address where a gate is asked the same again. */
export const gateTo = ({ policy, run, against }: Pick<Schemas["GateVerdictView"], "policy" | "run" | "against">) =>
  `/gates?${new URLSearchParams({ policy, run, ...(against === null ? {} : { against }) }).toString()}`;
