import type { Schemas } from "../../api/client";
import { Section } from "../../parts/Page";
import { Tile, Tiles } from "../../parts/Tile";
import { text } from "../../strings";
import { digits, rangeOf, share, shareRange } from "./calibration";
import styles from "./Calibrations.module.css";

const words = text.calibrations;

/** What people would say of traffic that only the judge has seen. */
export function Production({ production }: { production: Schemas["ProductionView"] }) {
  const { rate, corrected_rate: corrected } = production;
  return (
    <Section title={words.result.production}>
      <p>
        {words.result.productionLines(words.lines(production.lines))}
        {production.nulls > 0 && `, ${words.result.productionNulls(words.lines(production.nulls))}`}
      </p>
      <Tiles>
        <Tile title={`${words.result.mean}, ${words.result.byJudge}`} value={digits(production.mean)} />
        <Tile title={`${words.result.mean}, ${words.result.byPeople}`} value={production.corrected_mean.estimate?.toFixed(2) ?? text.table.unknown} note={rangeOf(production.corrected_mean)} />
        {rate !== null && <Tile title={`${words.result.rate}, ${words.result.byJudge}`} value={share(rate)} />}
        {corrected?.estimate != null && <Tile title={`${words.result.rate}, ${words.result.byPeople}`} value={share(corrected.estimate)} note={shareRange(corrected)} />}
      </Tiles>
      {corrected !== null && corrected.estimate === null && <p>{words.result.productionCoin}</p>}
      <p className={styles.muted}>{words.result.productionNote(share(production.weight))}</p>
    </Section>
  );
}
