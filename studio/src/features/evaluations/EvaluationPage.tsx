import { Button, Checkbox, Field, Input, MessageBar, MessageBarBody, ProgressBar, Select } from "@fluentui/react-components";
import { Delete20Regular, Play20Regular, Stop20Regular } from "@fluentui/react-icons";
import { useMutation, useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api } from "../../api/client";
import { useFollow } from "../../api/follow";
import { asProblem } from "../../api/problem";
import { money, nano } from "../../formats/money";
import { count } from "../../formats/numbers";
import { exactMoment } from "../../formats/times";
import { DownloadButton } from "../../parts/DownloadButton";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { Page, Section } from "../../parts/Page";
import { Fault, Loaded, Loading, Notice, WhileOld } from "../../parts/states";
import { Facts } from "../../parts/Tile";
import { text } from "../../strings";
import { columnsOf, listOf } from "../comparisons/sides";
import { Compared } from "./Compared";
import { evaluationKey, evaluationQuery, progressOf, type Detail, type Evaluation, type How } from "./evaluation";
import { EvaluationState } from "./Evaluations";
import { TargetsTable } from "./TargetsTable";
import runStyles from "../runs/Runs.module.css";
import styles from "../comparisons/Comparisons.module.css";

const words = text.evaluations;

function useHow(): How {
  const { one } = useAddress();
  return {
    ...(one("baseline") === "" ? {} : { baseline: one("baseline") }),
    ...(listOf(one("margin")).length === 0 ? {} : { margin: listOf(one("margin")) }),
    ...(columnsOf(one("slice")).length === 0 ? {} : { slice: columnsOf(one("slice")) }),
  };
}

/** What an evaluation found: targets side by side, every score with its interval, verdicts in words. */
export default function EvaluationPage() {
  const { name = "" } = useParams();
  const how = useHow();
  const queries = useQueryClient();
  // The evaluation as it compares itself holds the page, so that what can't be compared as asked leaves the fields where it can be mended.
  const own = useQuery(evaluationQuery(name));
  const asked = useQuery({ ...evaluationQuery(name, how), placeholderData: (before: Detail | undefined) => (before?.evaluation.name === name ? before : undefined) });
  const evaluation = own.data?.evaluation;
  const told = useCallback((now: unknown) => queries.setQueriesData<Detail>({ queryKey: evaluationKey(name) }, (before) => (before ? { ...before, evaluation: now as Evaluation } : before)), [queries, name]);
  useFollow(`/api/v1/evaluations/${encodeURIComponent(name)}/events`, evaluation?.state === "running", told, ["evaluations"]);
  const address = new URLSearchParams([...(how.baseline ? [["baseline", how.baseline]] : []), ...(how.margin ?? []).map((m) => ["margin", m]), ...(how.slice ?? []).map((s) => ["slice", s])]);
  return (
    <Page
      title={name}
      path={[{ title: text.screens.evaluations, to: "/evaluations" }]}
      lead={evaluation?.description ?? undefined}
      actions={
        evaluation && (
          <>
            <Actions evaluation={evaluation} />
            <DownloadButton address={`/api/v1/evaluations/${encodeURIComponent(name)}/report?${address.toString()}`} name={`${name}.html`} label={words.report} />
          </>
        )
      }
    >
      <Loaded query={own}>{(detail) => <Whole own={detail} asked={asked} />}</Loaded>
    </Page>
  );
}

function Actions({ evaluation }: { evaluation: Evaluation }) {
  const navigate = useNavigate();
  const notices = useNotices();
  const queries = useQueryClient();
  const [asking, setAsking] = useState<"resume" | "remove" | null>(null);
  const [ceiling, setCeiling] = useState("");
  const [without, setWithout] = useState(false);
  const params = { path: { name: evaluation.name } };
  const cancel = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/evaluations/{name}/cancel", { params })),
    onSuccess: () => {
      notices.done(words.cancelled(evaluation.name));
      void queries.invalidateQueries({ queryKey: ["evaluations"] });
    },
    onError: (error) => notices.failed(asProblem(error).message),
  });
  return (
    <>
      {evaluation.state === "running" && (
        <Button icon={<Stop20Regular />} disabledFocusable={cancel.isPending} onClick={() => cancel.mutate()}>
          {words.cancel}
        </Button>
      )}
      {evaluation.resumable && (
        <Button appearance="primary" icon={<Play20Regular />} onClick={() => setAsking("resume")}>
          {words.resume}
        </Button>
      )}
      {evaluation.state !== "running" && (
        <Button icon={<Delete20Regular />} onClick={() => setAsking("remove")}>
          {words.remove}
        </Button>
      )}
      {asking === "resume" && (
        <FormDialog
          title={words.resumeTitle(evaluation.name)}
          submit={words.resume}
          onSubmit={() => answer(api.POST("/api/v1/evaluations/{name}/resume", { params, body: { max_cost_usd: ceiling === "" ? null : Number(ceiling), no_ceiling: without } }))}
          onDone={() => {
            notices.done(words.resumed(evaluation.name));
            setAsking(null);
          }}
          onClose={() => setAsking(null)}
        >
          <p>{words.resumeWhy}</p>
          {evaluation.max_cost_usd !== null && (
            <>
              <Field label={words.ceiling} hint={words.ceilingHint}>
                <Input type="number" min={0} step="any" contentBefore="$" value={ceiling} disabled={without} onChange={(_, data) => setCeiling(data.value)} />
              </Field>
              <Checkbox label={words.noCeiling} checked={without} onChange={(_, data) => setWithout(data.checked === true)} />
            </>
          )}
        </FormDialog>
      )}
      {asking === "remove" && (
        <FormDialog
          title={words.removeTitle(evaluation.name)}
          submit={words.remove}
          danger
          onSubmit={() => answer(api.DELETE("/api/v1/evaluations/{name}", { params }))}
          onDone={() => {
            notices.done(words.removed(evaluation.name));
            void navigate("/evaluations");
          }}
          onClose={() => setAsking(null)}
        >
          <p>{words.removeWhy}</p>
        </FormDialog>
      )}
    </>
  );
}

