import { CopyButton } from "../../../parts/CopyButton";
import { picturesOf, withoutPictures } from "../../../parts/pictures";
import { text } from "../../../strings";
import styles from "./Test.module.css";

/** A value as its reader wants it: text as text, pictures as pictures, all else as JSON. */
export function Value({ value, label }: { value: unknown; label: string }) {
  const images = picturesOf(value);
  const body = typeof value === "string" ? String(withoutPictures("", value)) : value === null || value === undefined ? "" : JSON.stringify(value, withoutPictures, 2);
  return (
    <div className={styles.value}>
      {images.map((source, at) => (
        <img key={`${at} ${source.length}`} src={source} alt={text.flows.imageOf(label)} />
      ))}
      {body === "" ? (
        <p className={styles.quiet}>{text.flows.noOutput}</p>
      ) : (
        // What is long is scrolled, which takes the focus.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <pre className={typeof value === "string" ? styles.text : styles.json} tabIndex={0} role="group" aria-label={label}>
          {body}
        </pre>
      )}
      {body !== "" && (
        <span className={styles.copy}>
          <CopyButton iconOnly label={`${text.act.copy}: ${label}`} value={() => (typeof value === "string" ? value : JSON.stringify(value, null, 2))} />
        </span>
      )}
    </div>
  );
}
