import { Button } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api, type Schemas } from "../../api/client";
import { money, nano } from "../../formats/money";
import { count, duration } from "../../formats/numbers";
import { exactMoment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ChoiceFilter, ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { Page } from "../../parts/Page";
import { Fault, Loading, Notice } from "../../parts/states";
import { text } from "../../strings";
import { Outcome } from "./Outcome";

export type Call = Schemas["CallView"];

const words = text.operate;
const portion = 500;
const outcomes = ["answered", "cached", "refused", "cancelled", "failed"] as const;
const periods = ["24h", "7d", "30d", "90d", "365d"] as const;

/** What a call is found by. */
const wordsOf = (call: Call) => [call.id, call.requested_model, call.model, call.key, call.team, call.project, call.user, call.connection, call.cause].filter(Boolean).join(" ").toLowerCase();

export const costOf = (call: Call) => (call.unknown_cost ? text.table.unknown : call.cost_usd === null || call.cost_usd === undefined ? "" : money(nano(call.cost_usd)));

/** The ledger's rows, the newest first; older ones are read when they are asked for. */
export default function Calls() {
  const { one } = useAddress();
  const navigate = useNavigate();
  const from = one("from", "24h");
  const outcome = one("outcome");
  const query = useInfiniteQuery({
    queryKey: ["calls", from, outcome],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/v1/calls", { signal, params: { query: { from, limit: portion, ...(pageParam === "" ? {} : { before: pageParam }), ...(outcome === "" ? {} : { outcome: [outcome] }) } } })),
    initialPageParam: "",
    getNextPageParam: (last) => (last.length < portion ? undefined : last.at(-1)?.id),
  });
  const all = query.data?.pages.flat() ?? [];
  const find = one("find").toLowerCase();
  const shown = find === "" ? all : all.filter((call) => wordsOf(call).includes(find));

  const columns: readonly Column<Call>[] = [
    { key: "at", title: words.at, width: 200, value: (c) => c.at, cell: (c) => exactMoment(c.at) },
    { key: "outcome", title: words.outcome, width: 124, value: (c) => c.outcome, cell: (c) => <Outcome call={c} /> },
    { key: "model", title: words.model, width: 170, grow: 2, value: (c) => c.requested_model, cell: (c) => <span title={c.requested_model}>{c.requested_model}</span> },
    { key: "cost", title: text.usage.cost, width: 120, numeric: true, value: (c) => (c.cost_usd === null || c.cost_usd === undefined ? null : nano(c.cost_usd)), cell: costOf },
    { key: "time", title: words.time, width: 92, numeric: true, value: (c) => c.total_ms, cell: (c) => duration(c.total_ms) },
    { key: "tokens", title: words.tokens, width: 96, numeric: true, wideOnly: true, value: tokensOf, cell: (c) => count(tokensOf(c)) },
    { key: "key", title: words.key, width: 120, grow: 1, wideOnly: true, value: (c) => c.key, cell: (c) => <span>{c.key}</span> },
    { key: "team", title: words.team, width: 110, grow: 1, wideOnly: true, value: (c) => c.team, cell: (c) => <span>{c.team}</span> },
    { key: "operation", title: words.operation, width: 110, wideOnly: true, value: (c) => c.operation, cell: (c) => c.operation },
  ];

  return (
    <Page title={text.screens.calls} lead={words.callsLead}>
      <Filters>
        <FindFilter label={words.findCall} />
        <ChoiceFilter name="from" label={text.usage.period} choices={periods.map((p) => [p === "24h" ? "" : p, text.usage.periods[p] ?? p])} />
        <ChoiceFilter name="outcome" label={words.outcome} choices={[["", words.any], ...outcomes.map((o) => [o, words.outcomes[o]] as const)]} />
        <ClearFilters names={["find", "from", "outcome"]} />
        <Button onClick={() => void query.refetch()}>{words.refresh}</Button>
      </Filters>
      {query.isError && <Fault error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data &&
        (all.length === 0 ? (
          <Notice title={text.usage.emptyTitle}>{words.noCalls}</Notice>
        ) : (
          <>
            <RowCount shown={shown.length} all={all.length} />
            <DataTable label={text.screens.calls} columns={columns} rows={shown} rowKey={(c) => c.id} onOpen={(c) => void navigate(`/calls/${c.id}`)} most={18} />
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

export const tokensOf = (call: Call) => Object.entries(call.usage).reduce((all, [bucket, used]) => all + (pieces.has(bucket) ? 0 : (used ?? 0)), 0);

const pieces = new Set(["searches", "images", "audio_ms", "characters"]);
