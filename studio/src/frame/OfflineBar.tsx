import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { asProblem } from "../api/problem";
import { useNotices } from "../parts/notices";
import { text } from "../strings";

const pause = 2_000;

/** Says that the server is away, looks for it, and has everything read anew once it is back. */
export function OfflineBar() {
  const queries = useQueryClient();
  const notices = useNotices();
  const cache = queries.getQueryCache();
  const away = useSyncExternalStore(
    (changed) => cache.subscribe(changed),
    () => cache.getAll().some((query) => query.isActive() && query.state.status === "error" && asProblem(query.state.error).isOffline),
  );

  useEffect(() => {
    if (!away) {
      return;
    }
    const timer = setInterval(() => {
      void fetch("/health", { cache: "no-store" }).then(
        (answer) => {
          if (answer.ok) {
            clearInterval(timer);
            notices.done(text.faults.backAgain);
            void queries.invalidateQueries();
          }
        },
        () => undefined,
      );
    }, pause);
    return () => clearInterval(timer);
  }, [away, notices, queries]);

  return away ? (
    <MessageBar intent="error" layout="multiline" style={{ marginBottom: 16 }}>
      <MessageBarBody>{text.faults.offlineBar}</MessageBarBody>
    </MessageBar>
  ) : null;
}
