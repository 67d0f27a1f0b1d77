import { useCallback, useEffect, useSyncExternalStore } from "react";
import { useLocation, useSearchParams } from "react-router";

// The router takes a change over a moment later. A field must show each letter at once, so until then what was set stands here.
let ahead: URLSearchParams | null = null;
const listeners = new Set<() => void>();

function setAhead(next: URLSearchParams | null) {
  ahead = next;
  for (const listener of listeners) {
    listener();
  }
}

function watch(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The view's own parameters in the address: what is set there can be shared, and the browser's Back leads to it. */
export function useAddress() {
  const [arrived, setParameters] = useSearchParams();
  const { pathname } = useLocation();
  const parameters = useSyncExternalStore(watch, () => ahead) ?? arrived;

  useEffect(() => {
    if (ahead?.toString() === arrived.toString()) {
      setAhead(null);
    }
  }, [arrived]);

  // Of another screen's fields nothing is left.
  useEffect(() => () => setAhead(null), [pathname]);

  /** Sets or (with "" or []) removes parameters; the entry in the history is replaced, so that typing leaves no trail. */
  const change = useCallback(
    (changes: Readonly<Record<string, string | readonly string[]>>) => {
      const next = new URLSearchParams(ahead ?? arrived);
      for (const [name, value] of Object.entries(changes)) {
        next.delete(name);
        for (const one of typeof value === "string" ? [value] : value) {
          if (one !== "") {
            next.append(name, one);
          }
        }
      }
      setAhead(next);
      setParameters(next, { replace: true });
    },
    [arrived, setParameters],
  );
  const one = useCallback((name: string, otherwise = "") => parameters.get(name) ?? otherwise, [parameters]);
  const all = useCallback((name: string) => parameters.getAll(name), [parameters]);
  return { one, all, change, parameters };
}
