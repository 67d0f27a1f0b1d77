/** A change of the address that the router has not taken over yet. */
export interface Ahead {
  pathname: string;
  parameters: URLSearchParams;
  /** Every state on the way there, the one it began from included. */
  way: ReadonlySet<string>;
}

const mark = "#?";
const long = 200;

/**
 * An address for parameters: names with a long text stand behind #, which is sent to no server. Servers refuse
 * addresses of more than some kilobytes, so that such a view could be neither loaded anew nor shared.
 */
export function written(parameters: URLSearchParams): { search: string; hash: string } {
  const behind = new Set([...parameters].filter(([, value]) => value.length > long).map(([name]) => name));
  const of = (isBehind: boolean) => new URLSearchParams([...parameters].filter(([name]) => behind.has(name) === isBehind)).toString();
  const [search, hash] = [of(false), of(true)];
  return { search: search === "" ? "" : `?${search}`, hash: hash === "" ? "" : mark + hash };
}

/** The parameters of an address; what else stands behind # is none. */
export const read = (search: string, hash: string): URLSearchParams => new URLSearchParams([...new URLSearchParams(search), ...(hash.startsWith(mark) ? new URLSearchParams(hash.slice(mark.length)) : [])]);

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
  // In the order in which they will arrive.
  const { search, hash } = written(parameters);
  const coming = read(search, hash);
  return { pathname, parameters: coming, way: new Set([...(before?.way ?? [arrived.toString()]), coming.toString()]) };
}

/** What is still ahead when the router has arrived somewhere: nothing at the end of the way, and nothing beside the way, where somebody else led. */
export function arrivedAt(ahead: Ahead | null, pathname: string, arrived: URLSearchParams): Ahead | null {
  const at = arrived.toString();
  return ahead?.pathname === pathname && at !== ahead.parameters.toString() && ahead.way.has(at) ? ahead : null;
}
