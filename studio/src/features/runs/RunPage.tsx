import { Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, ProgressBar } from "@fluentui/react-components";
import { MoreHorizontal20Regular, Play20Regular, Stop20Regular } from "@fluentui/react-icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { answer, api, type Schemas } from "../../api/client";
import { useFollow } from "../../api/follow";
import { asProblem } from "../../api/problem";
import { money, nano } from "../../formats/money";
import { count, duration } from "../../formats/numbers";
import { exactMoment } from "../../formats/times";
import { DownloadButton } from "../../parts/DownloadButton";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { Page, Section } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { Facts, Tile, Tiles } from "../../parts/Tile";
import { text } from "../../strings";
import { doneOf, goesOn, runKey, runQuery, shareOf, stepOf, type Run } from "./run";
import { RunLines } from "./RunLines";
import { costOf } from "./Runs";
import { linesText, StateBadge } from "./RunState";
import { Scores } from "./Scores";
import styles from "./Runs.module.css";

type Detail = Schemas["RunDetailView"];

const words = text.runs;

/** One run: where it stands, what was found of it, and its lines. */
export default function RunPage() {
  const { name = "" } = useParams();
  const queries = useQueryClient();
  const query = useQuery(runQuery(name));
  const run = query.data?.run;
  const told = useCallback((now: unknown) => queries.setQueryData<Detail>(runKey(name), (before) => (before ? { ...before, run: now as Run } : before)), [queries, name]);
  useFollow(`/api/v1/runs/${encodeURIComponent(name)}/events`, run !== undefined && goesOn(run.state), told, ["runs"]);

  // The events tell of the run alone; its columns, errors, times and lines are read as it grows.
  const step = run !== undefined && goesOn(run.state) ? stepOf(doneOf(run)) : null;
  const read = useRef<number | null>(null);
  useEffect(() => {
    if (step !== null && read.current !== null && step > read.current) {
      void queries.invalidateQueries({ queryKey: runKey(name) }, { cancelRefetch: false });
    }
    read.current = step;
  }, [step, queries, name]);

  return (
    <Page title={run?.display_name ?? name} path={[{ title: text.screens.runs, to: "/runs" }]} lead={run?.description ?? undefined} actions={run && <Actions run={run} />}>
      <Loaded query={query}>{(detail) => <Whole detail={detail} />}</Loaded>
    </Page>
  );
}

function Actions({ run }: { run: Run }) {
  const navigate = useNavigate();
  const notices = useNotices();
  const queries = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const path = { path: { name: run.name } };
  const act = useMutation({
    mutationFn: ({ ask }: { ask: () => Promise<Run>; done: string }) => ask(),
    onSuccess: (now, { done }) => {
      queries.setQueryData<Detail>(runKey(run.name), (before) => (before ? { ...before, run: now } : before));
      void queries.invalidateQueries({ queryKey: ["runs", "list"] });
      notices.done(done);
    },
    onError: (error) => notices.failed(asProblem(error).message),
  });
  const again = new URLSearchParams(Object.entries({ flow: run.flow ?? "", data: run.dataset ?? run.data ?? "", run: run.source_run ?? "", variant: run.variant ?? "" }).filter(([, value]) => value !== ""));
  return (
    <>
      {goesOn(run.state) && (
        <Button icon={<Stop20Regular />} disabledFocusable={run.state === "stopping" || act.isPending} onClick={() => act.mutate({ ask: () => answer(api.POST("/api/v1/runs/{name}/cancel", { params: path })), done: words.cancelAsked(run.display_name) })}>
          {words.cancel}
        </Button>
      )}
      {run.resumable && (
        <Button appearance="primary" icon={<Play20Regular />} disabledFocusable={act.isPending} onClick={() => act.mutate({ ask: () => answer(api.POST("/api/v1/runs/{name}/resume", { params: path })), done: words.resumed(run.display_name) })}>
          {words.resume}
        </Button>
      )}
      <Button onClick={() => void navigate(`/comparisons?baseline=${encodeURIComponent(run.name)}`)}>{words.compare}</Button>
      {run.evaluation === null && <Button onClick={() => void navigate(`/evaluations/new?run=${encodeURIComponent(run.name)}`)}>{words.evaluate}</Button>}
      <DownloadButton address={`/api/v1/runs/${encodeURIComponent(run.name)}/report`} name={`${run.name}.html`} label={words.report} />
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<MoreHorizontal20Regular />} aria-label={text.act.actions} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem onClick={() => void navigate(`/runs/new?${again.toString()}`)}>{words.again}</MenuItem>
            {run.archived ? (
              <MenuItem onClick={() => act.mutate({ ask: () => answer(api.POST("/api/v1/runs/{name}/restore", { params: path })), done: words.restoredDone(run.display_name) })}>{words.restore}</MenuItem>
            ) : (
              <MenuItem onClick={() => act.mutate({ ask: () => answer(api.POST("/api/v1/runs/{name}/archive", { params: path })), done: words.archivedDone(run.display_name) })}>{words.archive}</MenuItem>
            )}
            <MenuItem onClick={() => setRemoving(true)}>{words.remove}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {removing && (
        <FormDialog
          title={words.removeTitle(run.display_name)}
          submit={words.remove}
          danger
          onSubmit={() => answer(api.DELETE("/api/v1/runs/{name}", { params: path }))}
          onDone={() => {
            notices.done(words.removed(run.display_name));
            void navigate("/runs");
          }}
          onClose={() => setRemoving(false)}
        >
          <p>{words.removeWhy}</p>
        </FormDialog>
      )}
    </>
  );
}

