import { Badge, type BadgeProps } from "@fluentui/react-components";
import { text } from "../../strings";
import type { Call } from "./Calls";

const colours: Partial<Record<string, NonNullable<BadgeProps["color"]>>> = { answered: "success", cached: "brand", refused: "warning", cancelled: "informative", failed: "danger" };

/** How a call ended, in a word that is also told by colour. */
export function Outcome({ call }: { call: Call }) {
  return (
    <Badge appearance="tint" color={colours[call.outcome] ?? "informative"} title={call.cause ?? undefined}>
      {text.operate.outcomes[call.outcome as keyof typeof text.operate.outcomes]}
    </Badge>
  );
}
