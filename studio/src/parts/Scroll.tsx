import type { ReactNode } from "react";

/** What may be wider or higher than its place and scrolls in itself: reached by keys too. */
export function Scroll({ label, className, children }: { label: string; className: string | undefined; children: ReactNode }) {
  return (
    // Without it nobody could scroll it by keys.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div role="group" aria-label={label} tabIndex={0} className={className}>
      {children}
    </div>
  );
}
