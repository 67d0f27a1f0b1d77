import { useMemo } from "react";
import { useAddress } from "../address/useAddress";
import { count } from "../formats/numbers";
import { text } from "../strings";
import { Grid, type TableProps } from "./Grid";
import styles from "./Grid.module.css";
import { compare, sortOf } from "./sorting";

export type { Column } from "./Grid";

interface Props<Row> extends TableProps<Row> {
  rows: readonly Row[];
  /** As in the address: a column's key, "-" before it for descending. The given order where absent. */
  sort?: string;
  /** Name of the address's parameter, where a screen has several tables. */
  sortName?: string;
}

/** A table of rows that are all here, sorted by its headings. */
export function DataTable<Row>({ rows, sort: initial = "", sortName = "sort", ...table }: Props<Row>) {
  const { one, change } = useAddress();
  const sort = sortOf(one(sortName, initial));
  const sorting = table.columns.find((c) => c.key === sort.key)?.value;
  const sorted = useMemo(() => (sorting ? rows.toSorted((a, b) => compare(sorting(a), sorting(b), sort.descending)) : rows), [rows, sorting, sort.descending]);
  return (
    <Grid
      {...table}
      count={sorted.length}
      at={(index) => sorted[index]}
      sort={sort}
      onSort={(key) => change({ [sortName]: sort.key !== key ? key : sort.descending ? key : `-${key}` })}
    />
  );
}

/** How many rows there are, read out when filters change that. */
export function RowCount({ shown, all }: { shown: number; all: number }) {
  return (
    <p className={styles.count} role="status">
      {shown === all ? text.table.rows(count(all)) : text.table.rowsOf(count(shown), count(all))}
    </p>
  );
}
