import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { callQuery } from "../../api/queries";
import { count, duration } from "../../formats/numbers";
import { exactMoment } from "../../formats/times";
import { CopyButton } from "../../parts/CopyButton";
import { Page, Section } from "../../parts/Page";
import { Loaded } from "../../parts/states";
import { Facts } from "../../parts/Tile";
import { text } from "../../strings";
import { pathOf } from "../models/model";
import { costOf } from "./Calls";
import { Outcome } from "./Outcome";

const words = text.operate;

/** All that the ledger knows of one call. */
export default function CallPage() {
  const { id = "" } = useParams();
  return (
    <Page title={words.call(id.slice(-12))} path={[{ title: text.screens.calls, to: "/calls" }]} actions={<CopyButton value={() => id} label={words.copyId} />}>
      <Loaded query={useQuery(callQuery(id))}>
        {(call) => {
          const none = text.table.none;
          const used = Object.entries(call.usage).filter((entry): entry is [string, number] => entry[1] !== null);
          return (
            <>
              <Section title={words.how}>
                <Facts
                  facts={[
                    [words.outcome, <Outcome key="outcome" call={call} />],
                    [words.status, String(call.status)],
                    [words.cause, call.cause ?? none],
                    [words.at, exactMoment(call.at)],
                    [words.time, duration(call.total_ms)],
                    [words.firstToken, call.first_token_ms === null || call.first_token_ms === undefined ? none : duration(call.first_token_ms)],
                    [words.upstream, call.upstream_ms === null || call.upstream_ms === undefined ? none : duration(call.upstream_ms)],
                    [words.attempts, String(call.attempts) + (call.spilled ? ` (${words.spilled})` : "")],
                  ]}
                />
              </Section>
              <Section title={words.who}>
                <Facts
                  facts={[
                    [words.key, call.key ?? none],
                    [words.team, call.team ?? none],
                    [text.usage.dimensions["project"] ?? "", call.project ?? none],
                    [text.usage.dimensions["cost_center"] ?? "", call.cost_center ?? none],
                    [text.usage.dimensions["user"] ?? "", call.user ?? none],
                  ]}
                />
              </Section>
              <Section title={words.where}>
                <Facts
                  facts={[
                    [words.asked, call.requested_model],
                    [words.pool, call.deployment ?? none],
                    [words.connection, call.connection ?? none],
                    [words.answeredBy, call.provider && call.model ? <Link key="model" to={pathOf({ provider: call.provider, id: call.model })}>{`${call.provider}/${call.model}`}</Link> : (call.model ?? none)],
                    [words.region, call.region ?? text.table.unknown],
                    [words.operation, call.operation],
                    [words.trace, call.trace_id ?? none],
                  ]}
                />
              </Section>
              <Section title={words.whatUsed}>
                <Facts facts={[[text.usage.cost, costOf(call) || none], ...used.map(([bucket, value]) => [words.bucket(bucket), count(value)] as const)]} />
                {call.estimated && <p>{words.estimated}</p>}
              </Section>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
