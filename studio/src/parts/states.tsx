import { Button, Spinner } from "@fluentui/react-components";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { useSession } from "../session/Session";
import { text } from "../strings";
import styles from "./states.module.css";

export function Loading({ label = text.states.loading }: { label?: string }) {
  return (
    <div className={styles.loading}>
      <Spinner label={label} labelPosition="below" />
    </div>
  );
}

/** What stands where there is nothing else to show: a title, why, and what to do. */
export function Notice({ title, children, action, role }: { title: string; children?: ReactNode; action?: ReactNode; role?: "alert" }) {
  return (
    <section className={styles.notice} aria-label={title} {...(role ? { role } : {})}>
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.body}>{children}</div>}
      {action && <div className={styles.action}>{action}</div>}
    </section>
  );
}

/** Why something could not be read, and the way on. */
export function Fault({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { askForKey } = useSession();
  const problem = asProblem(error);
  const title = problem.isOffline
    ? text.faults.offlineTitle
    : problem.needsKey
      ? text.faults.keyTitle
      : problem.isForbidden
        ? text.faults.forbiddenTitle
        : problem.status === 404
          ? text.faults.goneTitle
          : text.faults.failedTitle;
  const action =
    problem.needsKey || problem.isForbidden ? (
      <Button appearance="primary" onClick={askForKey}>
        {problem.needsKey ? text.faults.signIn : text.shell.otherKey}
      </Button>
    ) : onRetry ? (
      <Button onClick={onRetry}>{text.act.retry}</Button>
    ) : null;
  return (
    <Notice title={title} action={action} role="alert">
      {problem.message}
    </Notice>
  );
}

/** What was asked for before, marked while the present answer is read. */
export const WhileOld = ({ isOld, children }: { isOld: boolean; children: ReactNode }) => (
  <div aria-busy={isOld} className={`${styles.while ?? ""} ${isOld ? (styles.old ?? "") : ""}`}>
    {children}
  </div>
);

interface LoadedProps<T> {
  query: UseQueryResult<T>;
  children: (data: T) => ReactNode;
  loading?: ReactNode;
}

/** A query's data; while there is none, that it loads or why it can't. What was read before stays when reading it again fails. */
export function Loaded<T>({ query, children, loading = <Loading /> }: LoadedProps<T>) {
  if (query.data !== undefined) {
    const problem = query.isError ? asProblem(query.error) : null;
    return (
      <>
        {problem && !problem.isOffline && <Fault error={problem} onRetry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    );
  }
  return query.isError ? <Fault error={query.error} onRetry={() => void query.refetch()} /> : loading;
}
