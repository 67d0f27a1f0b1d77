import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { text } from "../strings";
import { useDensity } from "./density";
import type { SortValue } from "./sorting";
import styles from "./Grid.module.css";

export interface Column<Row> {
  key: string;
  title: string;
  /** What it is sorted by; a column without can't be sorted. */
  value?: (row: Row) => SortValue;
  cell: (row: Row) => ReactNode;
  /** Pixels at the least; what is left is shared by `grow`. */
  width: number;
  grow?: number;
  numeric?: boolean;
  /** Left out where the page is narrower than 640 pixels. */
  wideOnly?: boolean;
  /** Below all rows. */
  total?: ReactNode;
}

/** What every table is told. */
export interface TableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  empty?: ReactNode;
  /** Rows shown before the table scrolls in itself. */
  most?: number;
}

interface Props<Row> extends TableProps<Row> {
  count: number;
  /** A row by its place; undefined while it is being read. */
  at: (index: number) => Row | undefined;
  sort?: { key: string; descending: boolean };
  onSort?: (key: string) => void;
  /** Told which rows are in sight, the last one not included. */
  onSight?: (from: number, to: number) => void;
}

const heights = { comfortable: 44, compact: 32 } as const;
const headerHeight = 36;

/** Any number of rows, walked by the keys of an ARIA grid. Only rows in sight are in the document. */
export function Grid<Row>({ label, columns, count, at, rowKey, onOpen, sort, onSort, onSight, empty, most = 14 }: Props<Row>) {
  const { density } = useDensity();
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<{ row: number; column: number }>({ row: -1, column: 0 });
  const height = heights[density];
  const hasTotal = columns.some((c) => c.total !== undefined);
  // What it returns is used in this component alone.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({ count, getScrollElement: () => scroller.current, estimateSize: () => height, overscan: 12 });
  const items = virtual.getVirtualItems();
  const [first, end] = [items[0]?.index ?? 0, (items.at(-1)?.index ?? -1) + 1];
  useEffect(() => onSight?.(first, end), [onSight, first, end]);
  const template = columns.map((c) => `minmax(${c.width}px, ${c.grow ?? 0.0001}fr)`).join(" ");
  const narrow = columns.filter((c) => !c.wideOnly);
  const narrowTemplate = narrow.map((c) => `minmax(${c.width}px, ${c.grow ?? 0.0001}fr)`).join(" ");
  const width = (list: readonly Column<Row>[]) => list.reduce((all, c) => all + c.width, 0);

  function cellId(row: number, column: number) {
    return `${id}-${row}-${column}`;
  }

  function moveTo(row: number, column: number) {
    const next = { row: Math.max(-1, Math.min(row, count - 1)), column: Math.max(0, Math.min(column, columns.length - 1)) };
    setActive(next);
    if (next.row >= 0) {
      virtual.scrollToIndex(next.row);
    }
    requestAnimationFrame(() => document.getElementById(cellId(next.row, next.column))?.scrollIntoView({ block: "nearest", inline: "nearest" }));
  }

  function pressed(event: KeyboardEvent<HTMLDivElement>) {
    // What is pressed in a row's open menu stands elsewhere in the page, and comes by here all the same.
    if (!event.currentTarget.contains(event.target as Node)) {
      return;
    }
    const { row, column } = active;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2);
    const moves: Partial<Record<string, readonly [number, number]>> = {
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowRight: [row, column + 1],
      ArrowLeft: [row, column - 1],
      PageDown: [row + page, column],
      PageUp: [Math.max(0, row - page), column],
      Home: event.ctrlKey ? [0, 0] : [row, 0],
      End: event.ctrlKey ? [count - 1, columns.length - 1] : [row, columns.length - 1],
    };
    const move = moves[event.key];
    if (move && !event.altKey && !event.metaKey) {
      event.preventDefault();
      scroller.current?.focus({ preventScroll: true });
      moveTo(...move);
    } else if ((event.key === "Enter" || event.key === " ") && event.target === scroller.current) {
      event.preventDefault();
      const inside = document.getElementById(cellId(row, column))?.querySelector<HTMLElement>("a, button, input");
      const opened = at(row);
      if (inside) {
        inside.click();
      } else if (opened !== undefined) {
        onOpen?.(opened);
      }
    }
  }

  const sorts = (column: Column<Row>) => onSort !== undefined && column.value !== undefined;
  const cellClass = (column: Column<Row>) => `${styles.cell ?? ""} ${column.numeric ? (styles.numeric ?? "") : ""} ${column.wideOnly ? (styles.wideOnly ?? "") : ""}`;
  const isActive = (row: number, column: number) => (active.row === row && active.column === column ? "" : undefined);

  return (
    <>
      <p id={`${id}-keys`} hidden>
        {text.table.keys}
      </p>
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={count + 1 + (hasTotal ? 1 : 0)}
        aria-colcount={columns.length}
        aria-activedescendant={cellId(active.row, active.column)}
        aria-describedby={`${id}-keys`}
        className={styles.grid}
        style={{
          "--columns": template,
          "--narrow-columns": narrowTemplate,
          "--width": `${width(columns)}px`,
          "--narrow-width": `${width(narrow)}px`,
          "--row": `${height}px`,
          "--first": `${columns[0]?.width ?? 0}px`,
          // More where the window has room for more.
          maxHeight: `max(${headerHeight + height * (most + (hasTotal ? 1 : 0)) + 2}px, 100vh - 420px)`,
        }}
        onKeyDown={pressed}
      >
        <div role="rowgroup" className={styles.header}>
          <div role="row" aria-rowindex={1} className={styles.row}>
            {columns.map((column, place) => (
              <div
                key={column.key}
                id={cellId(-1, place)}
                role="columnheader"
                aria-colindex={place + 1}
                aria-sort={sort?.key !== column.key || !sorts(column) ? undefined : sort.descending ? "descending" : "ascending"}
                data-active={isActive(-1, place)}
                className={cellClass(column)}
              >
                {sorts(column) ? (
                  <button type="button" tabIndex={-1} className={styles.sort} title={text.table.sortBy(column.title)} onClick={() => onSort?.(column.key)}>
                    {column.title}
                    <span aria-hidden className={styles.arrow}>
                      {sort?.key === column.key ? (sort.descending ? "↓" : "↑") : ""}
                    </span>
                  </button>
                ) : (
                  column.title
                )}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = at(item.index);
            return (
              <div
                key={row === undefined ? item.index : rowKey(row)}
                aria-busy={row === undefined}
                role="row"
                aria-rowindex={item.index + 2}
                className={`${styles.row ?? ""} ${styles.line ?? ""} ${onOpen ? (styles.opens ?? "") : ""}`}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {columns.map((column, place) => (
                  // The grid itself listens to the keys.
                  // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                  <div
                    key={column.key}
                    id={cellId(item.index, place)}
                    role="gridcell"
                    tabIndex={-1}
                    aria-colindex={place + 1}
                    data-active={isActive(item.index, place)}
                    className={cellClass(column)}
                    onClick={(event) => {
                      setActive({ row: item.index, column: place });
                      if (onOpen && row !== undefined && !(event.target as HTMLElement).closest("a, button, input, label, [role=menuitem]") && window.getSelection()?.isCollapsed !== false) {
                        onOpen(row);
                      }
                    }}
                  >
                    {row !== undefined ? column.cell(row) : place === 0 ? text.states.loading : ""}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
        {count === 0 && <div className={styles.empty}>{empty ?? text.table.nothing}</div>}
        {hasTotal && count > 0 && (
          <div role="rowgroup" className={styles.footer}>
            <div role="row" aria-rowindex={count + 2} className={styles.row}>
              {columns.map((column, place) => (
                <div key={column.key} role="gridcell" aria-colindex={place + 1} className={cellClass(column)}>
                  {column.total}
                </div>
              ))}
            </div>
          </div>
        )}
      </div>
    </>
  );
}
