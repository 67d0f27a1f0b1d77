import { useQuery } from "@tanstack/react-query";
import { count, percent } from "../../formats/numbers";
import { DataTable, type Column } from "../../parts/DataTable";
import { Section } from "../../parts/Page";
import { Loaded } from "../../parts/states";
import { text } from "../../strings";
import { profileQuery, type ColumnFacts, type Version } from "./dataset";
import styles from "./Datasets.module.css";

const words = text.datasets.columns;

/** What the columns of a version hold: types, gaps, ranges, examples. */
export function Columns({ name, version }: { name: string; version: Version }) {
  return (
    <Section title={text.datasets.views.columns} plain>
      <p className={styles.muted}>{words.lead(count(version.rows))}</p>
      <Loaded query={useQuery(profileQuery(name, version.version))}>{(profile) => <ColumnTable columns={profile.columns} rows={profile.rows} />}</Loaded>
    </Section>
  );
}

/** Columns as a table. */
export function ColumnTable({ columns, rows }: { columns: readonly ColumnFacts[]; rows: number }) {
  const share = (some: number) => percent(rows === 0 ? 0 : some / rows);
  const gaps = (c: ColumnFacts) => [c.missing > 0 ? words.missing(count(c.missing), share(c.missing)) : "", c.empty > 0 ? words.empty(count(c.empty), share(c.empty)) : ""].filter(Boolean).join(", ");
  const range = (c: ColumnFacts) =>
    [
      c.low !== null && c.high !== null ? words.numbers(c.low.toLocaleString("en-US"), c.high.toLocaleString("en-US")) : "",
      c.shortest !== null && c.longest !== null ? words.lengths(c.shortest, c.longest) : "",
    ]
      .filter(Boolean)
      .join("; ");
  const kinds = (c: ColumnFacts) =>
    Object.entries(c.kinds)
      .map(([kind, some]) => (Object.keys(c.kinds).length === 1 ? (text.datasets.kinds[kind] ?? kind) : `${count(some)} ${text.datasets.kinds[kind] ?? kind}`))
      .join(", ") || text.datasets.noValues;
  const shownColumns: readonly Column<ColumnFacts>[] = [
    { key: "name", title: words.name, width: 120, grow: 1, value: (c) => c.name, cell: (c) => <span title={c.name}>{c.name}</span> },
    { key: "values", title: words.values, width: 110, grow: 1, value: kinds, cell: (c) => <span title={kinds(c)}>{kinds(c)}</span> },
    { key: "gaps", title: words.gaps, width: 130, grow: 1, value: (c) => c.missing + c.empty, cell: (c) => (gaps(c) === "" ? <span className={styles.muted}>{words.noGaps}</span> : <span title={gaps(c)}>{gaps(c)}</span>) },
    { key: "range", title: words.range, width: 150, grow: 1, wideOnly: true, cell: (c) => <span title={range(c)}>{range(c)}</span> },
    { key: "examples", title: words.examples, width: 220, grow: 3, wideOnly: true, cell: (c) => <span title={c.examples.join("\n")}>{c.examples.join(" | ")}</span> },
  ];
  return <DataTable label={text.datasets.views.columns} columns={shownColumns} rows={columns} rowKey={(c) => c.name} sortName="columns" />;
}
