import { Badge, type BadgeProps } from "@fluentui/react-components";
import type { Schemas } from "../../api/client";
import { text } from "../../strings";

type State = Schemas["TargetView"]["state"];

const colours: Record<State, NonNullable<BadgeProps["color"]>> = { ready: "success", throttled: "warning", half_open: "warning", probing: "warning", open: "danger", credential_refused: "danger" };

/** Whether a target may be asked now. */
export function TargetState({ state }: { state: State }) {
  return (
    <Badge appearance="tint" color={colours[state]} title={text.operate.stateMeans[state]}>
      {text.operate.states[state]}
    </Badge>
  );
}
