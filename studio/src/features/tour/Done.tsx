import { CheckmarkCircle20Filled } from "@fluentui/react-icons";
import { text } from "../../strings";
import styles from "./Tour.module.css";

/** A step that is behind one. */
export const Done = () => (
  <span className={styles.done}>
    <CheckmarkCircle20Filled aria-hidden />
    {text.tour.done}
  </span>
);
