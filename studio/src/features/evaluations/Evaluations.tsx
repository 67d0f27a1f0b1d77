import { Button, ProgressBar } from "@fluentui/react-components";
import { Add20Regular } from "@fluentui/react-icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api } from "../../api/client";
import { exactMoment, moment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ChoiceFilter, ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { Page } from "../../parts/Page";
import { Fault, Loading, Notice } from "../../parts/states";
import { text } from "../../strings";
import { StateBadge } from "../runs/RunState";
import { evaluationQuery, progressOf, type Evaluation } from "./evaluation";
import styles from "../runs/Runs.module.css";

const words = text.evaluations;
const states = ["running", "completed", "stopped", "failed", "interrupted"] as const;

/** Evaluations, the newest first, with what each found. */
export default function Evaluations() {
  const { one } = useAddress();
  const navigate = useNavigate();
  const asked = { state: one("state"), find: one("find") };
  const query = useInfiniteQuery({
    queryKey: ["evaluations", "list", asked],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/evaluations", { signal, params: { query: { limit: 200, ...(asked.state === "" ? {} : { state: [asked.state] }), ...(asked.find === "" ? {} : { find: asked.find }), ...(pageParam === "" ? {} : { before: pageParam }) } } })),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.evaluations.some((e) => e.state === "running")) ? 1_000 : false),
  });
  const rows = query.data?.pages.flatMap((page) => page.evaluations) ?? [];

  const columns: readonly Column<Evaluation>[] = [
    { key: "name", title: words.name, width: 180, grow: 1, value: (e) => e.name, cell: (e) => <Link to={`/evaluations/${encodeURIComponent(e.name)}`} title={e.description ?? e.name}>{e.name}</Link> },
    { key: "state", title: words.state, width: 150, value: (e) => e.state, cell: (e) => <EvaluationState evaluation={e} /> },
    { key: "finding", title: words.finding, width: 320, grow: 3, cell: (e) => <Finding evaluation={e} /> },
    { key: "targets", title: words.targets, width: 170, grow: 1, wideOnly: true, value: (e) => e.targets.length, cell: (e) => <span title={e.targets.join(", ")}>{e.targets.join(", ")}</span> },
    { key: "evaluators", title: words.evaluators, width: 180, grow: 1, wideOnly: true, cell: (e) => <span title={e.evaluators.join(", ")}>{e.evaluators.join(", ")}</span> },
    { key: "data", title: words.data, width: 130, grow: 1, wideOnly: true, value: (e) => e.dataset ?? e.data, cell: (e) => <span title={e.dataset ?? e.data ?? ""}>{e.dataset ?? e.data}</span> },
    { key: "created", title: words.created, width: 178, wideOnly: true, value: (e) => e.created_at, cell: (e) => <span title={exactMoment(e.created_at)}>{moment(e.created_at)}</span> },
  ];

  return (
    <Page
      title={text.screens.evaluations}
      lead={words.lead}
      actions={
        <Button appearance="primary" icon={<Add20Regular />} onClick={() => void navigate("/evaluations/new")}>
          {words.start}
        </Button>
      }
    >
      <Filters>
        <FindFilter label={words.find} />
        <ChoiceFilter name="state" label={words.state} choices={[["", words.anyState], ...states.map((s) => [s, words.states[s] ?? s] as const)]} />
        <ClearFilters names={["find", "state"]} />
      </Filters>
      {query.isError && <Fault error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data &&
        (rows.length === 0 && asked.find === "" && asked.state === "" ? (
          <Notice title={words.emptyTitle} action={<Button onClick={() => void navigate("/evaluations/new")}>{words.start}</Button>}>
            {words.empty}
          </Notice>
        ) : (
          <>
            <RowCount shown={rows.length} all={rows.length} />
            <DataTable label={text.screens.evaluations} columns={columns} rows={rows} rowKey={(e) => e.name} onOpen={(e) => void navigate(`/evaluations/${encodeURIComponent(e.name)}`)} empty={words.noneFound} most={16} />
            {query.hasNextPage && (
              <Button onClick={() => void query.fetchNextPage()} disabledFocusable={query.isFetchingNextPage}>
                {words.older}
              </Button>
            )}
          </>
        ))}
    </Page>
  );
}

/** Where it stands, with how far its step is while it goes on. */
export function EvaluationState({ evaluation }: { evaluation: Evaluation }) {
  const { progress } = evaluation;
  return evaluation.state === "running" && progress !== null ? (
    <span className={styles.progress} title={words.step(progress.number, progress.steps, progress.step)}>
      <StateBadge state={evaluation.state} title={words.stateMeans["running"]} />
      <ProgressBar aria-label={words.progressOf(evaluation.name)} {...progressOf(evaluation)} thickness="large" shape="rounded" />
    </span>
  ) : (
    <StateBadge state={evaluation.state} title={evaluation.stopped ?? words.stateMeans[evaluation.state]} />
  );
}

// Read for rows in sight alone: what it found is in its lines.
function Finding({ evaluation }: { evaluation: Evaluation }) {
  const { data } = useQuery({ ...evaluationQuery(evaluation.name), enabled: evaluation.state !== "running", staleTime: 300_000 });
  const headline = data?.comparisons.map((c) => c.headline).join(" ") || data?.targets.flatMap((t) => t.metrics.map((m) => `${m.metric} ${m.words}`)).join(" · ");
  return <span title={headline}>{headline}</span>;
}
