import { Badge } from "@fluentui/react-components";
import { Link } from "react-router";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../api/client";
import { fromNow, moment } from "../../formats/times";
import { Section } from "../../parts/Page";
import { text } from "../../strings";
import { gateTo, verdictColours } from "./verdicts";
import styles from "../comparisons/Comparisons.module.css";

type Kept = Schemas["GateVerdictView"];

const words = text.gates;
const shown = 20;

const verdictsQuery = (policy: string) =>
  queryOptions({ queryKey: ["gate-verdicts", policy], queryFn: ({ signal }) => answer(api.GET("/api/v1/gates/verdicts", { signal, params: { query: { policy, limit: shown } } })) });

/** What each gate said last. */
export function LastVerdicts({ policies }: { policies: readonly Schemas["GatePolicyView"][] }) {
  const last = policies.flatMap((p) => (p.last ? [p.last] : []));
  return last.length === 0 ? null : (
    <Section title={words.lastTitle}>
      <Verdicts verdicts={last} label={words.lastTitle} named />
    </Section>
  );
}

/** What one gate said so far. */
export function EarlierVerdicts({ policy }: { policy: string }) {
  const said = useQuery(verdictsQuery(policy)).data;
  return said === undefined || said.verdicts.length < 2 ? null : (
    <Section title={words.earlier}>
      <Verdicts verdicts={said.verdicts} label={words.earlier} />
      {said.next !== null && <p className={styles.muted}>{words.newest(shown)}</p>}
    </Section>
  );
}

function Verdicts({ verdicts, label, named = false }: { verdicts: readonly Kept[]; label: string; named?: boolean }) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="group" aria-label={label} tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            {named && <th scope="col">{words.policy}</th>}
            <th scope="col">{words.run}</th>
            <th scope="col">{words.verdict}</th>
            <th scope="col">{words.saidWhen}</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map((kept) => (
            <tr key={kept.id}>
              {named && <th scope="row">{kept.name}</th>}
              <td>
                {kept.gone.length === 0 ? <Link to={gateTo(kept)}>{judgedOf(kept)}</Link> : judgedOf(kept)}
                {kept.gone.length > 0 && <div className={styles.muted}>{words.gone(kept.gone.join(", "))}</div>}
              </td>
              <td>
                <span className={styles.verdict}>
                  <Badge appearance="tint" color={verdictColours[kept.verdict] ?? "informative"}>
                    {words.verdicts[kept.verdict]}
                  </Badge>
                  <span className={styles.muted}>{kept.sentence}</span>
                </span>
              </td>
              <td>
                <time dateTime={kept.judged_at} title={moment(kept.judged_at)}>
                  {fromNow(kept.judged_at)}
                </time>
                {kept.policy_changed && <div className={styles.muted}>{words.policyChanged}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const judgedOf = ({ run, against }: Kept) => (against === null ? run : words.judgedAgainst(run, against));
