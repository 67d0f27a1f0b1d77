import { Button, Tag, TagGroup } from "@fluentui/react-components";
import { ArrowDownload20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo } from "react";
import { useAddress } from "../../address/useAddress";
import type { Schemas } from "../../api/client";
import { download } from "../../api/download";
import { asProblem } from "../../api/problem";
import { usageFilters, usageQuery, type UsageFilter, type UsageReport } from "../../api/queries";
import { money, nano, roundMoney } from "../../formats/money";
import { count, duration, percent, short } from "../../formats/numbers";
import { moment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ChoiceFilter, Filters } from "../../parts/Filters";
import { useNotices } from "../../parts/notices";
import { Page, Section } from "../../parts/Page";
import { Loaded, Loading, Notice, WhileOld } from "../../parts/states";
import { Tile, Tiles } from "../../parts/Tile";
import { text } from "../../strings";
import { costIsKnown } from "./cost";
import { stepFor, stacked } from "./overTime";

const Chart = lazy(() => import("../../parts/Chart"));

type Line = Schemas["UsageLineView"];

const words = text.usage;
export const periods = ["today", "24h", "7d", "30d", "90d", "365d"] as const;
const groups = ["team", "project", "cost_center", "key", "model", "deployment", "provider", "connection", "region", "operation", "user", "outcome", "cause", "day", "month"] as const;

function useAsked() {
  const { one, all } = useAddress();
  const only: Partial<Record<UsageFilter, string[]>> = {};
  for (const filter of usageFilters) {
    const values = all(filter);
    if (values.length > 0) {
      // In the address "none" stands for calls that have no such thing, which the API calls empty.
      only[filter] = values.map((value) => (value === text.table.none ? "" : value));
    }
  }
  return { from: one("from", "30d"), by: [one("by", "model"), ...(one("and") === "" ? [] : [one("and")])], only };
}

/** What was used and what it cost, by whatever is of interest. */
export default function Usage() {
  const asked = useAsked();
  const notices = useNotices();
  const report = useQuery(usageQuery(asked));

  async function exported() {
    const query = new URLSearchParams({ from: asked.from, by: asked.by.join(","), format: "csv" });
    for (const [name, values] of Object.entries(asked.only)) {
      for (const value of values) {
        query.append(name, value);
      }
    }
    try {
      await download(`/api/v1/usage?${query.toString()}`, `usage-${asked.by.join("-")}-${asked.from}.csv`);
    } catch (error) {
      notices.failed(asProblem(error).message);
    }
  }

  return (
    <Page
      title={text.screens.usage}
      lead={words.lead}
      actions={
        <Button icon={<ArrowDownload20Regular />} onClick={() => void exported()}>
          {text.act.export}
        </Button>
      }
    >
      <Filters>
        <ChoiceFilter name="from" label={words.period} choices={[["", words.periods["30d"]], ...periods.filter((p) => p !== "30d").map((p) => [p, words.periods[p] ?? p] as const)]} />
        <ChoiceFilter name="by" label={words.by} choices={[["", words.dimensions["model"] ?? ""], ...groups.filter((g) => g !== "model").map((g) => [g, words.dimensions[g] ?? g] as const)]} />
        <ChoiceFilter name="and" label={words.and} choices={[["", words.nothing], ...groups.filter((g) => !asked.by.slice(0, 1).includes(g)).map((g) => [g, words.dimensions[g] ?? g] as const)]} />
      </Filters>
      <Only only={asked.only} />
      <Loaded query={report}>
        {(data) => (
          <WhileOld isOld={report.isPlaceholderData}>
            <Figures report={data} />
          </WhileOld>
        )}
      </Loaded>
    </Page>
  );
}

function Only({ only }: { only: Partial<Record<UsageFilter, string[]>> }) {
  const { change, all } = useAddress();
  const chosen = Object.entries(only).flatMap(([name, values]) => values.map((value) => [name, value === "" ? text.table.none : value] as const));
  return chosen.length === 0 ? null : (
    <TagGroup
      aria-label={words.only}
      onDismiss={(_, data) => {
        const [name = "", value = ""] = data.value.split("\n");
        change({ [name]: all(name).filter((v) => v !== value) });
      }}
    >
      {chosen.map(([name, value]) => (
        <Tag key={`${name} ${value}`} value={`${name}\n${value}`} dismissible dismissIcon={{ "aria-label": text.act.clearOne(`${words.dimensions[name] ?? name} ${value}`) }}>
          {words.dimensions[name] ?? name}: {value}
        </Tag>
      ))}
    </TagGroup>
  );
}

const tokens = (line: Line, ...names: string[]) => names.reduce((all, name) => all + (line.usage[name] ?? 0), 0);
const inputOf = (line: Line) => tokens(line, "fresh_input", "cache_read", "cache_write_5m", "cache_write_1h", "audio_input", "image_input");
const outputOf = (line: Line) => tokens(line, "output", "reasoning", "audio_output", "image_output");
const cost = (line: Line) => (costIsKnown(line) ? money(nano(line.cost_usd)) : text.table.unknown);
const namesOf = (line: Line, by: readonly string[]) => by.map((name) => (line as unknown as Record<string, string | undefined>)[name] ?? text.table.none);

