/** A change of the address that the router has not taken over yet. */
export interface Ahead {
  pathname: string;
  parameters: URLSearchParams;
  /** Every state on the way there, the one it began from included. */
  way: ReadonlySet<string>;
}

/** One more change of a screen's parameters. */
export function changed(ahead: Ahead | null, pathname: string, arrived: URLSearchParams, changes: Readonly<Record<string, string | readonly string[]>>): Ahead {
  const before = ahead?.pathname === pathname ? ahead : null;
  const parameters = new URLSearchParams(before?.parameters ?? arrived);
  for (const [name, value] of Object.entries(changes)) {
    parameters.delete(name);
    for (const one of typeof value === "string" ? [value] : value) {
      if (one !== "") {
        parameters.append(name, one);
      }
    }
  }
  return { pathname, parameters, way: new Set([...(before?.way ?? [arrived.toString()]), parameters.toString()]) };
}

/** What is still ahead when the router has arrived somewhere: nothing at the end of the way, and nothing beside the way, where somebody else led. */
export function arrivedAt(ahead: Ahead | null, pathname: string, arrived: URLSearchParams): Ahead | null {
  const at = arrived.toString();
  return ahead?.pathname === pathname && at !== ahead.parameters.toString() && ahead.way.has(at) ? ahead : null;
}
