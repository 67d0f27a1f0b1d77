import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { send } from "./client";

const again = 2_000;

/** Hands on each state that comes as a server-sent event. Whether the last was among them; what the connection does after that is of no interest. */
export async function readStates(address: string, signal: AbortSignal, onState: (state: unknown) => void): Promise<boolean> {
  const answer = await send(address, { signal, headers: { accept: "text/event-stream" } });
  if (!answer.ok || !answer.body) {
    return false;
  }
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return false;
    }
    const events = (rest + value).split(/\r?\n\r?\n/);
    rest = events.pop() ?? "";
    for (const event of events) {
      const lines = event.split(/\r?\n/);
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim());
      if (data.length > 0) {
        onState(JSON.parse(data.join("\n")));
        if (lines.includes("event: end")) {
          void reader.cancel().catch(() => undefined);
          return true;
        }
      }
    }
  }
}

/**
 * Follows something that goes on. A stream that breaks is begun again, and its first event says how things stand now;
 * with the last, everything that was read of it is read anew.
 */
export function useFollow(address: string, goesOn: boolean, onState: (state: unknown) => void, stale: readonly unknown[]) {
  const queries = useQueryClient();
  useEffect(() => {
    if (!goesOn) {
      return;
    }
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const follow = async () => {
      let ended = false;
      try {
        ended = await readStates(address, stop.signal, onState);
      } catch {
        // The server is away: the frame says so, and the next try may find it.
      }
      // The last state ends the following, and everything must be read anew none the less.
      if (stop.signal.aborted && !ended) {
        return;
      }
      // Whoever is told that the server is away is told by what can't be read.
      void queries.invalidateQueries({ queryKey: stale });
      if (!ended) {
        timer = setTimeout(() => void follow(), again);
      }
    };
    void follow();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
    // What is done with a state does not change what is followed.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [address, goesOn, queries]);
}