// Everything here is of the report that there is, whatever the address asks for by now.
function Figures({ report }: { report: UsageReport }) {
  const { total, lines, asked } = report;
  if (total.calls === 0) {
    return <Notice title={words.emptyTitle}>{words.empty}</Notice>;
  }
  const missed = total.refused + total.failed + total.cancelled;
  return (
    <>
      <Tiles>
        <Tile title={words.cost} value={costIsKnown(total) ? roundMoney(nano(total.cost_usd)) : text.table.unknown} exact={cost(total)} note={total.calls_with_unknown_cost > 0 ? words.notPriced(count(total.calls_with_unknown_cost)) : cost(total)} />
        <Tile title={words.calls} value={short(total.calls)} exact={count(total.calls)} note={missed === 0 ? words.allAnswered : words.missed(count(total.refused), count(total.failed), count(total.cancelled))} />
        <Tile title={words.tokensIn} value={short(inputOf(total))} exact={count(inputOf(total))} note={inputOf(total) > 0 ? words.fromProviderCache(percent(tokens(total, "cache_read") / inputOf(total))) : ""} />
        <Tile title={words.tokensOut} value={short(outputOf(total))} exact={count(outputOf(total))} note={total.calls_with_estimated_usage > 0 ? words.estimated(count(total.calls_with_estimated_usage)) : ""} />
        <Tile title={words.saved} value={roundMoney(nano(total.saved_by_cache_usd))} exact={money(nano(total.saved_by_cache_usd))} note={words.savedCalls(count(total.cached))} />
        {total.latency_ms && <Tile title={words.latency} value={duration(total.latency_ms.p50)} note={[words.within(duration(total.latency_ms.p95)), ...(total.first_token_ms ? [words.firstToken(duration(total.first_token_ms.p50))] : [])].join("; ")} />}
      </Tiles>
      <OverTime asked={asked} />
      <Section title={words.lines} plain>
        <RowCount shown={lines.length} all={lines.length} />
        <Lines lines={lines} total={total} by={asked.by} />
      </Section>
      <p>{words.asked(moment(report.from), moment(report.to))}</p>
    </>
  );
}

function Lines({ lines, total, by }: { lines: readonly Line[]; total: Line; by: readonly string[] }) {
  const { change, all } = useAddress();
  const filterable = by.filter((name): name is UsageFilter => (usageFilters as readonly string[]).includes(name));
  const columns: readonly Column<Line>[] = [
    ...by.map((name, at): Column<Line> => ({
      key: name,
      title: words.dimensions[name] ?? name,
      width: 170,
      grow: 2,
      value: (line) => namesOf(line, by)[at],
      cell: (line) => <span title={namesOf(line, by)[at]}>{namesOf(line, by)[at]}</span>,
      ...(at === 0 ? { total: words.total } : {}),
    })),
    { key: "cost", title: words.cost, width: 132, grow: 1, numeric: true, value: (l) => (costIsKnown(l) ? nano(l.cost_usd) : null), cell: cost, total: cost(total) },
    { key: "calls", title: words.calls, width: 84, numeric: true, value: (l) => l.calls, cell: (l) => count(l.calls), total: count(total.calls) },
    { key: "in", title: words.tokensIn, width: 116, numeric: true, wideOnly: true, value: inputOf, cell: (l) => count(inputOf(l)), total: count(inputOf(total)) },
    { key: "out", title: words.tokensOut, width: 116, numeric: true, wideOnly: true, value: outputOf, cell: (l) => count(outputOf(l)), total: count(outputOf(total)) },
    { key: "refused", title: words.refused, width: 90, numeric: true, wideOnly: true, value: (l) => l.refused, cell: (l) => (l.refused === 0 ? "" : count(l.refused)), total: total.refused === 0 ? "" : count(total.refused) },
    { key: "failed", title: words.failed, width: 84, numeric: true, wideOnly: true, value: (l) => l.failed, cell: (l) => (l.failed === 0 ? "" : count(l.failed)), total: total.failed === 0 ? "" : count(total.failed) },
    { key: "p95", title: words.p95, width: 92, numeric: true, wideOnly: true, value: (l) => l.latency_ms?.p95, cell: (l) => (l.latency_ms ? duration(l.latency_ms.p95) : ""), total: total.latency_ms ? duration(total.latency_ms.p95) : "" },
    { key: "unpriced", title: words.unpriced, width: 104, numeric: true, wideOnly: true, value: (l) => l.calls_with_unknown_cost, cell: (l) => (l.calls_with_unknown_cost === 0 ? "" : count(l.calls_with_unknown_cost)) },
  ];
  return (
    <DataTable
      label={words.lines}
      columns={columns}
      rows={lines}
      rowKey={(line) => namesOf(line, by).join("\n")}
      {...(filterable.length > 0
        ? { onOpen: (line: Line) => change(Object.fromEntries(filterable.map((name) => [name, [...new Set([...all(name), namesOf(line, by)[by.indexOf(name)] ?? ""])]]))) }
        : {})}
    />
  );
}

function OverTime({ asked }: { asked: UsageReport["asked"] }) {
  const by = asked.by[0] ?? "model";
  const step = stepFor(asked.from);
  const query = useQuery(usageQuery({ from: asked.from, by: isTime(by) ? [step] : [step, by], only: asked.only }));
  const option = useMemo(() => (query.data ? stacked(query.data) : undefined), [query.data]);
  const shown = query.data?.asked.by[1];
  return (
    <Section title={shown === undefined ? words.overTime : words.overTimeBy(words.dimensions[shown] ?? shown)}>
      {query.isError ? <p>{asProblem(query.error).message}</p> : option ? (
        <WhileOld isOld={query.isPlaceholderData}>
          <Suspense fallback={<Loading label={text.states.chartLoading} />}>
            <Chart label={words.chart(words.dimensions[shown ?? by] ?? by)} option={option} />
          </Suspense>
        </WhileOld>
      ) : (
        <Loading />
      )}
    </Section>
  );
}

const isTime = (by: string) => by === "day" || by === "month";
