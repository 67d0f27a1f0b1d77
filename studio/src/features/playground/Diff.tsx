import { Button } from "@fluentui/react-components";
import { diffWordsWithSpace } from "diff";
import { useMemo } from "react";
import { Section } from "../../parts/Page";
import { text } from "../../strings";
import styles from "./Playground.module.css";

const words = text.playground;

export interface Compared {
  title: string;
  text: string;
}

/** Where two answers differ, word by word. */
export function Diff({ left, right, onClose }: { left: Compared; right: Compared; onClose: () => void }) {
  const parts = useMemo(() => diffWordsWithSpace(left.text, right.text), [left.text, right.text]);
  const same = parts.every((part) => !part.added && !part.removed);
  return (
    <Section title={words.difference} actions={<Button onClick={onClose}>{text.act.close}</Button>}>
      <p>
        <del className={styles.removed}>{left.title}</del> {words.against} <ins className={styles.added}>{right.title}</ins>
      </p>
      {same ? (
        <p>{words.same}</p>
      ) : (
        <p className={styles.text}>
          {parts.map((part, at) =>
            part.removed ? (
              <del key={at} className={styles.removed}>
                {part.value}
              </del>
            ) : part.added ? (
              <ins key={at} className={styles.added}>
                {part.value}
              </ins>
            ) : (
              <span key={at}>{part.value}</span>
            ),
          )}
        </p>
      )}
    </Section>
  );
}
