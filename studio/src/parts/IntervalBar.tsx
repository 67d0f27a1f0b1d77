import styles from "./IntervalBar.module.css";

export type Tone = "good" | "bad" | "same" | "unsure" | "plain";

interface Props {
  estimate: number | null;
  low: number | null;
  high: number | null;
  /** Ends of the axis, shared by all bars that are to be held against each other. */
  from: number;
  to: number;
  /** The values between minus and plus this do not matter. */
  margin?: number | null;
  /** A line across, such as zero or a threshold. */
  mark?: number | null;
  tone?: Tone;
  /** The same in words. */
  label: string;
}

/** A number with the range that it is in, drawn on an axis. */
export function IntervalBar({ estimate, low, high, from, to, margin = null, mark = null, tone = "plain", label }: Props) {
  const span = to - from || 1;
  const place = (value: number) => `${Math.min(100, Math.max(0, ((value - from) / span) * 100))}%`;
  return (
    <svg className={styles.bar} role="img" aria-label={label} height={20}>
      <line className={styles.axis} x1="0%" x2="100%" y1={10} y2={10} />
      {margin !== null && <rect className={styles.margin} x={place(-margin)} width={`${Math.min(100, ((2 * margin) / span) * 100)}%`} y={2} height={16} />}
      {mark !== null && <line className={styles.mark} x1={place(mark)} x2={place(mark)} y1={1} y2={19} />}
      {low !== null && high !== null && (
        <>
          <line className={styles[tone]} strokeWidth={3} x1={place(low)} x2={place(high)} y1={10} y2={10} />
          <line className={styles[tone]} strokeWidth={1.5} x1={place(low)} x2={place(low)} y1={5} y2={15} />
          <line className={styles[tone]} strokeWidth={1.5} x1={place(high)} x2={place(high)} y1={5} y2={15} />
        </>
      )}
      {estimate !== null && <circle className={`${styles[tone] ?? ""} ${styles.dot ?? ""}`} cx={place(estimate)} cy={10} r={4.5} />}
    </svg>
  );
}

interface Range {
  estimate: number | null;
  low: number | null;
  high: number | null;
}

/** Ends of an axis that all ranges, and some numbers besides, fit on, with room at both. */
export function axisOf(ranges: readonly (Range | null)[], besides: readonly number[] = []): { from: number; to: number } {
  const all = [...ranges.flatMap((r) => [r?.estimate, r?.low, r?.high]), ...besides].filter((n): n is number => typeof n === "number" && Number.isFinite(n));
  if (all.length === 0) {
    return { from: 0, to: 1 };
  }
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = (most - least || Math.abs(most) || 1) * 0.08;
  return { from: least - room, to: most + room };
}
