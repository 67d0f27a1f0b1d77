import { Link } from "react-router";
import { count, duration } from "../../formats/numbers";
import { text } from "../../strings";
import { dollars, type Detail } from "./evaluation";
import styles from "../comparisons/Comparisons.module.css";

const words = text.evaluations;

/** What each target took: lines, time, tokens, money. */
export function TargetsTable({ detail }: { detail: Detail }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="group" aria-label={words.sideBySide} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{words.target}</th>
            <th scope="col" className={styles.number}>
              {words.lines}
            </th>
            <th scope="col" className={styles.number}>
              {words.failed}
            </th>
            <th scope="col" className={styles.number}>
              {words.latency}
            </th>
            <th scope="col" className={styles.number}>
              {words.p95}
            </th>
            <th scope="col" className={styles.number}>
              {words.tokens}
            </th>
            <th scope="col" className={styles.number}>
              {words.cost}
            </th>
            <th scope="col" className={styles.number}>
              {words.scoring}
            </th>
            <th scope="col">{words.model}</th>
          </tr>
        </thead>
        <tbody>
          {detail.targets.map((target) => (
            <tr key={target.name}>
              <th scope="row">
                {target.answers_run === null ? target.name : <Link to={`/runs/${encodeURIComponent(target.answers_run)}`}>{target.name}</Link>}
                {target.name === detail.baseline && detail.targets.length > 1 && <div className={styles.muted}>{words.isBaseline}</div>}
              </th>
              <td className={styles.number}>{target.unfinished_lines > 0 ? words.unfinished(count(target.lines - target.unfinished_lines), count(target.lines)) : count(target.lines)}</td>
              <td className={styles.number} title={target.errors[0]?.why}>
                {target.failed_lines > 0 && target.answers_run !== null ? <Link to={`/runs/${encodeURIComponent(target.answers_run)}?status=failed`}>{count(target.failed_lines)}</Link> : count(target.failed_lines)}
              </td>
              <td className={styles.number}>{target.latency_p50 === null ? "" : duration(target.latency_p50 * 1000)}</td>
              <td className={styles.number}>{target.latency_p95 === null ? "" : duration(target.latency_p95 * 1000)}</td>
              <td className={styles.number}>{target.tokens === 0 ? "" : count(target.tokens)}</td>
              <td className={styles.number} title={target.cost_words}>
                {dollars(target.cost_usd)}
              </td>
              <td className={styles.number}>{dollars(target.scoring_cost_usd)}</td>
              <td>{target.models.join(", ")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
