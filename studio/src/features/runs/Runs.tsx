import { Button, Checkbox } from "@fluentui/react-components";
import { Add20Regular } from "@fluentui/react-icons";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api, type Schemas } from "../../api/client";
import { asProblem } from "../../api/problem";
import { money, nano, roundMoney } from "../../formats/money";
import { count, duration } from "../../formats/numbers";
import { exactMoment, moment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ChoiceFilter, ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { useNotices } from "../../parts/notices";
import { Page } from "../../parts/Page";
import { Fault, Loading, Notice } from "../../parts/states";
import { text } from "../../strings";
import { headline } from "./headline";
import { comparisonTo, goesOn, runQuery, type Run } from "./run";
import { linesText, RunState } from "./RunState";
import styles from "./Runs.module.css";

type Listed = Schemas["ListedRunView"];

const words = text.runs;
const states = ["running", "completed", "failed", "canceled", "interrupted"] as const;

export const costOf = (run: { cost_usd: number | null; unknown_cost: boolean }) => (run.unknown_cost ? words.unknownCost : run.cost_usd === null ? "" : roundMoney(nano(run.cost_usd)));

/** Runs, the newest first; two of them can be compared. */
export default function Runs() {
  const { one, all, change } = useAddress();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const notices = useNotices();
  const asked = { state: one("state"), find: one("find"), archived: one("archived") === "yes", parts: one("parts") === "yes" };
  const query = useInfiniteQuery({
    queryKey: ["runs", "list", asked],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET("/api/v1/runs", {
          signal,
          params: { query: { limit: 200, archived: asked.archived, parts: asked.parts, ...(asked.state === "" ? {} : { state: [asked.state] }), ...(asked.find === "" ? {} : { find: asked.find }), ...(pageParam === "" ? {} : { before: pageParam }) } },
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (last) => last.next ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.runs.some(({ run }) => goesOn(run.state))) ? 1_000 : false),
  });
  const rows = query.data?.pages.flatMap((page) => page.runs) ?? [];
  const picked = all("pick");
  // A filter or a page that was not read may hide what was chosen, so each is asked for by its name.
  const compare = useMutation({
    mutationFn: () => Promise.all(picked.map((name) => queries.query(runQuery(name)))),
    onSuccess: (details) => void navigate(comparisonTo(details.map(({ run }) => run))),
    onError: (error) => notices.failed(asProblem(error).message),
  });
  const filtered = asked.state !== "" || asked.find !== "" || asked.archived || asked.parts;

  const columns: readonly Column<Listed>[] = [
    {
      key: "pick",
      title: text.table.select,
      width: 64,
      cell: ({ run }) => (
        <Checkbox
          aria-label={text.table.selectRow(titleOf(run))}
          checked={picked.includes(run.name)}
          onChange={(_, data) => change({ pick: data.checked === true ? [...picked, run.name].slice(-2) : picked.filter((p) => p !== run.name) })}
        />
      ),
    },
    { key: "name", title: words.name, width: 160, grow: 2, value: ({ run }) => titleOf(run), cell: ({ run }) => <Link to={`/runs/${encodeURIComponent(run.name)}`} title={run.name}>{titleOf(run)}</Link> },
    { key: "state", title: words.state, width: 124, value: ({ run }) => run.state, cell: ({ run }) => <RunState run={run} /> },
    { key: "flow", title: words.flow, width: 120, grow: 1, wideOnly: true, value: ({ run }) => run.flow_name, cell: ({ run }) => <span title={run.flow ?? ""}>{run.flow_name + (run.variant ? ` · ${run.variant.replace(/[${}]/g, "")}` : "")}</span> },
    { key: "data", title: words.data, width: 140, grow: 1, wideOnly: true, value: ({ run }) => run.dataset ?? run.data, cell: ({ run }) => <span title={run.dataset ?? run.data ?? ""}>{run.dataset ?? run.data ?? run.source_run ?? ""}</span> },
    { key: "lines", title: words.lines, width: 112, numeric: true, value: ({ run }) => run.total_lines, cell: ({ run }) => <LinesCell run={run} /> },
    { key: "scores", title: words.scores, width: 210, grow: 3, wideOnly: true, cell: (listed) => <span title={headline(listed)}>{headline(listed)}</span> },
    { key: "cost", title: words.cost, width: 90, numeric: true, wideOnly: true, value: ({ run }) => (run.cost_usd === null ? null : nano(run.cost_usd)), cell: ({ run }) => <span title={run.cost_usd === null ? "" : money(nano(run.cost_usd))}>{costOf(run)}</span> },
    { key: "took", title: words.took, width: 84, numeric: true, wideOnly: true, value: ({ run }) => tookOf(run), cell: ({ run }) => (tookOf(run) === null ? "" : duration(tookOf(run) ?? 0)) },
    { key: "created", title: words.created, width: 178, wideOnly: true, value: ({ run }) => run.created_at, cell: ({ run }) => <span title={exactMoment(run.created_at)}>{moment(run.created_at)}</span> },
  ];

  return (
    <Page
      title={text.screens.runs}
      lead={words.lead}
      actions={
        <Button appearance="primary" icon={<Add20Regular />} onClick={() => void navigate("/runs/new")}>
          {words.start}
        </Button>
      }
    >
      <Filters>
        <FindFilter label={words.find} />
        <ChoiceFilter name="state" label={words.state} choices={[["", words.anyState], ...states.map((s) => [s, words.states[s] ?? s] as const)]} />
        <Checkbox label={words.archived} checked={asked.archived} onChange={(_, data) => change({ archived: data.checked === true ? "yes" : "" })} />
        <Checkbox label={words.parts} checked={asked.parts} onChange={(_, data) => change({ parts: data.checked === true ? "yes" : "" })} />
        <ClearFilters names={["find", "state", "archived", "parts"]} />
      </Filters>
      {query.isError && <Fault error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data &&
        (rows.length === 0 && !filtered ? (
          <Notice title={words.emptyTitle} action={<Button onClick={() => void navigate("/runs/new")}>{words.start}</Button>}>
            {words.empty}
          </Notice>
        ) : (
          <>
            <div className={styles.selected}>
              <RowCount shown={rows.length} all={rows.length} />
              <Button disabledFocusable={picked.length !== 2} title={picked.length === 2 ? "" : words.compareHint} onClick={() => picked.length === 2 && !compare.isPending && compare.mutate()}>
                {words.compareTwo}
              </Button>
              <span className={styles.muted} role="status">
                {words.selectedMany(picked.length)}
              </span>
            </div>
            <DataTable label={text.screens.runs} columns={columns} rows={rows} rowKey={({ run }) => run.name} onOpen={({ run }) => void navigate(`/runs/${encodeURIComponent(run.name)}`)} empty={words.noneFound} most={16} />
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

// Those of an evaluation are called after its targets, which others have too.
const titleOf = (run: Run) => (run.evaluation === null ? run.display_name : run.name);

function LinesCell({ run }: { run: Run }) {
  return run.failed_lines === 0 ? <span>{linesText(run)}</span> : <span className={styles.bad} title={`${count(run.failed_lines)} ${words.failedLines}`}>{`${linesText(run)}, ${count(run.failed_lines)} ✗`}</span>;
}

const tookOf = (run: Run) => (run.started_at && run.ended_at ? Date.parse(run.ended_at) - Date.parse(run.started_at) : null);
