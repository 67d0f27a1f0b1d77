import { Badge, ProgressBar, type BadgeProps } from "@fluentui/react-components";
import { count } from "../../formats/numbers";
import { text } from "../../strings";
import { doneOf, goesOn, shareOf, type Run } from "./run";
import styles from "./Runs.module.css";

const words = text.runs;
const colours: Partial<Record<string, NonNullable<BadgeProps["color"]>>> = {
  preparing: "informative",
  running: "brand",
  stopping: "warning",
  canceled: "warning",
  stopped: "warning",
  completed: "success",
  failed: "danger",
  interrupted: "danger",
};

/** Where a run or an evaluation stands, in a word that is also told by colour. */
export function StateBadge({ state, title }: { state: string; title?: string | undefined }) {
  return (
    <Badge appearance="tint" color={colours[state] ?? "informative"} title={title ?? words.stateMeans[state]}>
      {words.states[state] ?? state}
    </Badge>
  );
}

/** The same of a run, with how far it is while it goes on. */
export function RunState({ run }: { run: Run }) {
  const share = shareOf(run);
  return goesOn(run.state) && share !== undefined ? (
    <span className={styles.progress}>
      <StateBadge state={run.state} />
      <ProgressBar aria-label={words.progressOf(run.name)} value={share} thickness="large" shape="rounded" />
    </span>
  ) : (
    <StateBadge state={run.state} title={run.error ?? undefined} />
  );
}

/** 120 of 134. */
export const linesText = (run: Run) => (run.total_lines === null ? "" : doneOf(run) === run.total_lines ? count(run.total_lines) : words.linesOf(count(doneOf(run)), count(run.total_lines)));
