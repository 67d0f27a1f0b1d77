import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** The view's own parameters in the address: what is set there can be shared, and the browser's Back leads to it. */
export function useAddress() {
  const [parameters, setParameters] = useSearchParams();

  /** Sets or (with "" or []) removes parameters; the entry in the history is replaced, so that typing leaves no trail. */
  const change = useCallback(
    (changes: Readonly<Record<string, string | readonly string[]>>) =>
      setParameters(
        (before) => {
          const next = new URLSearchParams(before);
          for (const [name, value] of Object.entries(changes)) {
            next.delete(name);
            for (const one of typeof value === "string" ? [value] : value) {
              if (one !== "") {
                next.append(name, one);
              }
            }
          }
          return next;
        },
        { replace: true },
      ),
    [setParameters],
  );
  const one = useCallback((name: string, otherwise = "") => parameters.get(name) ?? otherwise, [parameters]);
  const all = useCallback((name: string) => parameters.getAll(name), [parameters]);
  return { one, all, change, parameters };
}