function Whole({ own, asked }: { own: Detail; asked: UseQueryResult<Detail> }) {
  const { evaluation } = own;
  const detail = asked.data ?? { ...own, comparisons: [] };
  const { targets, comparisons } = detail;
  const { one, change } = useAddress();
  const metrics = [...new Set(targets.flatMap((t) => t.metrics.map((m) => m.metric)))];
  return (
    <>
      {evaluation.state === "running" && <Progress evaluation={evaluation} />}
      {evaluation.stopped !== null && (
        <Notice title={words.states[evaluation.state] ?? words.stopped} role="alert">
          {evaluation.stopped}
        </Notice>
      )}
      {detail.stand_in !== null && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>{detail.stand_in}</MessageBarBody>
        </MessageBar>
      )}
      {comparisons.length > 0 && (
        <Section title={words.verdict}>
          <WhileOld isOld={asked.isPlaceholderData}>
            {comparisons.map((c) => (
              <p key={c.candidate} className={styles.headline}>
                {c.headline}
              </p>
            ))}
            {detail.family > 1 && <p className={styles.muted}>{words.family(detail.family)}</p>}
          </WhileOld>
        </Section>
      )}
      <Section title={words.sideBySide}>{targets.every((t) => t.lines === 0) ? <p>{words.nothingYet}</p> : <TargetsTable detail={detail} />}</Section>
      {targets.length > 1 && (
        <Section title={words.compareOptions}>
          <div className={styles.fields}>
            <Field label={words.baseline}>
              <Select value={one("baseline") || (own.baseline ?? "")} onChange={(_, data) => change({ baseline: data.value === own.baseline ? "" : data.value })}>
                {evaluation.targets.map((target) => (
                  <option key={target}>{target}</option>
                ))}
              </Select>
            </Field>
            <Field label={words.margin} hint={words.marginHint}>
              <Input value={one("margin")} spellCheck={false} onChange={(_, data) => change({ margin: data.value })} />
            </Field>
            <Field label={words.slices} hint={words.slicesHint}>
              <Input value={one("slice")} spellCheck={false} onChange={(_, data) => change({ slice: data.value })} />
            </Field>
          </div>
        </Section>
      )}
      {asked.data ? (
        <WhileOld isOld={asked.isPlaceholderData}>
          {metrics.map((metric) => (
            <Compared key={metric} metric={metric} detail={detail} />
          ))}
        </WhileOld>
      ) : asked.isError ? (
        <Fault error={asked.error} onRetry={() => void asked.refetch()} />
      ) : (
        <Loading />
      )}
      {detail.missing.length > 0 && (
        <Section title={words.missing}>
          <ul className={runStyles.causes}>
            {detail.missing.map((why) => (
              <li key={why}>{why}</li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={words.about}>
        <Facts
          facts={[
            [words.data, evaluation.dataset ?? evaluation.data ?? text.table.none],
            [words.evaluators, evaluation.evaluators.join(", ")],
            [words.judge, evaluation.judge ?? text.table.none],
            [words.repeats, String(evaluation.repeats)],
            [words.maxCost, evaluation.max_cost_usd === null ? text.table.none : money(nano(evaluation.max_cost_usd))],
            [words.cost, detail.unknown_cost ? text.table.unknown : detail.cost_usd === null ? text.table.none : money(nano(detail.cost_usd))],
            [words.created, exactMoment(evaluation.created_at)],
            [text.runs.endedAt, evaluation.ended_at === null ? text.table.none : exactMoment(evaluation.ended_at)],
            [
              text.screens.runs,
              <span key="runs" className={styles.runs}>
                {targets.flatMap((t) => t.runs).map((run) => (
                  <Link key={run} to={`/runs/${encodeURIComponent(run)}`}>
                    {run}
                  </Link>
                ))}
              </span>,
            ],
          ]}
        />
      </Section>
    </>
  );
}

function Progress({ evaluation }: { evaluation: Evaluation }) {
  const { progress } = evaluation;
  return (
    <Section title={words.states["running"] ?? ""} actions={<EvaluationState evaluation={evaluation} />}>
      <ProgressBar aria-label={words.progressOf(evaluation.name)} {...progressOf(evaluation)} thickness="large" />
      {progress !== null && (
        <p role="status">
          {words.step(progress.number, progress.steps, progress.step)} · {words.stepLines(count(progress.done), count(progress.total))}
          {progress.spent_usd === null ? "" : ` · ${words.spent(money(nano(progress.spent_usd)))}`}
        </p>
      )}
    </Section>
  );
}
