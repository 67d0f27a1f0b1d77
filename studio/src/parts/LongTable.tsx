import type { ReactNode } from "react";
import { Grid, type TableProps } from "./Grid";
import { Fault, Loading, WhileOld } from "./states";
import type { Pages } from "./usePages";

interface Props<Row> extends TableProps<Row> {
  pages: Pages<Row>;
  /** Above the table, with how many rows there are. */
  children?: (count: number) => ReactNode;
}

/** A table of rows that stay on the server: what comes in sight is read, in the server's order. Scrolling to the end reads the end. */
export function LongTable<Row>({ pages, children, ...table }: Props<Row>) {
  return (
    <>
      {pages.error !== null && <Fault error={pages.error} onRetry={pages.retry} />}
      {pages.count === undefined ? (
        pages.error === null && <Loading />
      ) : (
        <WhileOld isOld={pages.isOld}>
          {children?.(pages.count)}
          <Grid {...table} count={pages.count} at={pages.at} onSight={pages.sight} />
        </WhileOld>
      )}
    </>
  );
}
