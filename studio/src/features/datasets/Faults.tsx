import { Button } from "@fluentui/react-components";
import type { Schemas } from "../../api/client";
import { text } from "../../strings";
import styles from "./Datasets.module.css";

const words = text.datasets.send;

interface Props {
  faults: readonly Schemas["RowFaultView"][];
  /** Of rows that are kept already the number says more than the line. */
  byRow?: boolean;
  /** Goes to a line of what was typed. */
  onGo?: (line: number) => void;
}

/** What is wrong with rows, each with its line. */
export function Faults({ faults, byRow = false, onGo }: Props) {
  return (
    <ul className={styles.faults} aria-label={words.faults(faults.length)}>
      {faults.map((fault, at) => {
        const line = byRow ? null : fault.line;
        const place = line !== null ? words.line(line) : fault.row !== null ? words.row(fault.row) : "";
        return (
          <li key={at}>
            {line !== null && onGo ? (
              <Button size="small" aria-label={words.goTo(line)} onClick={() => onGo(line)}>
                {place}
              </Button>
            ) : (
              <strong>{place}</strong>
            )}
            <span>
              {fault.field !== "" && <code>{fault.field}</code>} {fault.message}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
