import { useEffect, type RefObject } from "react";

const attribute = "aria-activedescendant";

/** A closed list has no active option; the component library leaves its name at the field, where it means nothing any more. */
export function useActiveOption(field: RefObject<HTMLInputElement | null>) {
  useEffect(() => {
    const input = field.current;
    if (!input) {
      return;
    }
    const watcher = new MutationObserver(() =>
      // The list is there a moment after it is said to be open.
      requestAnimationFrame(() => {
        const active = input.getAttribute(attribute);
        if (active !== null && (input.getAttribute("aria-expanded") === "false" || document.getElementById(active) === null)) {
          input.removeAttribute(attribute);
        }
      }),
    );
    watcher.observe(input, { attributeFilter: [attribute, "aria-expanded"] });
    return () => watcher.disconnect();
  }, [field]);
}
