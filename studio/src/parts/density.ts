import { useSyncExternalStore } from "react";
import { keep, kept } from "../address/kept";

export type Density = "comfortable" | "compact";

const listeners = new Set<() => void>();
let current: Density = kept("density") === "compact" ? "compact" : "comfortable";

/** How high the rows of tables are, as this reader likes it. */
export function useDensity() {
  const density = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
  return { density, setDensity };
}

function setDensity(density: Density) {
  current = density;
  keep("density", density);
  for (const listener of listeners) {
    listener();
  }
}
