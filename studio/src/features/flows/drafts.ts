import { useSyncExternalStore } from "react";
import { drop, keep, kept, keptNames, onKept } from "../../address/kept";
import { answer, api, type Schemas } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";
import { asEdited } from "./lineEnds";

/** What was typed into a file and is not on disk. */
export interface Draft {
  text: string;
  /** Names the text on disk that it began from; "" for a file that is not there yet. */
  etag: string;
  /** Why it could not be saved. */
  problem?: Problem | undefined;
}

export type Written = Schemas["FileView"];

const place = "flow-draft ";

const isDraft = (value: unknown): value is { text: string; etag: string } =>
  typeof value === "object" && value !== null && typeof (value as Draft).text === "string" && typeof (value as Draft).etag === "string";

/** The drafts of all files, in all tabs. They outlive the page; what is saved or discarded is forgotten. */
export class Drafts {
  private all: ReadonlyMap<string, Draft> = new Map();
  private lost: ReadonlySet<string> = new Set();
  private readonly listeners = new Set<() => void>();
  private readonly saving = new Map<string, Promise<void>>();

  constructor() {
    for (const name of keptNames(place)) {
      this.read(name.slice(place.length));
    }
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = () => this.all;

  /** Files whose drafts this browser could not keep: they end with the page. */
  readonly unkept = () => this.lost;

  /** Another tab has kept or dropped something. */
  readonly heard = (name: string | null) => {
    if (name === null) {
      this.told(new Map());
    } else if (name.startsWith(place)) {
      this.read(name.slice(place.length));
    }
  };

  /** Takes a text over; one that is as on disk is no draft. */
  type(path: string, text: string, saved: { text: string; etag: string } | undefined) {
    const before = this.all.get(path);
    if (saved && text === saved.text && (before === undefined || before.etag === saved.etag)) {
      this.forget(path);
    } else {
      this.put(path, { text, etag: before?.etag ?? saved?.etag ?? "" });
    }
  }

  forget(path: string) {
    if (this.all.has(path)) {
      drop(place + path);
      this.without(path);
    }
  }

  /**
   * Saves it; what the server refuses stays, with the reason. One saving of a file waits for the one before, which may have saved all of it.
   * `onWritten` is told before the draft is forgotten, so that nobody shows the text of before in between.
   */
  save(path: string, onWritten: (written: Written) => void): Promise<void> {
    const saved = (this.saving.get(path) ?? Promise.resolve()).catch(() => undefined).then(() => this.write(path, onWritten));
    this.saving.set(path, saved);
    return saved;
  }

  private async write(path: string, onWritten: (written: Written) => void): Promise<void> {
    const draft = this.all.get(path);
    if (!draft) {
      return;
    }
    try {
      const written = await answer(
        api.PUT("/api/v1/flow-files/{path}", { params: { path: { path }, header: draft.etag === "" ? {} : { "If-Match": draft.etag } }, body: { text: draft.text } }),
      );
      onWritten(asEdited(written));
      const now = this.all.get(path);
      if (now?.text === draft.text) {
        this.forget(path);
      } else if (now) {
        // Somebody types faster than the disk writes.
        this.put(path, { text: now.text, etag: written.etag });
      }
    } catch (error) {
      const problem = asProblem(error);
      const now = this.all.get(path);
      if (now) {
        this.put(path, { ...now, problem });
      }
      throw problem;
    }
  }

  /** From now on it replaces this text. */
  rebase(path: string, etag: string) {
    const draft = this.all.get(path);
    if (draft) {
      this.put(path, { text: draft.text, etag });
    }
  }

  private put(path: string, draft: Draft) {
    const { text, etag } = draft;
    const isKept = keep(place + path, { text, etag });
    if (!isKept) {
      // An older one would come back as if it were the latest.
      drop(place + path);
    }
    this.lost = isKept ? except(this.lost, path) : new Set(this.lost).add(path);
    this.told(new Map(this.all).set(path, draft));
  }

  private read(path: string) {
    const draft = kept(place + path);
    if (isDraft(draft)) {
      this.told(new Map(this.all).set(path, { text: draft.text, etag: draft.etag }));
    } else {
      this.without(path);
    }
  }

  private without(path: string) {
    const next = new Map(this.all);
    next.delete(path);
    this.told(next);
  }

  private told(next: ReadonlyMap<string, Draft>) {
    this.all = next;
    this.lost = new Set([...this.lost].filter((path) => next.has(path)));
    for (const listener of this.listeners) {
      listener();
    }
  }
}

const except = (set: ReadonlySet<string>, path: string) => new Set([...set].filter((one) => one !== path));

export const drafts = new Drafts();
onKept(drafts.heard);
globalThis.addEventListener("beforeunload", (event) => {
  if (drafts.unkept().size > 0) {
    event.preventDefault();
  }
});

export const useDrafts = () => useSyncExternalStore(drafts.subscribe, drafts.snapshot);

export const useUnkept = () => useSyncExternalStore(drafts.subscribe, drafts.unkept);