function Whole({ detail }: { detail: Detail }) {
  const { run } = detail;
  const metrics = Object.entries(run.metrics).filter((entry): entry is [string, number] => typeof entry[1] === "number");
  const share = shareOf(run);
  const took = run.started_at && run.ended_at ? Date.parse(run.ended_at) - Date.parse(run.started_at) : null;
  return (
    <>
      {run.error !== null && (
        <Notice title={words.states["failed"] ?? ""} role="alert">
          {run.error}
        </Notice>
      )}
      <Tiles>
        <Tile
          title={words.state}
          value={
            <span className={styles.state}>
              <StateBadge state={run.state} />
              {goesOn(run.state) && <ProgressBar className={styles.bar ?? ""} aria-label={words.progressOf(run.name)} {...(share === undefined ? {} : { value: share })} thickness="large" />}
            </span>
          }
          note={[run.lines_per_second === null ? "" : words.perSecond(run.lines_per_second.toFixed(1)), run.remaining_seconds === null ? "" : words.remaining(duration(run.remaining_seconds * 1000))].filter(Boolean).join(", ")}
        />
        <Tile title={words.lines} value={linesText(run) || "0"} note={run.failed_lines === 0 ? "" : <Link to="?status=failed">{`${count(run.failed_lines)} ${words.failedLines}`}</Link>} />
        {detail.latency_p50 !== null && <Tile title={words.latency} value={duration(detail.latency_p50 * 1000)} note={detail.latency_p95 === null ? "" : words.latencyNote(duration(detail.latency_p95 * 1000))} />}
        <Tile title={words.tokens} value={run.tokens === null ? text.table.none : count(run.tokens)} />
        <Tile title={words.cost} value={costOf(run) || text.table.none} exact={run.cost_usd === null ? "" : money(nano(run.cost_usd))} note={run.cost_usd !== null && doneOf(run) > 0 && run.cost_usd > 0 ? words.perLineOf(money(nano(run.cost_usd / doneOf(run)))) : ""} />
        {took !== null && <Tile title={words.took} value={duration(took)} />}
        {metrics.map(([metric, value]) => (
          <Tile key={metric} title={metric} value={value.toLocaleString("en-US", { maximumFractionDigits: 4 })} />
        ))}
      </Tiles>
      <Section title={words.scores}>
        {detail.scores.length === 0 ? <p>{words.noScores}</p> : <Scores metrics={detail.scores} />}
        {detail.scored_by.length > 0 && (
          <p className={styles.muted}>
            {words.scoredBy}:{" "}
            {detail.scored_by.map((name, i) => (
              <span key={name}>
                {i > 0 && ", "}
                <Link to={`/runs/${encodeURIComponent(name)}`}>{name}</Link>
              </span>
            ))}
          </p>
        )}
      </Section>
      <RunLines detail={detail} />
      {detail.errors.length > 0 && (
        <Section title={words.errors}>
          <ul className={styles.causes}>
            {detail.errors.slice(0, 8).map((cause) => (
              <li key={cause.why}>
                <span>{words.errorLines(count(cause.lines))}</span>
                <span>{cause.why}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <About detail={detail} />
    </>
  );
}

function About({ detail }: { detail: Detail }) {
  const { run } = detail;
  const mapping = Object.entries(detail.column_mapping).map(([input, source]) => `${input}: ${typeof source === "string" ? source : JSON.stringify(source)}`);
  const connections = Object.entries(detail.connections).flatMap(([node, inputs]) => Object.entries(inputs).map(([input, value]) => `${node}.${input}: ${value}`));
  return (
    <Section title={words.about}>
      <Facts
        facts={[
          [words.name, run.name],
          [words.flow, run.flow ?? text.table.none],
          [words.variant, run.variant ?? text.table.none],
          [words.data, run.dataset ?? run.data ?? text.table.none],
          ...(run.source_run === null ? [] : ([[words.source, <Link key="source" to={`/runs/${encodeURIComponent(run.source_run)}`}>{run.source_run}</Link>]] as const)),
          ...(detail.evaluations.length === 0
            ? []
            : ([[words.evaluations, <span key="evaluations">{detail.evaluations.map((e) => <Link key={e} to={`/evaluations/${encodeURIComponent(e)}`}>{e} </Link>)}</span>]] as const)),
          [words.mapping, mapping.join(" · ") || text.table.none],
          ...(connections.length === 0 ? [] : ([[words.connections, connections.join(" · ")]] as const)),
          [words.created, exactMoment(run.created_at)],
          [words.startedAt, run.started_at === null ? text.table.none : exactMoment(run.started_at)],
          [words.endedAt, run.ended_at === null ? text.table.none : exactMoment(run.ended_at)],
          ...Object.entries(detail.tags),
        ]}
      />
    </Section>
  );
}
