import { useCallback, useSyncExternalStore } from "react";
import { keep, kept } from "./kept";

interface Shown {
  value: unknown;
  listeners: Set<() => void>;
}

// What stands on a screen now; for whatever does not, what the browser keeps is all there is.
const shown = new Map<string, Shown>();

/** What this browser keeps under a name. A change begins from what stands there at that moment, also when whoever asked for it has left the screen meanwhile. */
export function useKept<T>(name: string, otherwise: T, is: (value: unknown) => value is T): [T, (change: (before: T) => T) => void] {
  const read = (): T => {
    const before = kept(name);
    return is(before) ? before : otherwise;
  };
  const now = (): T => {
    if (!shown.has(name)) {
      shown.set(name, { value: read(), listeners: new Set() });
    }
    return shown.get(name)?.value as T;
  };
  const subscribe = useCallback(
    (listener: () => void) => {
      const one = shown.get(name);
      one?.listeners.add(listener);
      return () => {
        one?.listeners.delete(listener);
        if (one?.listeners.size === 0) {
          shown.delete(name);
        }
      };
    },
    [name],
  );
  const change = (make: (before: T) => T) => {
    const one = shown.get(name);
    const next = make(one ? (one.value as T) : read());
    keep(name, next);
    if (one) {
      one.value = next;
      one.listeners.forEach((listener) => listener());
    }
  };
  return [useSyncExternalStore(subscribe, now), change];
}
