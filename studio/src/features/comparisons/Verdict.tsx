import { Badge, type BadgeProps } from "@fluentui/react-components";
import type { Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { axisOf, IntervalBar } from "../../parts/IntervalBar";
import { text } from "../../strings";
import { verdictTone } from "../../strings/en/comparisons";
import styles from "./Comparisons.module.css";

export type Compared = Schemas["MetricComparisonView"];

const words = text.comparisons;
const colours: Record<string, NonNullable<BadgeProps["color"]>> = { better: "success", worse: "danger", "no difference that matters": "brand", "can't tell yet": "warning" };

/** The verdict, and how many more lines would tell where it can't be told yet. */
export function Verdict({ metric }: { metric: Compared }) {
  return (
    <span className={styles.verdict}>
      <Badge appearance="tint" color={colours[metric.verdict] ?? "informative"}>
        {metric.verdict}
      </Badge>
      {metric.more_lines !== null && <span className={styles.muted}>{words.moreLines(count(metric.more_lines))}</span>}
    </span>
  );
}

/** The difference on an axis around zero, with the margin as a band. */
export function DrawnDifference({ metric, among = [metric] }: { metric: Compared; among?: readonly Compared[] }) {
  const margins = among.flatMap((m) => (m.margin === null ? [] : [m.margin, -m.margin]));
  const axis = axisOf(
    among.map((m) => m.difference),
    [0, ...margins],
  );
  // Zero in the middle, so that the eye needs no scale.
  const most = Math.max(Math.abs(axis.from), Math.abs(axis.to));
  return <IntervalBar {...metric.difference} from={-most} to={most} margin={metric.margin} mark={0} tone={verdictTone[metric.verdict] ?? "unsure"} label={`${metric.metric}: ${metric.difference_words}`} />;
}
