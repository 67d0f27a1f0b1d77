import { CopyButton } from "../../parts/CopyButton";
import { text } from "../../strings";
import styles from "./Home.module.css";

/** Commands to copy. */
export function QuickStart({ commands }: { commands: readonly string[] }) {
  return (
    <ul className={styles.commands}>
      {commands.map((command) => (
        <li key={command}>
          <code>{command}</code>
          <CopyButton iconOnly value={() => command} label={text.home.copy(command)} />
        </li>
      ))}
    </ul>
  );
}
