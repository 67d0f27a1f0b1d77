import type { RefObject } from "react";

/** A closed list has no active option; the component library leaves its name at the field, where it means nothing any more. */
export function forgetActive(field: RefObject<HTMLInputElement | null>, open: boolean) {
  if (!open) {
    requestAnimationFrame(() => field.current?.removeAttribute("aria-activedescendant"));
  }
}
