import { Field, Input } from "@fluentui/react-components";
import { CheckmarkCircle16Regular, DismissCircle16Regular } from "@fluentui/react-icons";
import { useAddress } from "../../address/useAddress";
import type { Schemas } from "../../api/client";
import { money, nano } from "../../formats/money";
import { count } from "../../formats/numbers";
import { ChoiceFilter, ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import type { Column } from "../../parts/Grid";
import { LongTable } from "../../parts/LongTable";
import { Section } from "../../parts/Page";
import { usePages } from "../../parts/usePages";
import { text } from "../../strings";
import { LineDrawer } from "./LineDrawer";
import { cell, doneOf, readLines, runKey, score, type Line, type LinesAsked } from "./run";
import styles from "./Runs.module.css";

const words = text.runs;

export function useLinesAsked(): LinesAsked {
  const { one, all } = useAddress();
  return { status: one("status"), metric: one("metric"), result: one("result"), below: one("below"), find: one("find"), where: all("where"), sort: one("order") };
}

/** The lines of a run with their scores: filtered and sorted by the server, read as they come in sight. */
export function RunLines({ detail }: { detail: Schemas["RunDetailView"] }) {
  const { run } = detail;
  const { one, all, change } = useAddress();
  const asked = useLinesAsked();
  const metrics = detail.scores.map((s) => s.metric);
  const pages = usePages<Line & { place: number }>([...runKey(run.name), "lines"], asked, async (from, limit, signal) => {
    const page = await readLines(run.name, asked, from, limit, signal);
    return { rows: page.lines.map((line, i) => ({ ...line, place: page.from + i })), count: page.matched };
  });
  const opened = one("line");

  // The answer and its scores side by side; what else came out stands behind them.
  const outputs = detail.outputs.slice(0, 8).map((name) => textColumn(`outputs.${name}`, name, (l) => (l.failed ? l.error : l.outputs[name])));
  const columns: readonly Column<Line & { place: number }>[] = [
    { key: "line", title: words.line, width: 84, numeric: true, cell: (l) => <LineMark line={l} /> },
    ...detail.inputs.slice(0, 8).map((name) => textColumn(`inputs.${name}`, name, (l) => l.inputs[name])),
    ...outputs.slice(0, 1),
    ...metrics.map((name): Column<Line & { place: number }> => ({ key: `score.${name}`, title: name, width: Math.min(190, 60 + name.length * 7), numeric: true, cell: (l) => <ScoreCell value={l.scores[name]} passed={l.passed[name]} /> })),
    ...outputs.slice(1),
    { key: "seconds", title: words.seconds, width: 90, numeric: true, wideOnly: true, cell: (l) => (l.seconds === null ? "" : l.seconds.toFixed(l.seconds < 1 ? 3 : 1)) },
    { key: "tokens", title: words.tokens, width: 90, numeric: true, wideOnly: true, cell: (l) => (l.tokens === null ? "" : count(l.tokens)) },
    { key: "cost", title: words.cost, width: 100, numeric: true, wideOnly: true, cell: (l) => (l.cost_usd === null ? "" : money(nano(l.cost_usd))) },
  ];

  return (
    <Section title={words.lines}>
      <Filters>
        <FindFilter label={words.findLine} />
        <ChoiceFilter name="status" label={words.status} choices={[["", words.allLines], ["failed", words.failedLines], ["completed", words.completedLines]]} />
        {metrics.length > 0 && (
          <>
            <ChoiceFilter name="metric" label={words.metric} choices={[["", words.anyMetric], ...metrics.map((m) => [m, m] as const)]} />
            {asked.metric !== "" && (
              <>
                <ChoiceFilter name="result" label={words.result} choices={[["", words.anyResult], ["pass", words.pass], ["fail", words.fail], ["unscored", words.unscored]]} />
                <Field label={words.below}>
                  <Input type="number" step="any" value={asked.below} onChange={(_, data) => change({ below: data.value })} />
                </Field>
              </>
            )}
            <ChoiceFilter name="order" label={words.order} choices={[["", words.byNumber], ...metrics.flatMap((m) => [[m, words.lowest(m)] as const, [`-${m}`, words.highest(m)] as const])]} />
          </>
        )}
        <Field label={words.slice}>
          <Input value={all("where")[0] ?? ""} placeholder={words.sliceHint} spellCheck={false} onChange={(_, data) => change({ where: data.value })} />
        </Field>
        <ClearFilters names={["find", "status", "metric", "result", "below", "where", "order"]} />
      </Filters>
      <LongTable label={words.lines} columns={columns} pages={pages} rowKey={(l) => String(l.line)} onOpen={(l) => change({ line: String(l.line), at: String(l.place) })} empty={words.noLine} most={14}>
        {(matched) => (
          <p className={styles.muted} role="status">
            {words.lineCount(count(matched), count(doneOf(run)))}
          </p>
        )}
      </LongTable>
      {opened !== "" && <LineDrawer run={run} line={Number(opened)} place={one("at") === "" ? null : Number(one("at"))} asked={asked} onMove={(line, place) => change({ line: String(line), at: String(place) })} onClose={() => change({ line: "", at: "" })} />}
    </Section>
  );
}

const textColumn = (key: string, title: string, value: (line: Line) => unknown): Column<Line & { place: number }> => ({
  key,
  title,
  width: 190,
  grow: 2,
  cell: (l) => <span title={cell(value(l))}>{cell(value(l))}</span>,
});

function LineMark({ line }: { line: Line }) {
  return line.failed ? (
    <span className={`${styles.score ?? ""} ${styles.bad ?? ""}`} title={line.error ?? words.failedLines}>
      <DismissCircle16Regular aria-label={words.failedLines} />
      {line.line}
    </span>
  ) : (
    <span>{line.line}</span>
  );
}

/** A score, and by a sign and a colour whether it passes. */
export function ScoreCell({ value, passed }: { value: number | null | undefined; passed: boolean | null | undefined }) {
  return (
    <span className={styles.score}>
      {score(value)}
      {passed === true && <CheckmarkCircle16Regular className={styles.good ?? ""} aria-label={words.passed} />}
      {passed === false && <DismissCircle16Regular className={styles.bad ?? ""} aria-label={words.notPassed} />}
    </span>
  );
}
