import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useAddress } from "../../address/useAddress";
import type { Schemas } from "../../api/client";
import { connectionsQuery, targetsQuery } from "../../api/queries";
import { duration } from "../../formats/numbers";
import { fromNow } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ChoiceFilter, ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { Page, Section } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { text } from "../../strings";
import { TargetState } from "./TargetState";

type Target = Schemas["TargetView"];
type Connection = Schemas["ConnectionView"];

const words = text.operate;

/** Where calls can go and how that is doing, looked at again every few seconds. */
export default function Targets() {
  return (
    <Page title={text.screens.targets} lead={words.targetsLead}>
      <Loaded query={useQuery(targetsQuery)}>
        {({ targets, faults }) => (
          <>
            {faults.map((fault) => (
              <MessageBar key={fault} intent="warning" layout="multiline">
                <MessageBarBody>
                  <MessageBarTitle>{words.faults}</MessageBarTitle>
                  {fault}
                </MessageBarBody>
              </MessageBar>
            ))}
            <TargetList targets={targets} />
          </>
        )}
      </Loaded>
      <Section title={words.connections} plain>
        <Loaded query={useQuery(connectionsQuery)}>{(connections) => <ConnectionList connections={connections} />}</Loaded>
      </Section>
    </Page>
  );
}

function TargetList({ targets }: { targets: readonly Target[] }) {
  const { one } = useAddress();
  const find = one("find").toLowerCase();
  const state = one("state");
  const shown = targets.filter((t) => (state === "" || t.state === state) && `${t.pool} ${t.name} ${t.provider} ${t.region ?? ""}`.toLowerCase().includes(find));
  const columns: readonly Column<Target>[] = [
    { key: "state", title: words.state, width: 122, value: (t) => t.state, cell: (t) => <TargetState state={t.state} /> },
    { key: "pool", title: words.pool, width: 140, grow: 1, value: (t) => t.pool, cell: (t) => <span title={t.defined ? undefined : words.undefined}>{t.pool}</span> },
    { key: "name", title: words.target, width: 170, grow: 2, value: (t) => t.name, cell: (t) => <span title={t.name}>{t.name}</span> },
    { key: "region", title: words.region, width: 92, wideOnly: true, value: (t) => t.region, cell: (t) => t.region ?? <i>{text.table.unknown}</i> },
    { key: "tier", title: words.tier, width: 64, numeric: true, wideOnly: true, value: (t) => t.tier, cell: (t) => t.tier },
    { key: "weight", title: words.weight, width: 80, numeric: true, wideOnly: true, value: (t) => t.weight, cell: (t) => t.weight },
    { key: "inFlight", title: words.inFlight, width: 94, numeric: true, wideOnly: true, value: (t) => t.in_flight, cell: (t) => t.in_flight },
    { key: "firstToken", title: words.firstTokenP95, width: 116, numeric: true, wideOnly: true, value: (t) => t.first_token_p95_ms, cell: (t) => (t.first_token_p95_ms === null ? "" : duration(t.first_token_p95_ms)) },
    { key: "whole", title: words.wholeP95, width: 116, numeric: true, wideOnly: true, value: (t) => t.whole_p95_ms, cell: (t) => (t.whole_p95_ms === null ? "" : duration(t.whole_p95_ms)) },
    { key: "ready", title: words.readyAgain, width: 118, wideOnly: true, value: (t) => t.ready_at, cell: (t) => (t.ready_at === null ? "" : fromNow(t.ready_at)) },
  ];
  return targets.length === 0 ? (
    <Notice title={words.noTargets}>{words.noTargetsWhy}</Notice>
  ) : (
    <>
      <Filters>
        <FindFilter />
        <ChoiceFilter name="state" label={words.state} choices={[["", words.any], ...(Object.entries(words.states))]} />
        <ClearFilters names={["find", "state"]} />
      </Filters>
      <RowCount shown={shown.length} all={targets.length} />
      <DataTable label={text.screens.targets} columns={columns} rows={shown} rowKey={(t) => `${t.pool} ${t.name} ${t.tier}`} />
    </>
  );
}

function ConnectionList({ connections }: { connections: readonly Connection[] }) {
  const columns: readonly Column<Connection>[] = [
    { key: "name", title: words.connection, width: 150, grow: 1, value: (c) => c.name, cell: (c) => <span>{c.name}</span> },
    { key: "type", title: words.type, width: 160, grow: 1, value: (c) => c.type, cell: (c) => <span title={c.description}>{c.type}</span> },
    { key: "provider", title: text.usage.dimensions["provider"] ?? "", width: 130, grow: 1, wideOnly: true, value: (c) => c.provider, cell: (c) => <span>{c.provider}</span> },
    { key: "address", title: words.address, width: 220, grow: 2, wideOnly: true, value: (c) => c.address, cell: (c) => <span title={c.address ?? undefined}>{c.address ?? ""}</span> },
    { key: "models", title: words.knownModels, width: 130, numeric: true, value: (c) => c.models, cell: (c) => c.models },
  ];
  return connections.length === 0 ? (
    <Notice title={words.noConnections}>
      <code>{words.makeConnection}</code>
    </Notice>
  ) : (
    <DataTable label={words.connections} sortName="connections" columns={columns} rows={connections} rowKey={(c) => c.name} />
  );
}
