import { Badge, Button, Checkbox, Field, Input } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { diffWordsWithSpace } from "diff";
import { useMemo, type ReactNode } from "react";
import { Link } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api, type Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { ChoiceFilter, ClearFilters, Filters } from "../../parts/Filters";
import { Section } from "../../parts/Page";
import { Fault, Loading } from "../../parts/states";
import { text } from "../../strings";
import { cell, score } from "../runs/run";
import styles from "./Comparisons.module.css";

type Flip = Schemas["FlipView"];

const words = text.comparisons;
const portion = 20;

/** Lines that pass on one side and fail on the other, with both answers. */
export function Flips({ comparison }: { comparison: Schemas["ComparisonView"] }) {
  const { one, all, change } = useAddress();
  const metrics = comparison.metrics.filter((m) => m.lost !== null);
  const metric = metrics.some((m) => m.metric === one("metric")) ? one("metric") : (metrics.find((m) => (m.lost ?? 0) + (m.won ?? 0) > 0) ?? metrics[0])?.metric;
  const chosen = metrics.find((m) => m.metric === metric);
  const where = all("where").filter((w) => w.includes("="));
  const query = useInfiniteQuery({
    queryKey: ["comparisons", "flips", comparison.baseline, comparison.candidate, metric, one("way"), where],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET("/api/v1/comparisons/flips", {
          signal,
          params: { query: { baseline: comparison.baseline, candidate: comparison.candidate, metric: metric ?? "", from: pageParam, limit: portion, ...(one("way") === "" ? {} : { way: one("way") }), ...(where.length === 0 ? {} : { where }) } },
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.from + last.flips.length < last.matched ? last.from + last.flips.length : undefined),
    enabled: metric !== undefined,
  });
  const diffed = one("diff") === "yes";
  const slices = [...new Map(comparison.metrics.flatMap((m) => m.slices).map((s) => [`${s.column}=${s.value}`, `${s.column} = ${s.value}`]))];

  return (
    <Section title={words.flips}>
      {metric === undefined || chosen === undefined ? (
        <p>{words.noFlipMetrics}</p>
      ) : (
        <>
          <Filters>
            <ChoiceFilter name="metric" label={words.flipsOf} choices={metrics.map((m) => [m.metric, `${m.metric}: ${text.evaluations.flips(m.lost ?? 0, m.won ?? 0)}`] as const)} />
            <ChoiceFilter name="way" label={words.way} choices={[["", words.ways.both], ["lost", words.ways.lost], ["won", words.ways.won]]} />
            {slices.length > 0 ? (
              <ChoiceFilter name="where" label={words.slice} choices={[["", text.runs.anyResult], ...slices]} />
            ) : (
              <Field label={words.slice}>
                <Input value={all("where")[0] ?? ""} placeholder={words.sliceHint} spellCheck={false} onChange={(_, data) => change({ where: data.value })} />
              </Field>
            )}
            <Checkbox label={words.showDifference} checked={diffed} onChange={(_, data) => change({ diff: data.checked === true ? "yes" : "" })} />
            <ClearFilters names={["way", "where"]} />
          </Filters>
          {query.isError && <Fault error={query.error} onRetry={() => void query.refetch()} />}
          {query.isPending && <Loading />}
          {query.data && (
            <>
              <p className={styles.muted} role="status">
                {(query.data.pages[0]?.matched ?? 0) === 0 ? ((chosen.lost ?? 0) + (chosen.won ?? 0) === 0 ? words.noFlips : words.noneMatch) : words.matched(count(query.data.pages[0]?.matched ?? 0))}
              </p>
              <ul className={styles.flips}>
                {query.data.pages.flatMap((page) =>
                  page.flips.map((flip) => <OneFlip key={flip.line} flip={flip} comparison={comparison} diffed={diffed} runs={[page.baseline_run, page.candidate_run]} />),
                )}
              </ul>
              {query.hasNextPage && (
                <Button onClick={() => void query.fetchNextPage()} disabledFocusable={query.isFetchingNextPage}>
                  {words.more}
                </Button>
              )}
            </>
          )}
        </>
      )}
    </Section>
  );
}

function OneFlip({ flip, comparison, diffed, runs: [baselineRun, candidateRun] }: { flip: Flip; comparison: Schemas["ComparisonView"]; diffed: boolean; runs: readonly [string | null, string | null] }) {
  const asked = Object.entries(flip.inputs);
  const parts = useMemo(() => (diffed ? diffWordsWithSpace(flip.baseline_answer ?? "", flip.candidate_answer ?? "") : null), [diffed, flip.baseline_answer, flip.candidate_answer]);
  return (
    <li className={styles.flip}>
      <div className={styles.flipHead}>
        <strong>{words.line(flip.line)}</strong>
        <Badge appearance="tint" color={flip.now === "pass" ? "success" : "danger"}>
          {flip.now === "pass" ? words.nowPasses : words.nowFails}
        </Badge>
        <span>
          {score(flip.a)} → {score(flip.b)}
        </span>
      </div>
      {asked.length > 0 && (
        <p className={styles.asked}>
          {asked.map(([name, value]) => (
            <span key={name}>
              <span className={styles.muted}>{name}:</span> {cell(value)}{" "}
            </span>
          ))}
        </p>
      )}
      <div className={styles.answers}>
        <Answer name={comparison.baseline} run={baselineRun} line={flip.line} answer={flip.baseline_answer}>
          {parts?.filter((p) => !p.added).map((p, i) => (p.removed ? <del key={i} className={styles.removed}>{p.value}</del> : <span key={i}>{p.value}</span>))}
        </Answer>
        <Answer name={comparison.candidate} run={candidateRun} line={flip.line} answer={flip.candidate_answer}>
          {parts?.filter((p) => !p.removed).map((p, i) => (p.added ? <ins key={i} className={styles.added}>{p.value}</ins> : <span key={i}>{p.value}</span>))}
        </Answer>
      </div>
    </li>
  );
}

function Answer({ name, run, line, answer: said, children }: { name: string; run: string | null; line: string; answer: string | null; children: ReactNode }) {
  return (
    <div className={styles.answer}>
      <h3>{run === null ? name : <Link to={`/runs/${encodeURIComponent(run)}?line=${line}&at=${line}`} title={words.seeLine(name)}>{name}</Link>}</h3>
      <pre className={styles.text}>{said === null ? words.noAnswer : (children ?? said)}</pre>
    </div>
  );
}
