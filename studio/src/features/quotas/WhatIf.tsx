import { Button, Field, Input, Select } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { useAddress } from "../../address/useAddress";
import { usageQuery } from "../../api/queries";
import { money, nano, roundMoney } from "../../formats/money";
import { count, percent, short } from "../../formats/numbers";
import { DataTable } from "../../parts/DataTable";
import { Page, Section } from "../../parts/Page";
import { Loaded, Loading, Notice } from "../../parts/states";
import { text } from "../../strings";
import { LevelFields, NewQuota, spans } from "./NewQuota";
import type { Quota } from "./quota";
import { beginning, judge, stepOf, type Per, type Trial, type Verdict } from "./whatIf";
import styles from "./Quotas.module.css";

const Chart = lazy(() => import("../../parts/Chart"));

const words = text.quotas.whatIf;
const backDays = ["7", "30", "90", "365"] as const;

/** Tries a budget on the past. */
export default function WhatIf() {
  const { one, change } = useAddress();
  const [making, setMaking] = useState(false);
  const [now] = useState(() => new Date());
  const level = one("level", "everyone") as Quota["level"];
  const subject = one("subject");
  const model = one("model");
  const unit = one("unit", "usd") === "tokens" ? "tokens" : "usd";
  const per = one("per", "calendar_month") as Per;
  const amount = Number(one("amount", "100"));
  const days = Number(one("past", "90"));
  const trial: Trial = { unit, per, model, amount: Number.isFinite(amount) && amount >= 0 ? (unit === "usd" ? nano(amount) : BigInt(Math.trunc(amount))) : 0n };
  const from = beginning(per, days, now);
  const by = [stepOf(per), ...(model === "" ? [] : ["model", "deployment", "provider"])];
  const query = useQuery({ ...usageQuery({ from, by, only: level === "everyone" || subject === "" ? {} : { [level]: [subject] } }), enabled: level === "everyone" || subject !== "" });
  const set = (name: string) => (_: unknown, data: { value: string }) => change({ [name]: data.value });

  return (
    <Page title={words.title} path={[{ title: text.screens.budgets, to: "/budgets" }]} lead={words.lead} actions={<Button appearance="primary" onClick={() => setMaking(true)}>{words.make}</Button>}>
      <Section title={words.budget}>
        <div className={styles.form}>
          <LevelFields level={level} subject={subject} onLevel={(_, data) => change({ level: data.value, subject: "" })} onSubject={set("subject")} />
          <Field label={text.quotas.model}>
            <Input value={model} onChange={set("model")} placeholder="gpt-4.1*" spellCheck={false} />
          </Field>
          <Field label={text.quotas.amount}>
            <Input type="number" min={0} step="any" value={one("amount", "100")} onChange={set("amount")} contentBefore={unit === "usd" ? "$" : null} />
          </Field>
          <Field label={text.quotas.unit}>
            <Select value={unit} onChange={set("unit")}>
              <option value="usd">{text.quotas.units.usd}</option>
              <option value="tokens">{text.quotas.units.tokens}</option>
            </Select>
          </Field>
          <Field label={text.quotas.per}>
            <Select value={per} onChange={set("per")}>
              {spans.budgets.map((span) => (
                <option key={span} value={span}>
                  {text.quotas.pers[span]}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={words.past}>
            <Select value={String(days)} onChange={set("past")}>
              {backDays.map((back) => (
                <option key={back} value={back}>
                  {text.usage.periods[`${back}d`]}
                </option>
              ))}
            </Select>
          </Field>
        </div>
      </Section>
      {query.isEnabled ? <Loaded query={query}>{(report) => query.isPlaceholderData ? <Loading /> : <Answer verdict={judge(report.lines, trial, now)} trial={trial} from={report.from} />}</Loaded> : null}
      {making && <NewQuota kind="budgets" from={{ level, subject, model, unit, amount, per }} onClose={() => setMaking(false)} />}
    </Page>
  );
}

function Answer({ verdict, trial, from }: { verdict: Verdict; trial: Trial; from: string }) {
  const shown = (value: bigint) => (trial.unit === "usd" ? money(value) : `${count(Number(value))} ${text.quotas.units.tokens}`);
  const scale = trial.unit === "usd" ? 1e9 : 1;
  const { periods } = verdict;
  const nameOf = (start: string) => (start === "" ? from.slice(0, 10) : start);
  const amountShown = Number(trial.amount) / scale;
  const option = useMemo(
    () => ({
      legend: { show: false },
      xAxis: { type: "category" as const, data: periods.map((p) => (p.start === "" ? from.slice(0, 10) : p.start)) },
      yAxis: {
        type: "value" as const,
        // The line is in sight unless it would press the bars flat.
        max: ({ max }: { max: number }) => (amountShown <= max * 4 ? Math.max(max, amountShown * 1.1) : max),
        axisLabel: { formatter: (value: number) => (trial.unit === "usd" ? roundMoney(nano(value)) : short(value)) },
      },
      series: [
        {
          type: "bar" as const,
          name: words.spent,
          barMaxWidth: 40,
          data: periods.map((p) => Number(p.spent) / scale),
          markLine: { symbol: "none", label: { formatter: words.budget, position: "insideEndTop" as const, color: "inherit", textBorderWidth: 0 }, data: [{ yAxis: amountShown }] },
        },
      ],
    }),
    [periods, amountShown, trial.unit, scale, from],
  );
  if (periods.length === 0) {
    return <Notice title={text.usage.emptyTitle}>{words.none}</Notice>;
  }
  const reached = periods.filter((p) => p.over > 0n);
  const [first] = reached;
  const most = periods.reduce((a, b) => (b.spent > a.spent ? b : a));
  return (
    <>
      <div role="status" className={styles.answer}>
        <p>{first === undefined ? words.never(periods.length, shown(most.spent)) : words.reached(reached.length, periods.length, nameOf(first.start))}</p>
        {verdict.over > 0n && <p>{words.share(percent(Number((verdict.over * 100_000n) / verdict.spent) / 100_000))}</p>}
      </div>
      <Section title={words.spent}>
        <Suspense fallback={<Loading label={text.states.chartLoading} />}>
          <Chart label={words.chart} option={option} height={220} />
        </Suspense>
      </Section>
      <DataTable
        label={words.spent}
        rows={periods}
        rowKey={(p) => p.start}
        sort="-period"
        columns={[
          { key: "period", title: words.period, width: 150, grow: 1, value: (p) => p.start, cell: (p) => nameOf(p.start) },
          { key: "spent", title: words.spent, width: 150, grow: 1, numeric: true, value: (p) => p.spent, cell: (p) => shown(p.spent) },
          { key: "over", title: words.over, width: 150, grow: 1, numeric: true, value: (p) => p.over, cell: (p) => (p.over === 0n ? "" : shown(p.over)) },
        ]}
      />
      {verdict.unpriced > 0 && <p>{words.unpriced(count(verdict.unpriced))}</p>}
      {trial.model !== "" && <p>{words.aliases}</p>}
    </>
  );
}
