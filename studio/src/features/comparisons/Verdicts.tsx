import { Fragment } from "react";
import type { Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { text } from "../../strings";
import { score } from "../runs/run";
import { DrawnDifference, Verdict, type Compared } from "./Verdict";
import styles from "./Comparisons.module.css";

const words = text.comparisons;

/** Every metric on all lines, then on each slice: both means, the difference drawn, the verdict. */
export function Verdicts({ comparison }: { comparison: Schemas["ComparisonView"] }) {
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} role="group" aria-label={words.verdicts} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.metric}</th>
              <th scope="col" className={styles.number}>
                {comparison.baseline}
              </th>
              <th scope="col" className={styles.number}>
                {comparison.candidate}
              </th>
              <th scope="col" className={styles.number}>
                {words.difference}
              </th>
              <th scope="col" className={styles.drawn}>
                <span className="unseen">{words.difference}</span>
              </th>
              <th scope="col">{words.verdict}</th>
              <th scope="col" className={styles.number}>
                {words.lines}
              </th>
              <th scope="col" className={styles.number}>
                {words.p}
              </th>
              <th scope="col" className={styles.number}>
                {words.effect}
              </th>
            </tr>
          </thead>
          <tbody>
            {comparison.metrics.map((metric) => {
              const among = [metric, ...metric.slices.map((s) => s.result)];
              return (
                <Fragment key={metric.metric}>
                  <Row metric={metric} among={among} name={metric.metric} />
                  {metric.slices.map((slice) => (
                    <Row key={`${slice.column} ${slice.value}`} metric={slice.result} among={among} name={`${slice.column} = ${slice.value}`} isSlice />
                  ))}
                </Fragment>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className={styles.sentences}>
        {comparison.metrics.map((metric) => (
          <p key={metric.metric}>{metric.sentence}</p>
        ))}
        {comparison.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
        {comparison.family > 1 && <p className={styles.muted}>{text.evaluations.family(comparison.family)}</p>}
      </div>
    </>
  );
}

function Row({ metric, among, name, isSlice = false }: { metric: Compared; among: readonly Compared[]; name: string; isSlice?: boolean }) {
  const known = [metric.lower_is_better ? words.lowerIsBetter : "", metric.direction_assumed ? words.assumed : "", metric.uncalibrated ? text.runs.uncalibrated : "", metric.margin === null ? "" : words.withinMargin(String(metric.margin))].filter(Boolean).join("; ");
  return (
    <tr>
      <th scope="row" className={isSlice ? styles.slice : undefined}>
        {name}
        {!isSlice && known !== "" && <div className={styles.muted}>{known}</div>}
      </th>
      <td className={styles.number}>{metric.a_words}</td>
      <td className={styles.number}>{metric.b_words}</td>
      <td className={styles.number}>{metric.difference_words}</td>
      <td className={styles.drawn}>
        <DrawnDifference metric={metric} among={among} />
      </td>
      <td>
        <Verdict metric={metric} />
      </td>
      <td className={styles.number} title={words.up(count(metric.up), count(metric.down))}>
        {count(metric.lines)}
      </td>
      <td className={styles.number}>{metric.p_adjusted === null ? "" : metric.p_adjusted < 0.001 ? "< 0.001" : metric.p_adjusted.toFixed(3)}</td>
      <td className={styles.number} title={metric.effect_name}>
        {score(metric.effect)}
      </td>
    </tr>
  );
}
