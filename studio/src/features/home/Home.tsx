import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { callerQuery, quotasQuery, targetsQuery, usageQuery } from "../../api/queries";
import { asProblem } from "../../api/problem";
import { money, nano, roundMoney } from "../../formats/money";
import { count } from "../../formats/numbers";
import { Page, Section } from "../../parts/Page";
import { Fault, Loaded } from "../../parts/states";
import { Tile, Tiles } from "../../parts/Tile";
import { text } from "../../strings";
import { isNearEnd, subjectText } from "../quotas/quota";
import { Spent } from "../quotas/Spent";
import { TargetState } from "../targets/TargetState";
import { costIsKnown } from "../usage/cost";
import { Awaiting } from "./Awaiting";
import { Building } from "./Building";
import { QuickStart } from "./QuickStart";
import { TourCard } from "./TourCard";
import styles from "./Home.module.css";

const words = text.home;
const often = 30_000;

/** The four loops with what there is to say of each. */
export default function Home() {
  const caller = useQuery(callerQuery);
  const administers = caller.data?.administers === true;
  return (
    <Page title={words.title} lead={words.lead}>
      {caller.isError && !asProblem(caller.error).isOffline && <Fault error={caller.error} onRetry={() => void caller.refetch()} />}
      {administers && <TourCard />}
      {administers && <Figures />}
      {administers && <Awaiting />}
      <div className={styles.loops}>
        <Section title={text.loops.explore}>
          <p>{words.explore}</p>
          <ul className={styles.links}>
            <li>
              <Link to="/models">{words.toModels}</Link>
            </li>
            <li>
              <Link to="/models/compare?model=openai/gpt-4.1&model=anthropic/claude-sonnet-4-5">{words.toCompare}</Link>
            </li>
            <li>
              <Link to="/playground">{words.toPlayground}</Link>
            </li>
            <li>
              <Link to="/tour">{words.toTour}</Link>
            </li>
          </ul>
        </Section>
        <Section title={text.loops.build}>
          {administers ? <Building /> : <p>{words.build}</p>}
        </Section>
        <Section title={text.loops.operate}>{administers ? <Health /> : <p>{words.operate}</p>}</Section>
        <Section title={text.loops.manage}>{administers ? <Budgets /> : <p>{caller.data ? words.notAdministrator(caller.data.name) : words.manage}</p>}</Section>
      </div>
      <Section title={words.clients}>
        <p>{words.clientsWhy}</p>
        <QuickStart
          commands={[
            `curl ${window.location.origin}/v1/chat/completions -H 'content-type: application/json' -d '{"model": "offline/quote", "messages": [{"role": "user", "content": "Hello"}]}'`,
            `OPENAI_BASE_URL=${window.location.origin}/v1`,
            `ANTHROPIC_BASE_URL=${window.location.origin}`,
          ]}
        />
      </Section>
    </Page>
  );
}

function Figures() {
  const [today, month] = [useQuery({ ...usageQuery({ from: "today" }), refetchInterval: often }), useQuery({ ...usageQuery({ from: "30d" }), refetchInterval: often })];
  const failed = [today, month].find((q) => q.isError && !asProblem(q.error).isOffline);
  const [day, days] = [today.data?.total, month.data?.total];
  return (
    <>
      {failed && <Fault error={failed.error} onRetry={() => void failed.refetch()} />}
      <Tiles>
        <Spending title={words.spentToday} of={day} />
        <Spending title={words.spentMonth} of={days} />
        <Tile title={words.unpriced} value={days ? count(days.calls_with_unknown_cost) : "…"} note={words.unpricedNote} />
        <Tile title={words.fell} value={day ? count(day.failed + day.refused) : "…"} note={day ? <Link to="/calls?outcome=failed">{words.fellNote(count(day.failed), count(day.refused))}</Link> : ""} />
      </Tiles>
    </>
  );
}

function Spending({ title, of }: { title: string; of: Schemas["UsageLineView"] | undefined }) {
  return <Tile title={title} value={of === undefined ? "…" : costIsKnown(of) ? roundMoney(nano(of.cost_usd)) : text.table.unknown} exact={of && costIsKnown(of) ? money(nano(of.cost_usd)) : ""} note={of ? words.calls(count(of.calls)) : ""} />;
}

function Health() {
  return (
    <Loaded query={useQuery(targetsQuery)}>
      {({ targets, faults }) => {
        const ill = targets.filter((target) => target.state !== "ready");
        return (
          <>
            <p>{targets.length === 0 ? words.noTargets : ill.length === 0 ? words.allReady(targets.length) : words.someIll(ill.length, targets.length)}</p>
            {faults.length > 0 && <p>{text.operate.faults}</p>}
            <ul className={styles.list}>
              {ill.slice(0, 5).map((target) => (
                <li key={`${target.pool} ${target.name} ${target.tier}`}>
                  <span>{target.name}</span> <TargetState state={target.state} />
                </li>
              ))}
            </ul>
            <Link to="/targets">{words.toTargets}</Link>
          </>
        );
      }}
    </Loaded>
  );
}

function Budgets() {
  return (
    <Loaded query={useQuery(quotasQuery("budgets"))}>
      {(budgets) => {
        const near = budgets.filter(isNearEnd);
        return (
          <>
            <p>{budgets.length === 0 ? words.noBudgets : near.length === 0 ? words.noneNear(budgets.length) : words.near(near.length)}</p>
            <ul className={styles.list}>
              {near.slice(0, 5).map((budget) => (
                <li key={budget.name}>
                  <Link to={`/budgets?find=${encodeURIComponent(budget.name)}`}>{budget.name}</Link> <span className={styles.for}>{subjectText(budget)}</span>
                  <Spent quota={budget} />
                </li>
              ))}
            </ul>
            <ul className={styles.links}>
              <li>
                <Link to={budgets.length === 0 ? "/budgets/try" : "/budgets"}>{budgets.length === 0 ? words.toWhatIf : words.toBudgets}</Link>
              </li>
              <li>
                <Link to="/usage">{words.toUsage}</Link>
              </li>
              <li>
                <Link to="/keys">{words.toKeys}</Link>
              </li>
            </ul>
          </>
        );
      }}
    </Loaded>
  );
}
