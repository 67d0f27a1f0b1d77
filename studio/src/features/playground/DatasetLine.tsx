import { Button, Field, Select } from "@fluentui/react-components";
import { ChevronLeft20Regular, ChevronRight20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useAddress } from "../../address/useAddress";
import { contentOf, datasetsQuery, rowQuery, textOf } from "../../api/datasets";
import { count } from "../../formats/numbers";
import { Fault } from "../../parts/states";
import { text } from "../../strings";
import styles from "./Playground.module.css";

const words = text.saving;

interface Props {
  variables: readonly string[];
  /** Given the line's name and its columns, each time that there may be something new in them for the variables. */
  onTake: (line: string, values: Record<string, string>) => void;
  /** Somebody wants the line that is chosen now, typed over or not. */
  onChoose: () => void;
}

/** Fills variables from a line of a dataset, which stands in the address. */
export function DatasetLine({ variables, onTake, onChoose }: Props) {
  const { one, change } = useAddress();
  const datasets = useQuery(datasetsQuery);
  const name = one("dataset");
  const number = Math.max(1, Number.parseInt(one("line", "1"), 10) || 1);
  const found = datasets.data?.find((d) => d.name === name);
  const rows = found?.versions.find((v) => v.version === found.latest)?.rows ?? 0;
  const row = useQuery({ ...rowQuery(found ? name : "", found?.latest ?? undefined, number), select: contentOf });

  const wanted = variables.join(" ");
  useEffect(() => {
    if (row.data) {
      onTake(`${name} ${number}`, Object.fromEntries(Object.entries(row.data).map(([column, value]) => [column, textOf(value)])));
    }
  }, [row.data, name, number, wanted, onTake]);

  const unmatched = row.data ? variables.filter((variable) => !(variable in row.data)) : [];
  return (
    <div className={styles.datasetLine}>
      <Field label={words.from}>
        <Select value={found ? name : ""} onChange={(_, { value }) => {
            onChoose();
            change({ dataset: value, line: "" });
          }}>
          <option value="">{words.none}</option>
          {(datasets.data ?? []).filter((d) => d.latest !== null).map((d) => (
            <option key={d.name} value={d.name}>
              {d.name}
            </option>
          ))}
        </Select>
      </Field>
      {found && (
        <div className={styles.walk}>
          <Button icon={<ChevronLeft20Regular />} aria-label={words.before} disabledFocusable={number <= 1} onClick={() => number > 1 && change({ line: String(number - 1) })} />
          <span role="status">{words.lineOf(count(number), count(rows))}</span>
          <Button icon={<ChevronRight20Regular />} aria-label={words.next} disabledFocusable={number >= rows} onClick={() => number < rows && change({ line: String(number + 1) })} />
        </div>
      )}
      {datasets.isError && <Fault error={datasets.error} onRetry={() => void datasets.refetch()} />}
      {row.isError && <Fault error={row.error} onRetry={() => void row.refetch()} />}
      {unmatched.length > 0 && <p className={styles.none}>{words.unmatched(unmatched.join(", "))}</p>}
    </div>
  );
}
