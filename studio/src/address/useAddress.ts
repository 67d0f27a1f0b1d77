import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import { useLocation, useNavigate } from "react-router";
import { arrivedAt, changed, read, written, type Ahead } from "./ahead";

// The router takes a change over a moment later. A field must show each letter at once, so until then what was set stands here.
let ahead: Ahead | null = null;
const listeners = new Set<() => void>();

function setAhead(next: Ahead | null) {
  if (ahead !== next) {
    ahead = next;
    for (const listener of listeners) {
      listener();
    }
  }
}

function watch(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The view's own parameters in the address: what is set there can be shared, and the browser's Back leads to it. */
export function useAddress() {
  const { pathname, search, hash } = useLocation();
  const navigate = useNavigate();
  const arrived = useMemo(() => read(search, hash), [search, hash]);
  const coming = useSyncExternalStore(watch, () => ahead);
  const parameters = coming?.pathname === pathname ? coming.parameters : arrived;

  useEffect(() => setAhead(arrivedAt(ahead, pathname, arrived)), [arrived, pathname]);

  /** Sets or (with "" or []) removes parameters; the entry in the history is replaced, so that typing leaves no trail. */
  const change = useCallback(
    (changes: Readonly<Record<string, string | readonly string[]>>) => {
      const next = changed(ahead, pathname, arrived, changes);
      setAhead(next);
      void navigate(written(next.parameters), { replace: true });
    },
    [arrived, pathname, navigate],
  );
  const one = useCallback((name: string, otherwise = "") => parameters.get(name) ?? otherwise, [parameters]);
  const all = useCallback((name: string) => parameters.getAll(name), [parameters]);
  return { one, all, change, parameters };
}
