import type { Schemas } from "../../api/client";
import { Section } from "../../parts/Page";
import { Tile, Tiles } from "../../parts/Tile";
import { text } from "../../strings";
import { digits, rangeOf, share, shareRange, type Figure } from "./calibration";
import styles from "./Calibrations.module.css";

const words = text.calibrations.result;

/** From which score a line should pass, and how well that parts good from bad. */
export function Threshold({ threshold }: { threshold: Schemas["CalibrationView"]["threshold"] }) {
  if (threshold === null) {
    return (
      <Section title={words.threshold}>
        <p className={styles.muted}>{words.thresholdNone}</p>
      </Section>
    );
  }
  const tile = (title: string, figure: Figure) => <Tile title={title} value={share(figure.estimate)} note={shareRange(figure)} />;
  return (
    <Section title={words.threshold}>
      <p>
        <strong>{words.thresholdBest(digits(threshold.value))}</strong>
      </p>
      <Tiles>
        {tile(words.sensitivity, threshold.sensitivity)}
        {tile(words.specificity, threshold.specificity)}
        {tile(words.accuracy, threshold.accuracy)}
        <Tile title={words.auroc} value={threshold.auroc.estimate?.toFixed(2) ?? text.table.unknown} note={rangeOf(threshold.auroc)} />
      </Tiles>
      <p>{words.aurocWords(share(threshold.auroc.estimate))}</p>
      <p className={styles.muted}>{words.thresholdNote}</p>
    </Section>
  );
}
