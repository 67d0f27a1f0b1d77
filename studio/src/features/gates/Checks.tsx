import { Badge } from "@fluentui/react-components";
import { Link } from "react-router";
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { axisOf, IntervalBar } from "../../parts/IntervalBar";
import { Section } from "../../parts/Page";
import { text } from "../../strings";
import { evaluationQuery } from "../evaluations/evaluation";
import { score } from "../runs/run";
import { verdictColours } from "./verdicts";
import styles from "../comparisons/Comparisons.module.css";

type Gate = Schemas["GateView"];
type Check = Gate["checks"][number];

const words = text.gates;
const tones = { pass: "good", fail: "bad", inconclusive: "unsure" } as const;

/** The run whose lines are the evidence: of a target, the one that answered. */
function useRunOf(name: string): string {
  const colon = name.indexOf(":");
  const evaluation = useQuery({ ...evaluationQuery(colon < 0 ? name : name.slice(0, colon)), enabled: colon >= 0, staleTime: 300_000 }).data;
  return evaluation?.targets.find((t) => t.name === name.slice(colon + 1))?.answers_run ?? name;
}

/** Each rule with what was measured, its interval against the limit, and why in words. */
export function Checks({ gate }: { gate: Gate }) {
  const run = useRunOf(gate.run);
  return (
    <Section title={words.why}>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} role="group" aria-label={words.why} tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.check}</th>
              <th scope="col">{words.verdict}</th>
              <th scope="col" className={styles.number}>
                {words.measured}
              </th>
              <th scope="col" className={styles.drawn}>
                <span className="unseen">{words.measured}</span>
              </th>
              <th scope="col">{words.wanted}</th>
              <th scope="col" className={styles.number}>
                {words.lines}
              </th>
            </tr>
          </thead>
          <tbody>
            {gate.checks.map((check) => (
              <tr key={`${check.name} ${check.wanted}`}>
                <th scope="row">
                  {check.name}
                  <div className={styles.muted}>{words.rule(check.policy_line)}</div>
                </th>
                <td>
                  <span className={styles.verdict}>
                    <Badge appearance="tint" color={verdictColours[check.verdict] ?? "informative"}>
                      {words.verdicts[check.verdict]}
                    </Badge>
                    {check.blocks && <span className={styles.muted}>{words.blocks}</span>}
                    {check.more_lines !== null && <span className={styles.muted}>{words.moreLines(count(check.more_lines))}</span>}
                  </span>
                </td>
                <td className={styles.number}>{check.words}</td>
                <td className={styles.drawn}>
                  <Drawn check={check} />
                </td>
                <td>{check.wanted}</td>
                <td className={styles.number}>
                  {count(check.lines)}
                  {check.without_score > 0 && <div className={styles.muted}>{words.without(count(check.without_score))}</div>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className={styles.flips}>
        {gate.checks
          .filter((check) => check.verdict !== "pass" || check.judge !== null)
          .map((check) => (
            <li key={`${check.name} ${check.wanted}`} className={styles.sentences}>
              <p>{check.sentence}</p>
              {check.judge !== null && <p className={styles.muted}>{words.judgeIs(check.judge)}</p>}
              {check.evidence.length > 0 && (
                <p className={styles.muted}>
                  {words.evidence}:{" "}
                  {check.evidence.map((e, i) => (
                    <span key={e.line}>
                      {i > 0 && ", "}
                      <Link to={`/runs/${encodeURIComponent(run)}?line=${encodeURIComponent(e.line)}&at=${encodeURIComponent(e.line)}`}>{e.line}</Link>
                      {e.value !== null && ` (${score(e.value)})`}
                    </span>
                  ))}
                </p>
              )}
            </li>
          ))}
      </ul>
    </Section>
  );
}

function Drawn({ check }: { check: Check }) {
  if (check.value.estimate === null) {
    return null;
  }
  const limit = check.limit_kind === "not_worse_by" ? -check.limit : check.limit;
  return <IntervalBar {...check.value} {...axisOf([check.value], [limit])} mark={limit} tone={tones[check.verdict]} label={`${check.name}: ${check.words}; ${words.wanted}: ${check.wanted}`} />;
}
