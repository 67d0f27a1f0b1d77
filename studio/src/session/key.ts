// The key lives as long as the tab and goes nowhere but into the header of requests to this server (docs/decisions/0150-studio.md).
const place = "gyre.key";

type Listener = () => void;

const listeners = new Set<Listener>();
let refused = false;
let held = 0;
let inMemory: string | null = null;

function read(): string | null {
  try {
    return sessionStorage.getItem(place) ?? inMemory;
  } catch {
    return inMemory;
  }
}

function told() {
  for (const listener of listeners) {
    listener();
  }
}

export const currentKey = read;

/** Whether the server wants another key than the one there is. */
export const isKeyRefused = () => refused && held === 0;

/** While something is shown that must not be covered, nobody is asked for a key. The result ends that. */
export function holdAsking(): () => void {
  held++;
  told();
  return () => {
    held--;
    told();
  };
}

/** @param sent The key that was refused; one that has been replaced meanwhile says nothing of its successor. */
export function keyWasRefused(sent: string | null) {
  if (!refused && sent === read()) {
    refused = true;
    told();
  }
}

export function takeKey(key: string | null) {
  inMemory = key;
  try {
    if (key === null) {
      sessionStorage.removeItem(place);
    } else {
      sessionStorage.setItem(place, key);
    }
  } catch {
    // The tab forgets it when it is loaded anew.
  }
  refused = false;
  told();
}

export function watchKey(listener: Listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
