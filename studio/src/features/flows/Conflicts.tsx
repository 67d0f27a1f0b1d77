import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { diffLines } from "diff";
import { useState } from "react";
import { useSession } from "../../session/Session";
import { text } from "../../strings";
import { drafts, useDrafts, type Draft, type Written } from "./drafts";
import { fileQuery, nameOf } from "./queries";
import styles from "./Flow.module.css";

const words = text.flows;

/** What could not be saved, and the ways on; what was typed stays whatever is chosen until it is chosen. */
export function Conflicts({ paths, onWritten }: { paths: readonly string[]; onWritten: (written: Written) => void }) {
  const all = useDrafts();
  return paths.map((path) => {
    const draft = all.get(path);
    return draft?.problem ? <Conflict key={path} path={path} draft={draft} onWritten={onWritten} /> : null;
  });
}

function Conflict({ path, draft, onWritten }: { path: string; draft: Draft; onWritten: (written: Written) => void }) {
  const [compared, setCompared] = useState(false);
  const queries = useQueryClient();
  const { askForKey } = useSession();
  const isConflict = draft.problem?.status === 412 || draft.problem?.code === "file-exists";

  async function overwrite() {
    const disk = await queries.query({ ...fileQuery(path), staleTime: 0 }).catch(() => null);
    drafts.rebase(path, disk?.etag ?? "");
    await drafts.save(path, onWritten).then(renew, () => undefined);
  }

  function take() {
    drafts.forget(path);
    renew();
  }

  function renew() {
    void queries.invalidateQueries({ queryKey: ["flow-files", path] });
    void queries.invalidateQueries({ queryKey: ["flows"], predicate: (query) => query.queryKey[1] !== "validation" });
  }

  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{isConflict ? words.conflictTitle(nameOf(path)) : words.notSaved(nameOf(path))}</MessageBarTitle>
        {isConflict ? words.conflictWhy : draft.problem?.message}
        {compared && <Difference path={path} mine={draft.text} />}
      </MessageBarBody>
      {isConflict && (
        <MessageBarActions>
          <Button onClick={() => setCompared(!compared)}>{compared ? words.hideDifference : words.showDifference}</Button>
          <Button onClick={take}>{words.takeTheirs}</Button>
          <Button appearance="primary" onClick={() => void overwrite()}>
            {words.keepMine}
          </Button>
        </MessageBarActions>
      )}
      {(draft.problem?.needsKey === true || draft.problem?.isForbidden === true) && (
        <MessageBarActions>
          <Button onClick={askForKey}>{draft.problem.needsKey ? text.faults.signIn : text.shell.otherKey}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

function Difference({ path, mine }: { path: string; mine: string }) {
  const theirs = useQuery({ ...fileQuery(path), refetchOnMount: "always" }).data?.text;
  if (theirs === undefined) {
    return null;
  }
  return (
    // What is long is scrolled, which takes the focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre className={styles.difference} role="group" tabIndex={0} aria-label={words.difference(nameOf(path))}>
      {diffLines(theirs, mine).map((part, at) => {
        const sign = part.added ? "+ " : part.removed ? "- " : "  ";
        const lines = part.value.replace(/\n$/, "").split("\n").map((line) => sign + line).join("\n");
        return part.added ? <ins key={at}>{`${lines}\n`}</ins> : part.removed ? <del key={at}>{`${lines}\n`}</del> : <span key={at}>{`${lines}\n`}</span>;
      })}
    </pre>
  );
}
