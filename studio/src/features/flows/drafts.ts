import { useSyncExternalStore } from "react";
import { kept, keep } from "../../address/kept";
import { answer, api, type Schemas } from "../../api/client";
import { asProblem, type Problem } from "../../api/problem";

/** What was typed into a file and is not on disk. */
export interface Draft {
  text: string;
  /** Names the text on disk that it began from; "" for a file that is not there yet. */
  etag: string;
  /** Why it could not be saved. */
  problem?: Problem | undefined;
}

const name = "flow-drafts";
const most = 2 * 1024 * 1024;

const isDraft = (value: unknown): value is { text: string; etag: string } =>
  typeof value === "object" && value !== null && typeof (value as Draft).text === "string" && typeof (value as Draft).etag === "string";

/** The drafts of all files. They outlive the page; what is saved or discarded is forgotten. */
class Drafts {
  private all: ReadonlyMap<string, Draft> = new Map();
  private readonly listeners = new Set<() => void>();

  constructor() {
    const before = kept(name);
    if (typeof before === "object" && before !== null) {
      this.all = new Map(Object.entries(before).filter((entry): entry is [string, Draft] => isDraft(entry[1])));
    }
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = () => this.all;

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
      const next = new Map(this.all);
      next.delete(path);
      this.told(next);
    }
  }

  /** Saves it; what the server refuses stays, with the reason. */
  async save(path: string): Promise<Schemas["FileView"]> {
    const draft = this.all.get(path);
    if (!draft) {
      throw new Error(path);
    }
    try {
      const written = await answer(
        api.PUT("/api/v1/flow-files/{path}", { params: { path: { path }, header: draft.etag === "" ? {} : { "If-Match": draft.etag } }, body: { text: draft.text } }),
      );
      const now = this.all.get(path);
      if (now?.text === draft.text) {
        this.forget(path);
      } else if (now) {
        // Somebody types faster than the disk writes.
        this.put(path, { text: now.text, etag: written.etag });
      }
      return written;
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
    this.told(new Map(this.all).set(path, draft));
  }

  private told(next: ReadonlyMap<string, Draft>) {
    this.all = next;
    const texts = Object.fromEntries([...next].map(([path, { text, etag }]) => [path, { text, etag }]));
    if (JSON.stringify(texts).length < most) {
      keep(name, texts);
    }
    for (const listener of this.listeners) {
      listener();
    }
  }
}

export const drafts = new Drafts();

export const useDrafts = () => useSyncExternalStore(drafts.subscribe, drafts.snapshot);
