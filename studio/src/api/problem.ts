import { text } from "../strings";

/** Why something could not be done, in words for whoever asked for it. */
export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    /** HTTP status; 0 where the server did not answer. */
    readonly status: number,
    message: string,
    readonly code: string,
    /** The field of the request it is about. */
    readonly field?: string,
  ) {
    super(message);
  }

  get isOffline() {
    return this.status === 0;
  }

  get needsKey() {
    return this.status === 401;
  }

  get isForbidden() {
    return this.status === 403;
  }
}

interface Told {
  detail?: unknown;
  code?: unknown;
  field?: unknown;
  file?: unknown;
  line?: unknown;
  error?: { message?: unknown; code?: unknown } | null;
}

/** The problem that an answer tells: of the administration (RFC 9457), or in the vendors' envelope. */
export function problemOf(status: number, body: unknown): Problem {
  const told: Told = typeof body === "object" && body !== null ? body : {};
  const message = [told.detail, told.error?.message].find((m) => typeof m === "string") ?? text.faults.untold(status);
  // Of a fault that stands in a file, nobody could tell which file it is.
  const placed = typeof told.file === "string" && typeof told.line === "number" && !message.includes(told.file) ? text.faults.inFile(message, told.file, told.line) : message;
  const code = [told.code, told.error?.code].find((c) => typeof c === "string") ?? "";
  return new Problem(status, placed, code, typeof told.field === "string" ? told.field : undefined);
}

export const offline = () => new Problem(0, text.faults.offline, "offline");

/** What was thrown as a problem. That the server is away is known where it was asked: any other error is the page's own fault. */
export const asProblem = (error: unknown): Problem => (error instanceof Problem ? error : new Problem(-1, error instanceof Error ? error.message : String(error), "page-fault"));
