/** Lets a few at a time have something; the others wait in the order in which they came. */
export class Turns {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  /** Waits for a turn, and hands it on when the work has ended. Who is stopped while waiting never begins. */
  async have<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.taken >= this.most) {
      await new Promise<void>((begin, stopped) => {
        const stop = () => {
          this.waiting.splice(this.waiting.indexOf(turn), 1);
          stopped(signal.reason as Error);
        };
        const turn = () => {
          signal.removeEventListener("abort", stop);
          begin();
        };
        this.waiting.push(turn);
        signal.addEventListener("abort", stop, { once: true });
      });
    } else {
      this.taken++;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      // The turn goes to the next as it is, so nobody can slip in between.
      if (next) {
        next();
      } else {
        this.taken--;
      }
    }
  }
}
