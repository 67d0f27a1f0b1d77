import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { moment } from "../../formats/times";
import { DataTable, type Column } from "../../parts/DataTable";
import { Section } from "../../parts/Page";
import { Notice } from "../../parts/states";
import { text } from "../../strings";

type Use = Schemas["DatasetUseView"];

const words = text.datasets.uses;

const columns: readonly Column<Use>[] = [
  { key: "kind", title: words.kind, width: 110, value: (u) => u.kind, cell: (u) => words.kinds[u.kind] },
  { key: "name", title: text.datasets.name, width: 180, grow: 2, value: (u) => u.name, cell: (u) => <Link to={`/${u.kind}s/${encodeURIComponent(u.name)}`}>{u.name}</Link> },
  { key: "version", title: words.version, width: 110, value: (u) => u.version, cell: (u) => (u.version === null ? words.latest : text.datasets.versionOf(u.version)) },
  { key: "made", title: words.made, width: 200, wideOnly: true, value: (u) => u.created_at, cell: (u) => moment(u.created_at) },
];

/** Runs and evaluations that refer to a dataset. */
export function Uses({ uses }: { uses: readonly Use[] }) {
  return (
    <Section title={text.datasets.views.uses} plain>
      {uses.length === 0 ? <Notice title={words.none} /> : <DataTable label={text.datasets.views.uses} columns={columns} rows={uses} rowKey={(u) => `${u.kind} ${u.name}`} sort="-made" sortName="uses" />}
    </Section>
  );
}
