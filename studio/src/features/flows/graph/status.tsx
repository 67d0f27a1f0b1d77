import {
  ArrowRepeatAll16Regular,
  ArrowSync16Regular,
  ArrowTurnRight16Regular,
  CheckmarkCircle16Filled,
  Circle16Regular,
  DatabaseArrowRight20Regular,
  ErrorCircle16Filled,
  RecordStop16Regular,
} from "@fluentui/react-icons";
import { text } from "../../../strings";
import type { NodeRecord } from "../queries";
import styles from "./Graph.module.css";

export type NodeStatus = "waiting" | "running" | "completed" | "bypassed" | "failed" | "canceled" | "replayed" | "cached";

/** What a node is, told by what was recorded of it. */
export function statusOf(record: NodeRecord | undefined): NodeStatus {
  if (record === undefined) {
    return "waiting";
  }
  if (record.status === "completed") {
    return record.replayed ? "replayed" : record.cached ? "cached" : "completed";
  }
  return record.status === "bypassed" || record.status === "failed" || record.status === "canceled" ? record.status : "running";
}

const icons = {
  waiting: Circle16Regular,
  running: ArrowSync16Regular,
  completed: CheckmarkCircle16Filled,
  bypassed: ArrowTurnRight16Regular,
  failed: ErrorCircle16Filled,
  canceled: RecordStop16Regular,
  replayed: ArrowRepeatAll16Regular,
  cached: DatabaseArrowRight20Regular,
} as const;

/** A status by icon, word and colour. */
export function Status({ status }: { status: NodeStatus }) {
  const Icon = icons[status];
  return (
    <span className={styles.status} data-status={status}>
      <Icon aria-hidden fontSize={16} />
      {text.flows.statuses[status]}
    </span>
  );
}
