import { MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
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

  // That it answers is said once all could be read: it may go again meanwhile.
  const heard = useRef(false);
  useEffect(() => {
    if (!away) {
      if (heard.current) {
        heard.current = false;
        notices.done(text.faults.backAgain);
      }
      return;
    }
    const timer = setInterval(() => {
      void fetch("/health", { cache: "no-store" }).then(
        (answer) => {
          if (answer.ok) {
            heard.current = true;
            // What is being read goes on: a slow answer would never come otherwise.
            void queries.invalidateQueries(undefined, { cancelRefetch: false });
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
