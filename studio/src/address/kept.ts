// What this browser keeps between visits. Where it may not keep anything (a private window, a full disk) the page works without.
const prefix = "gyre.";

export function kept(name: string): unknown {
  try {
    const text = localStorage.getItem(prefix + name);
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

/** Names of what is kept that begin with a text. */
export function keptNames(beginning: string): string[] {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(prefix + beginning)).map((name) => name.slice(prefix.length));
  } catch {
    return [];
  }
}

export function drop(name: string) {
  try {
    localStorage.removeItem(prefix + name);
  } catch {
    // Nothing is kept here.
  }
}

/** Hears of what another tab keeps or drops; null: everything was dropped. */
export function onKept(heard: (name: string | null) => void) {
  globalThis.addEventListener("storage", ({ key }) => {
    if (key === null || key.startsWith(prefix)) {
      heard(key === null ? null : key.slice(prefix.length));
    }
  });
}

// How the page looks to somebody is no secret, and goes with no key.
const looks = ["theme", "density"];
let closed = false;

/** Removes what was typed and kept here, and keeps nothing more until the page is loaded anew: the next one at this browser may be somebody else. */
export function forgetKept() {
  closed = true;
  keptNames("").filter((name) => !looks.includes(name)).forEach(drop);
}

/** Whether it could be kept. */
export function keep(name: string, value: unknown): boolean {
  if (closed) {
    return false;
  }
  try {
    localStorage.setItem(prefix + name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
