import { Badge, Button } from "@fluentui/react-components";
import { ErrorCircle16Regular, Info16Regular } from "@fluentui/react-icons";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { foundQuery, latestEvaluationsQuery } from "../../api/evaluations";
import { gatesQuery } from "../../api/gates";
import { quotasQuery, targetsQuery } from "../../api/queries";
import { Section } from "../../parts/Page";
import { Fault, Loading } from "../../parts/states";
import { text } from "../../strings";
import { awaiting, type Item } from "./awaiting";
import { latestRunsQuery, openEvaluationsQuery, openRunsQuery } from "./queries";
import styles from "./Home.module.css";

const words = text.home;
const shown = 6;
const read = 3;

/** What waits for somebody, over all loops. */
export function Awaiting() {
  const [latest, runs] = [useQuery(latestRunsQuery), useQuery(openRunsQuery)];
  const [evaluations, openEvaluations] = [useQuery(latestEvaluationsQuery), useQuery(openEvaluationsQuery)];
  const targets = useQuery(targetsQuery);
  const budgets = useQuery(quotasQuery("budgets"));
  const gates = useQuery(gatesQuery);
  // That nothing waits is said by who has looked everywhere.
  const looked = [latest, runs, evaluations, openEvaluations, targets, budgets, gates];
  const ended = (evaluations.data ?? []).filter((e) => e.state === "completed").slice(0, read);
  const found = useQueries({ queries: ended.map((e) => foundQuery(e.name, e.ended_at)) }).flatMap((q) => (q.data ? [q.data] : []));
  const [all, setAll] = useState(false);
  const failed = looked.find((q) => q.isError);
  const items = awaiting(
    { runs: latest.data, openRuns: runs.data, evaluations: openEvaluations.data, found, gates: gates.data, targets: targets.data?.targets, budgets: budgets.data },
    Math.max(...looked.map((q) => q.dataUpdatedAt)),
  );
  return (
    <Section title={words.awaiting}>
      {failed && <Fault error={failed.error} onRetry={() => void failed.refetch()} />}
      {looked.some((q) => q.isPending) ? (
        <Loading />
      ) : items.length === 0 ? (
        failed ? null : <p>{words.nothingWaits}</p>
      ) : (
        <ul className={styles.items}>
          {(all ? items : items.slice(0, shown)).map((item) => (
            <Waiting key={item.key} item={item} />
          ))}
        </ul>
      )}
      {items.length > shown && !all && (
        <div>
          <Button onClick={() => setAll(true)}>{words.more(items.length - shown)}</Button>
        </div>
      )}
    </Section>
  );
}

function Waiting({ item }: { item: Item }) {
  return (
    <li>
      <Badge appearance="tint" color={item.urgent ? "danger" : "informative"} icon={item.urgent ? <ErrorCircle16Regular /> : <Info16Regular />}>
        {text.loops[item.loop]}
      </Badge>
      <span className={styles.what}>
        <Link to={item.to}>{item.name}</Link> <span className={styles.for}>{item.why}</span>
      </span>
    </li>
  );
}
