import { ProgressBar } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { foundQuery, latestEvaluationsQuery } from "../../api/evaluations";
import { count } from "../../formats/numbers";
import { fromNow } from "../../formats/times";
import { Fault, Loaded, Loading } from "../../parts/states";
import { text } from "../../strings";
import { shareDone } from "../evaluations/evaluation";
import { doneOf, goesOn, shareOf } from "../runs/run";
import { openEvaluationsQuery, openRunsQuery } from "./queries";
import styles from "./Home.module.css";

const words = text.home;

/** What runs now, and the latest verdict. */
export function Building() {
  const [runs, evaluations, latest] = [useQuery(openRunsQuery), useQuery(openEvaluationsQuery), useQuery(latestEvaluationsQuery).data ?? []];
  return (
    <Loaded query={evaluations}>
      {(open) => {
        if (runs.data === undefined) {
          return runs.isError ? <Fault error={runs.error} onRetry={() => void runs.refetch()} /> : <Loading />;
        }
        const underWay = [
          ...open.filter((e) => e.state === "running").map((e) => ({ name: e.name, to: `/evaluations/${encodeURIComponent(e.name)}`, done: shareDone(e), note: e.progress?.step ?? "" })),
          ...runs.data.filter((r) => goesOn(r.state)).map((r) => ({ name: r.display_name, to: `/runs/${encodeURIComponent(r.name)}`, done: shareOf(r), note: words.linesDone(count(doneOf(r)), r.total_lines === null ? "…" : count(r.total_lines)) })),
        ];
        const [last] = latest.filter((e) => e.state === "completed" && e.targets.length > 1);
        return (
          <>
            <p>{underWay.length === 0 ? words.nothingRuns : words.running(underWay.length)}</p>
            {underWay.length > 0 && (
              <ul className={styles.list}>
                {underWay.slice(0, 5).map(({ name, to, done, note }) => (
                  <li key={to}>
                    <Link to={to}>{name}</Link> <span className={styles.for}>{note}</span>
                    <ProgressBar aria-label={words.progressOf(name)} {...(done === undefined ? {} : { value: done })} />
                  </li>
                ))}
              </ul>
            )}
            {last && <LastVerdict name={last.name} endedAt={last.ended_at} />}
            <ul className={styles.links}>
              <li>
                <Link to="/flows">{words.toFlows}</Link>
              </li>
              <li>
                <Link to="/runs">{words.toRuns}</Link>
              </li>
              <li>
                <Link to="/evaluations">{words.toEvaluations}</Link>
              </li>
              <li>
                <Link to="/datasets">{words.toDatasets}</Link>
              </li>
            </ul>
          </>
        );
      }}
    </Loaded>
  );
}

function LastVerdict({ name, endedAt }: { name: string; endedAt: string | null }) {
  const found = useQuery(foundQuery(name, endedAt)).data;
  const [comparison] = found?.comparisons ?? [];
  return comparison ? (
    <p>
      <span className={styles.for}>{words.lastVerdict(endedAt === null ? "" : fromNow(endedAt))}</span> <Link to={`/evaluations/${encodeURIComponent(name)}`}>{name}</Link>: {comparison.headline}
    </p>
  ) : null;
}
