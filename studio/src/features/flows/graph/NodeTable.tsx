import { nano, roundMoney } from "../../../formats/money";
import { count, duration } from "../../../formats/numbers";
import { DataTable, type Column } from "../../../parts/DataTable";
import { text } from "../../../strings";
import type { Definition, FlowNode, NodeRecord } from "../queries";
import { Status, statusOf } from "./status";

const words = text.flows;

interface Props {
  flow: Definition;
  records: ReadonlyMap<string, NodeRecord>;
  onSelect: (node: string) => void;
}

/** The nodes of the graph as rows. */
export function NodeTable({ flow, records, onSelect }: Props) {
  const of = (node: FlowNode) => records.get(node.name);
  const spent = (node: FlowNode) => {
    const record = of(node);
    return record && !record.replayed && record.status !== "bypassed" ? record : undefined;
  };
  const columns: readonly Column<FlowNode>[] = [
    { key: "name", title: words.node, width: 110, grow: 2, value: (n) => n.name, cell: (n) => <span title={n.name}>{n.name}</span> },
    { key: "type", title: words.type, width: 72, wideOnly: true, value: (n) => n.type, cell: (n) => words.nodeTypes[n.type] ?? n.type },
    { key: "status", title: words.status, width: 108, value: (n) => statusOf(of(n)), cell: (n) => <Status status={statusOf(of(n))} /> },
    { key: "time", title: words.time, width: 78, numeric: true, value: (n) => spent(n)?.duration_ms ?? null, cell: (n) => (spent(n)?.duration_ms == null ? "" : duration(spent(n)?.duration_ms ?? 0)) },
    { key: "tokens", title: words.tokensTitle, width: 72, numeric: true, wideOnly: true, value: (n) => spent(n)?.total_tokens ?? null, cell: (n) => (spent(n)?.total_tokens == null ? "" : count(spent(n)?.total_tokens ?? 0)) },
    { key: "cost", title: words.cost, width: 90, numeric: true, wideOnly: true, value: (n) => spent(n)?.cost ?? null, cell: (n) => (spent(n)?.cost == null ? "" : roundMoney(nano(spent(n)?.cost ?? 0))) },
  ];
  return <DataTable label={words.nodes} columns={columns} rows={flow.nodes} rowKey={(n) => n.name} sortName="nodes" onOpen={(n) => onSelect(n.name)} empty={words.empty} most={16} />;
}
