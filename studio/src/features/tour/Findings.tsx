import { Badge, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { ArrowDown16Regular, ArrowUp16Regular, QuestionCircle16Regular } from "@fluentui/react-icons";
import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { DataTable } from "../../parts/DataTable";
import { text } from "../../strings";
import { CopyButton } from "../../parts/CopyButton";
import styles from "./Tour.module.css";

const words = text.tour.compare;

type Compared = Schemas["MetricComparisonView"];

/** What a comparison of two prompts found, in words and figures, and where to go from here. */
export function Findings({ found, isOlder }: { found: Schemas["EvaluationDetailView"]; isOlder: boolean }) {
  const [comparison] = found.comparisons;
  if (!comparison) {
    return null;
  }
  const { metrics, baseline, candidate, headline } = comparison;
  const undecided = metrics.flatMap((metric) => metric.slices).filter(({ result }) => result.more_lines !== null);
  return (
    <>
      <p className={styles.headline}>{headline}</p>
      {isOlder && <p className={styles.faint}>{words.older}</p>}
      {found.stand_in !== null && (
        <MessageBar layout="multiline">
          <MessageBarBody>{found.stand_in}</MessageBarBody>
        </MessageBar>
      )}
      <DataTable
        label={words.table}
        rows={metrics}
        rowKey={(metric) => metric.metric}
        columns={[
          { key: "metric", title: words.metric, width: 110, grow: 1, cell: (m) => <span title={m.metric}>{m.metric}</span> },
          { key: "a", title: baseline, width: 84, numeric: true, wideOnly: true, cell: (m) => m.a_words },
          { key: "b", title: candidate, width: 84, numeric: true, wideOnly: true, cell: (m) => m.b_words },
          { key: "difference", title: words.difference, width: 190, grow: 1, numeric: true, wideOnly: true, cell: (m) => m.difference_words },
          { key: "verdict", title: words.verdict, width: 120, cell: (m) => <Verdict metric={m} /> },
        ]}
      />
      <ul className={styles.sentences}>
        {metrics.map((metric) => (
          <li key={metric.metric}>{metric.sentence}</li>
        ))}
      </ul>
      {undecided.length > 0 && (
        <>
          <p>{words.undecided}</p>
          <ul className={styles.sentences}>
            {undecided.map(({ column, value, result }) => (
              <li key={`${column} ${value} ${result.metric}`}>
                {column} = {value}: {result.sentence}
              </li>
            ))}
          </ul>
        </>
      )}
      <p>
        <Link to={`/evaluations/${encodeURIComponent(found.evaluation.name)}`}>{words.open}</Link>
      </p>
      <h3 className={styles.nextTitle}>{words.next}</h3>
      <p>{words.nextLead}</p>
      <ul className={styles.sentences}>
        <li>
          <Link to="/datasets">{words.toDatasets}</Link>
        </li>
        <li>
          <Link to="/playground">{words.toPlayground}</Link>
        </li>
        <li>
          <Link to="/evaluations">{words.toEvaluations}</Link>
        </li>
        <li>
          {words.toCommand(found.evaluation.name)} <CopyButton iconOnly value={() => `gyre eval show ${found.evaluation.name}`} />
        </li>
      </ul>
    </>
  );
}

const marks = { better: { color: "success", icon: <ArrowUp16Regular /> }, worse: { color: "danger", icon: <ArrowDown16Regular /> } } as const;

function Verdict({ metric }: { metric: Compared }) {
  const mark = metric.verdict === "better" || metric.verdict === "worse" ? marks[metric.verdict] : { color: "informative" as const, icon: <QuestionCircle16Regular /> };
  return (
    <Badge appearance="tint" color={mark.color} icon={mark.icon}>
      {metric.verdict}
    </Badge>
  );
}
