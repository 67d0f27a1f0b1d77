import type { Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { Section } from "../../parts/Page";
import { Scroll } from "../../parts/Scroll";
import { text } from "../../strings";
import { digits } from "./calibration";
import styles from "./Calibrations.module.css";

const words = text.calibrations.result;
const steps = 5;

/** How dark a cell is: 0 for none, then by its share of the most. */
const heat = (counted: number, most: number) => (counted === 0 ? 0 : Math.max(1, Math.ceil((counted / most) * steps)));

/** How often the judge said what where people said what. */
export function Confusion({ confusion }: { confusion: Schemas["ConfusionView"] }) {
  const { values, judge_by_people: counts } = confusion;
  const most = Math.max(1, ...counts.flat());
  const total = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0);
  return (
    <Section title={words.confusion}>
      <p className={styles.muted}>{words.confusionLead}</p>
      <Scroll label={words.confusion} className={styles.scroll}>
        <table className={styles.confusion}>
          <thead>
            <tr>
              <th scope="col">{words.confusionCorner}</th>
              {values.map((value) => (
                <th key={value} scope="col">
                  {digits(value)}
                </th>
              ))}
              <th scope="col">{words.confusionTotal}</th>
            </tr>
          </thead>
          <tbody>
            {values.map((judge, row) => (
              <tr key={judge}>
                <th scope="row">{digits(judge)}</th>
                {values.map((people, column) => {
                  const counted = counts[row]?.[column] ?? 0;
                  return (
                    <td key={people} className={`${styles[`heat${heat(counted, most)}`] ?? ""} ${row === column ? (styles.diagonal ?? "") : ""}`} title={words.confusionCell(digits(judge), digits(people), counted)}>
                      {count(counted)}
                    </td>
                  );
                })}
                <td className={styles.total}>{count(total(counts[row] ?? []))}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{words.confusionTotal}</th>
              {values.map((people, column) => (
                <td key={people} className={styles.total}>
                  {count(total(counts.map((row) => row[column] ?? 0)))}
                </td>
              ))}
              <td className={styles.total}>{count(total(counts.flat()))}</td>
            </tr>
          </tbody>
        </table>
      </Scroll>
    </Section>
  );
}
