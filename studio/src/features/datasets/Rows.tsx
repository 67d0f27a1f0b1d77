import { Button, Field, Select } from "@fluentui/react-components";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useAddress } from "../../address/useAddress";
import type { Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { LongTable } from "../../parts/LongTable";
import { Fault, Loaded, Loading } from "../../parts/states";
import { usePages } from "../../parts/usePages";
import { text } from "../../strings";
import { foundRowsQuery, isNumeric, kindOf, profileQuery, readRows, shown, type ColumnFacts, type Row, type Version } from "./dataset";
import styles from "./Datasets.module.css";
import { RowDrawer } from "./RowDrawer";

const words = text.datasets.table;

// On a phone a row shows its beginning; opened, all of it.
const shownOnPhones = 2;

const most = 18;

function Value({ value, cut }: { value: unknown; cut: boolean }) {
  return value === null ? (
    <span className={styles.muted}>{words.null}</span>
  ) : value === undefined ? (
    <span className={styles.muted}>{words.absent}</span>
  ) : (
    <span>
      {shown(value).slice(0, 300)}
      {cut && "…"}
    </span>
  );
}

/** Columns of a table of rows: as they are typed, numbers to the right. */
export function columnsOf(facts: readonly ColumnFacts[]): readonly Column<Row>[] {
  return [
    { key: "number", title: words.number, width: 76, numeric: true, cell: (r) => <span className={styles.muted}>{count(r.number)}</span> },
    ...facts.map((c, at): Column<Row> => ({
      key: `c.${c.name}`,
      title: `${c.name} · ${kindOf(c)}`,
      width: isNumeric(c) ? 130 : Math.min(320, Math.max(130, c.name.length * 8 + 60, (c.longest ?? 20) * 5)),
      grow: isNumeric(c) ? 0.2 : Math.max(1, Math.min(6, (c.longest ?? 20) / 20)),
      numeric: isNumeric(c),
      wideOnly: at >= shownOnPhones,
      cell: (r) => <Value value={r.value[c.name]} cut={r.cut.includes(c.name)} />,
    })),
  ];
}

/** The rows of a version: any of a million at once, or those with a text. */
export function Rows({ name, version }: { name: string; version: Version }) {
  return <Loaded query={useQuery(profileQuery(name, version.version))}>{(profile) => <ProfiledRows name={name} version={version} profile={profile} />}</Loaded>;
}

function ProfiledRows({ name, version, profile }: { name: string; version: Version; profile: Schemas["ProfileView"] }) {
  const { one, change } = useAddress();
  const find = one("find");
  const opened = Number(one("row"));
  const columns = columnsOf(profile.columns);
  const table = { label: text.datasets.views.rows, columns, rowKey: (r: Row) => String(r.number), onOpen: (r: Row) => change({ row: String(r.number) }), most };
  return (
    <>
      <Filters>
        <FindFilter label={words.find} />
        <Field label={words.column}>
          <Select value={one("in")} onChange={(_, data) => change({ in: data.value })}>
            <option value="">{words.anyColumn}</option>
            {profile.columns.map((c) => (
              <option key={c.name} value={c.name}>
                {c.name}
              </option>
            ))}
          </Select>
        </Field>
        <ClearFilters names={["find", "in"]} />
      </Filters>
      {find === "" ? <AllRows name={name} version={version} table={table} /> : <FoundRows name={name} version={version} find={find} column={one("in")} table={table} />}
      {Number.isInteger(opened) && opened >= 1 && opened <= version.rows && <RowDrawer name={name} version={version} number={opened} columns={profile.columns} onClose={() => change({ row: "" })} />}
    </>
  );
}

interface Table {
  label: string;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  onOpen: (row: Row) => void;
  most: number;
}

function AllRows({ name, version, table }: { name: string; version: Version; table: Table }) {
  const pages = usePages(["dataset-version", name, version.version, "rows"], null, async (from, limit, signal) => {
    const page = await readRows(name, version.version, from, limit, signal);
    return { rows: page.rows, count: page.total };
  });
  return (
    <LongTable {...table} pages={pages}>
      {(all) => <RowCount shown={all} all={all} />}
    </LongTable>
  );
}

function FoundRows({ name, version, find, column, table }: { name: string; version: Version; find: string; column: string; table: Table }) {
  const query = useInfiniteQuery(foundRowsQuery(name, version.version, find, column));
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const enough = rows.length >= 2 * most;

  // A page may hold few or none where finds are rare; until the table is filled the search goes on by itself.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isError && !enough) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, isError, enough, fetchNextPage]);

  const read = query.data?.pages.at(-1)?.next ?? version.rows;
  return (
    <>
      {query.isError && <Fault error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data && (
        <>
          <p role="status" className={`${styles.muted ?? ""} ${styles.small ?? ""}`}>
            {words.found(count(rows.length), count(read), count(version.rows))}
          </p>
          <DataTable {...table} rows={rows} sortName="-" empty={hasNextPage ? text.states.loading : words.noRow} />
          {hasNextPage && enough && (
            <div className={styles.bar}>
              <Button onClick={() => void fetchNextPage()} disabledFocusable={isFetchingNextPage}>
                {words.more}
              </Button>
            </div>
          )}
        </>
      )}
    </>
  );
}
