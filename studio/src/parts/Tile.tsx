import type { ReactNode } from "react";
import styles from "./Tile.module.css";

export function Tiles({ children }: { children: ReactNode }) {
  return <dl className={styles.tiles}>{children}</dl>;
}

/** A number with its name; `note` says what it is made of. */
export function Tile({ title, value, note, exact }: { title: string; value: ReactNode; note?: ReactNode; exact?: string }) {
  return (
    <div className={styles.tile}>
      <dt>{title}</dt>
      <dd className={styles.value} title={exact}>
        {value}
      </dd>
      {note && <dd className={styles.note}>{note}</dd>}
    </div>
  );
}

/** Names and values in two columns. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
