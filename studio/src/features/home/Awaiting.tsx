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
import { latestRunsQuery } from "./queries";
import styles from "./Home.module.css";

const words = text.home;
const shown = 6;
const read = 3;

/** What waits for somebody, over all loops. */
export function Awaiting() {
  const runs = useQuery(latestRunsQuery);
  const evaluations = useQuery(latestEvaluationsQuery);
  const targets = useQuery(targetsQuery).data?.targets;
  const budgets = useQuery(quotasQuery("budgets")).data;
  const gates = useQuery(gatesQuery).data;
  const ended = (evaluations.data ?? []).filter((e) => e.state === "completed").slice(0, read);
  const found = useQueries({ queries: ended.map((e) => foundQuery(e.name, e.ended_at)) }).flatMap((q) => (q.data ? [q.data] : []));
  const [all, setAll] = useState(false);
  const failed = [runs, evaluations].find((q) => q.isError);
  const items = awaiting({ runs: runs.data, evaluations: evaluations.data, found, gates, targets, budgets }, runs.dataUpdatedAt);
  return (
    <Section title={words.awaiting}>
      {failed && <Fault error={failed.error} onRetry={() => void failed.refetch()} />}
      {runs.isPending || evaluations.isPending ? (
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
