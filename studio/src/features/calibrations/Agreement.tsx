import type { Schemas } from "../../api/client";
import { IntervalBar } from "../../parts/IntervalBar";
import { Scroll } from "../../parts/Scroll";
import { text } from "../../strings";
import { agreementAxis, isError, rangeOf, type Figure } from "./calibration";
import styles from "./Calibrations.module.css";

const words = text.calibrations.result;

interface Props {
  heading: string;
  agreement: readonly { name: string; note?: string; agreement: Schemas["AgreementView"] }[];
}

/** Figures of agreement: the judge with people, and below that people with each other, on one axis from none to perfect. */
export function Agreement({ heading, agreement }: Props) {
  const axis = agreementAxis(agreement.map((a) => a.agreement));
  return (
    <Scroll label={heading} className={styles.scroll}>
      <table className={styles.figures}>
        <thead>
          <tr>
            <th scope="col">{heading}</th>
            <th scope="col" className={styles.drawn}>
              <span className={styles.ends}>
                <span>{axis.from === 0 ? 0 : axis.from.toFixed(1).replace("-", "−")}</span>
                <span>{axis.to}</span>
              </span>
            </th>
            <th scope="col">{words.judge}</th>
            <th scope="col">{words.ceiling}</th>
          </tr>
        </thead>
        <tbody>
          {agreement.map(({ name, note, agreement: a }) => (
            <tr key={name}>
              <th scope="row">
                {name}
                {note !== undefined && <span className={styles.note}>{note}</span>}
              </th>
              <td className={styles.drawn}>
                {!isError(a.name) && (
                  <>
                    <Bar figure={a.judge} axis={axis} label={`${name}, ${words.judge}: ${rangeOf(a.judge)}`} tone={a.judge.low !== null && a.judge.low > 0 ? "good" : "unsure"} />
                    {a.people && <Bar figure={a.people} axis={axis} label={`${name}, ${words.ceiling}: ${rangeOf(a.people)}`} tone="plain" />}
                  </>
                )}
              </td>
              <td className={styles.number}>{rangeOf(a.judge)}</td>
              <td className={styles.number}>{a.people ? rangeOf(a.people) : words.onePerson}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const Bar = ({ figure, axis, label, tone }: { figure: Figure; axis: { from: number; to: number }; label: string; tone: "good" | "unsure" | "plain" }) => (
  <IntervalBar estimate={figure.estimate} low={figure.low} high={figure.high} from={axis.from} to={axis.to} mark={axis.from < 0 ? 0 : null} tone={tone} label={label} />
);
