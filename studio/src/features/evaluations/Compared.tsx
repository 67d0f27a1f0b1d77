import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { axisOf, IntervalBar } from "../../parts/IntervalBar";
import { Section } from "../../parts/Page";
import { text } from "../../strings";
import { DrawnDifference, Verdict } from "../comparisons/Verdict";
import { MetricName, share } from "../runs/Scores";
import type { Detail, Target } from "./evaluation";
import styles from "../comparisons/Comparisons.module.css";

const words = text.evaluations;

/** One metric of all targets on one axis, each against the baseline, and slice by slice. */
export function Compared({ metric: name, detail }: { metric: string; detail: Detail }) {
  const found = detail.targets.flatMap((target) => {
    const metric = target.metrics.find((m) => m.metric === name);
    return metric ? [{ target, metric, comparison: detail.comparisons.find((c) => c.candidate === target.name)?.metrics.find((m) => m.metric === name) }] : [];
  });
  const axis = axisOf(found.map((f) => f.metric.mean));
  const differences = found.flatMap((f) => (f.comparison ? [f.comparison] : []));
  const first = found[0]?.metric;
  return (
    <Section title={name} actions={first && first.calibration !== null ? <MetricName metric={first} /> : undefined}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} role="group" aria-label={name} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.target}</th>
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
                {text.runs.scored}
              </th>
              {differences.length > 0 && (
                <>
                  <th scope="col" className={styles.number}>
                    {words.against(detail.baseline ?? "")}
                  </th>
                  <th scope="col" className={styles.drawn}>
                    <span className="unseen">{words.difference}</span>
                  </th>
                  <th scope="col">{words.verdict}</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {found.map(({ target, metric, comparison }) => (
              <tr key={target.name}>
                <th scope="row">{target.name}</th>
                <td className={styles.number}>{metric.words}</td>
                <td className={styles.drawn}>{metric.mean && <IntervalBar {...metric.mean} {...axis} label={`${target.name}: ${metric.words}`} />}</td>
                <td className={styles.number}>{share(metric.pass_rate)}</td>
                <td className={styles.number}>{text.runs.scoredOf(count(metric.scored), count(metric.lines))}</td>
                {comparison ? (
                  <>
                    <td className={styles.number}>{comparison.difference_words}</td>
                    <td className={styles.drawn}>
                      <DrawnDifference metric={comparison} among={differences} />
                    </td>
                    <td>
                      <Verdict metric={comparison} />
                    </td>
                  </>
                ) : (
                  differences.length > 0 && <td colSpan={3} className={styles.muted}>{target.name === detail.baseline ? words.isBaseline : ""}</td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.sentences}>
        {found.map(({ target, metric, comparison }) => (
          <Told key={target.name} target={target} repeats={metric.repeats} comparison={comparison} detail={detail} />
        ))}
      </div>
      {differences.some((d) => d.slices.length > 0) && <Slices differences={found} baseline={detail.baseline ?? ""} />}
    </Section>
  );
}

function Told({ target, repeats, comparison, detail }: { target: Target; repeats: string | null; comparison: Schemas["MetricComparisonView"] | undefined; detail: Detail }) {
  const flipped = comparison !== undefined && (comparison.lost ?? 0) + (comparison.won ?? 0) > 0;
  const [evaluation, baseline] = [detail.evaluation.name, detail.baseline ?? ""];
  return (
    <>
      {comparison && <p>{comparison.sentence}</p>}
      {flipped && (
        <p>
          {words.flips(comparison.lost ?? 0, comparison.won ?? 0)}.{" "}
          <Link to={`/comparisons?baseline=${encodeURIComponent(`${evaluation}:${baseline}`)}&candidate=${encodeURIComponent(`${evaluation}:${target.name}`)}&metric=${encodeURIComponent(comparison.metric)}`}>{words.toFlips}</Link>
        </p>
      )}
      {repeats !== null && <p className={styles.muted}>{repeats}</p>}
    </>
  );
}

function Slices({ differences, baseline }: { differences: readonly { target: Target; comparison: Schemas["MetricComparisonView"] | undefined }[]; baseline: string }) {
  const rows = differences.flatMap(({ target, comparison }) => (comparison?.slices ?? []).map((slice) => ({ target, slice })));
  const among = rows.map((r) => r.slice.result);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="group" aria-label={words.slices} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.slices}</th>
            <th scope="col">{words.target}</th>
            <th scope="col" className={styles.number}>
              {words.lines}
            </th>
            <th scope="col" className={styles.number}>
              {words.against(baseline)}
            </th>
            <th scope="col" className={styles.drawn}>
              <span className="unseen">{words.difference}</span>
            </th>
            <th scope="col">{words.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ target, slice }) => (
            <tr key={`${target.name} ${slice.column} ${slice.value}`}>
              <th scope="row">{`${slice.column} = ${slice.value}`}</th>
              <td>{target.name}</td>
              <td className={styles.number}>{count(slice.result.lines)}</td>
              <td className={styles.number}>{slice.result.difference_words}</td>
              <td className={styles.drawn}>
                <DrawnDifference metric={slice.result} among={among} />
              </td>
              <td>
                <Verdict metric={slice.result} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
