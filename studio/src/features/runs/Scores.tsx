import { Badge } from "@fluentui/react-components";
import { count, percent } from "../../formats/numbers";
import { axisOf, IntervalBar } from "../../parts/IntervalBar";
import { text } from "../../strings";
import type { Metric } from "./run";
import styles from "./Runs.module.css";

const words = text.runs;

/** A share with its interval: 43% (34 to 51%). */
export const share = (rate: Metric["pass_rate"]) =>
  rate === null || rate.estimate === null ? "" : `${percent(rate.estimate)}${rate.low === null || rate.high === null ? "" : ` (${percent(rate.low)} to ${percent(rate.high)})`}`;

/** Metrics with their means drawn, each on its own scale. */
export function Scores({ metrics }: { metrics: readonly Metric[] }) {
  return (
    // A table that is wider than a phone scrolls in itself, by keys too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="group" aria-label={words.scores} tabIndex={0}>
      <table className={styles.scores}>
        <thead>
          <tr>
            <th scope="col">{words.metric}</th>
            <th scope="col" className={styles.number}>
              {words.mean}
            </th>
            <th scope="col" className={styles.drawn}>
              <span className="unseen">{words.mean}</span>
            </th>
            <th scope="col" className={styles.number}>
              {words.passes}
            </th>
            <th scope="col" className={styles.number}>
              {words.scored}
            </th>
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <tr key={metric.metric}>
              <th scope="row">
                <MetricName metric={metric} />
              </th>
              <td className={styles.number}>{metric.words}</td>
              <td className={styles.drawn}>
                <Drawn metric={metric} />
              </td>
              <td className={styles.number}>{share(metric.pass_rate)}</td>
              <td className={styles.number}>{words.scoredOf(count(metric.scored), count(metric.lines))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A metric with what is to be known before it is relied on. */
export function MetricName({ metric }: { metric: Metric }) {
  return (
    <span className={styles.name}>
      <span>{metric.metric}</span>
      {metric.calibration !== null && (
        <Badge appearance="tint" color={metric.uncalibrated ? "warning" : "success"} title={metric.judge ?? undefined}>
          {metric.uncalibrated ? words.uncalibrated : metric.calibration}
        </Badge>
      )}
    </span>
  );
}

function Drawn({ metric }: { metric: Metric }) {
  if (metric.mean === null) {
    return null;
  }
  const { low, high } = metric.mean;
  const whole = metric.least !== null && metric.greatest !== null;
  // What lies between nothing and one is most likely a share: drawn on one axis, metrics can be held against each other.
  const axis = whole ? { from: metric.least ?? 0, to: metric.greatest ?? 1 } : (low ?? -1) >= 0 && (high ?? 2) <= 1 ? { from: 0, to: 1 } : axisOf([metric.mean], metric.least === null ? [] : [metric.least]);
  return <IntervalBar {...metric.mean} {...axis} mark={metric.threshold} label={`${metric.metric}: ${metric.words}`} />;
}
