import { useEffect, type ReactNode } from "react";
import { Link } from "react-router";
import { text } from "../strings";
import styles from "./Page.module.css";

export interface Crumb {
  title: string;
  to: string;
}

interface Props {
  title: string;
  /** The way here, from the loop's screen down. */
  path?: readonly Crumb[];
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A screen: its place, its heading, what can be done to it as a whole, and itself. */
export function Page({ title, path = [], lead, actions, children }: Props) {
  useEffect(() => {
    document.title = `${title} · ${text.product}`;
  }, [title]);
  return (
    <article className={styles.page}>
      <header className={styles.header}>
        <div className={styles.words}>
          {path.length > 0 && (
            <nav aria-label={text.shell.path}>
              <ol className={styles.path}>
                {path.map((crumb) => (
                  <li key={crumb.to}>
                    <Link to={crumb.to}>{crumb.title}</Link>
                  </li>
                ))}
                <li aria-current="page">{title}</li>
              </ol>
            </nav>
          )}
          <h1 className={styles.title}>{title}</h1>
          {lead && <div className={styles.lead}>{lead}</div>}
        </div>
        {actions && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </article>
  );
}

/** A part of a screen under a heading of its own. */
export function Section({ title, children, actions, plain = false }: { title: string; children: ReactNode; actions?: ReactNode; plain?: boolean }) {
  return (
    <section className={plain ? styles.plain : styles.section} aria-label={title}>
      <div className={styles.sectionHeader}>
        <h2>{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  );
}
