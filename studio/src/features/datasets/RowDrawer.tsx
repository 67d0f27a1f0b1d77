import { Badge, Button, DrawerBody, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from "@fluentui/react-components";
import { ArrowDown20Regular, ArrowUp20Regular, Dismiss20Regular } from "@fluentui/react-icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useAddress } from "../../address/useAddress";
import { rowQuery } from "../../api/datasets";
import { count } from "../../formats/numbers";
import { CopyButton } from "../../parts/CopyButton";
import { Loaded, WhileOld } from "../../parts/states";
import { text } from "../../strings";
import { kindOf, reference, shown, type ColumnFacts, type Version } from "./dataset";
import styles from "./Datasets.module.css";

const words = text.datasets.row;

interface Props {
  name: string;
  version: Version;
  number: number;
  columns: readonly ColumnFacts[];
  onClose: () => void;
}

/** One row with all that is in it, and the way to the next. */
export function RowDrawer({ name, version, number, columns, onClose }: Props) {
  const { change } = useAddress();
  const query = useQuery({ ...rowQuery(name, version.version, number), placeholderData: keepPreviousData });
  const go = (to: number) => change({ row: String(to) });
  return (
    <OverlayDrawer open position="end" size="medium" onOpenChange={(_, data) => data.open || onClose()}>
      <DrawerHeader>
        <DrawerHeaderTitle action={<Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={words.close} onClick={onClose} />}>
          {words.title(count(number), reference(name, version.version))}
        </DrawerHeaderTitle>
        <div className={styles.bar}>
          <Button size="small" icon={<ArrowUp20Regular />} disabledFocusable={number <= 1} onClick={() => go(number - 1)}>
            {words.previous}
          </Button>
          <Button size="small" icon={<ArrowDown20Regular />} disabledFocusable={number >= version.rows} onClick={() => go(number + 1)}>
            {words.next}
          </Button>
          {query.data && !query.isPlaceholderData && <CopyButton value={() => shown(query.data.value, 2)} label={words.copy} />}
        </div>
      </DrawerHeader>
      <DrawerBody tabIndex={0}>
        <Loaded query={query}>
          {(row) => (
            <WhileOld isOld={query.isPlaceholderData}>
              <RowFields value={row.value} columns={columns} />
            </WhileOld>
          )}
        </Loaded>
      </DrawerBody>
    </OverlayDrawer>
  );
}

/** The values of a row below each other, whole. */
export function RowFields({ value, columns = [] }: { value: Readonly<Record<string, unknown>>; columns?: readonly ColumnFacts[] }) {
  const kinds = new Map(columns.map((c) => [c.name, kindOf(c)]));
  return (
    <dl className={styles.fields}>
      {Object.entries(value).map(([column, held]) => (
        <div key={column} className={styles.field}>
          <dt>
            {column}
            {kinds.has(column) && (
              <Badge appearance="tint" color="informative">
                {kinds.get(column)}
              </Badge>
            )}
          </dt>
          <dd>{held === null ? <span className={styles.muted}>{text.datasets.table.null}</span> : shown(held, 2)}</dd>
        </div>
      ))}
    </dl>
  );
}
