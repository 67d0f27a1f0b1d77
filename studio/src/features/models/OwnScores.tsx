import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { foundQuery, latestEvaluationsQuery } from "../../api/evaluations";
import { callerQuery } from "../../api/queries";
import { count } from "../../formats/numbers";
import { DataTable, type Column } from "../../parts/DataTable";
import { Section } from "../../parts/Page";
import { Fault, Loading } from "../../parts/states";
import { text } from "../../strings";
import type { Model } from "./model";
import { scoresOf, type Score } from "./scores";

const words = text.models;
const read = 20;

/** What models scored in the workspace's own evaluations. */
export function OwnScores({ models }: { models: readonly Model[] }) {
  const administers = useQuery(callerQuery).data?.administers === true;
  return <Section title={words.scores}>{administers ? <Scores models={models} /> : <p>{words.scoresNotAdmin}</p>}</Section>;
}

function Scores({ models }: { models: readonly Model[] }) {
  const evaluations = useQuery(latestEvaluationsQuery);
  const ended = (evaluations.data ?? []).filter((e) => e.state === "completed").slice(0, read);
  const results = useQueries({ queries: ended.map((e) => foundQuery(e.name, e.ended_at)) });
  const scores = scoresOf(models, results.flatMap((result) => (result.data ? [result.data] : [])));
  const several = models.length > 1;
  if (evaluations.isError) {
    return <Fault error={evaluations.error} onRetry={() => void evaluations.refetch()} />;
  }
  if (evaluations.isPending || results.some((result) => result.isPending)) {
    return <Loading />;
  }
  if (scores.length === 0) {
    return (
      <p>
        {words.noScores} <Link to="/evaluations/new">{words.toEvaluate}</Link>
      </p>
    );
  }
  const columns: readonly Column<Score>[] = [
    ...(several ? [{ key: "model", title: words.columns.name, width: 170, grow: 2, value: (s: Score) => s.model, cell: (s: Score) => <span title={s.model}>{s.model}</span> }] : []),
    { key: "metric", title: words.metric, width: 130, grow: 1, value: (s) => s.metric.metric, cell: (s) => <span title={s.metric.metric}>{s.metric.metric}</span> },
    { key: "mean", title: words.mean, width: 190, numeric: true, value: (s) => s.metric.mean?.estimate, cell: (s) => s.metric.words },
    { key: "lines", title: words.scoredLines, width: 80, numeric: true, wideOnly: true, value: (s) => s.metric.scored, cell: (s) => count(s.metric.scored) },
    { key: "target", title: words.target, width: 130, grow: 1, wideOnly: true, value: (s) => s.target, cell: (s) => <span title={s.target}>{s.target}</span> },
    { key: "data", title: words.dataset, width: 130, grow: 1, wideOnly: true, value: (s) => s.data, cell: (s) => <span title={s.data}>{s.data}</span> },
    { key: "evaluation", title: words.evaluation, width: 150, grow: 1, value: (s) => s.evaluation, cell: (s) => <Link to={`/evaluations/${encodeURIComponent(s.evaluation)}`}>{s.evaluation}</Link> },
    { key: "judge", title: "", width: 150, wideOnly: true, cell: (s) => (s.metric.uncalibrated ? words.uncalibrated : "") },
  ];
  return (
    <>
      <p>{words.scoresLead(count(ended.length))}</p>
      <DataTable label={words.scores} columns={several || scores.some((s) => s.metric.uncalibrated) ? columns : columns.slice(0, -1)} rows={scores} rowKey={(s) => s.key} sortName="scores" most={10} />
    </>
  );
}
