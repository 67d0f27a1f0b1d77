import { useSyncExternalStore } from "react";
import { asProblem } from "../../../api/problem";
import { happened, type Test } from "./happened";
import { runTest, type TestRequest } from "./stream";

/** The last test of each flow; going to another screen and back finds it where it is. */
class Tests {
  private readonly all = new Map<string, Test>();
  private readonly aborts = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(flow: string): Test | undefined {
    return this.all.get(flow);
  }

  stop(flow: string) {
    this.aborts.get(flow)?.abort();
  }

  async run(flow: string, request: TestRequest): Promise<Test> {
    this.stop(flow);
    const abort = new AbortController();
    this.aborts.set(flow, abort);
    let test: Test = { state: "running", id: null, request, records: new Map(), chunks: {}, warnings: [], end: null, problem: null };
    const put = (next: Test) => {
      test = next;
      if (this.aborts.get(flow) === abort) {
        this.all.set(flow, next);
        for (const listener of this.listeners) {
          listener();
        }
      }
    };
    put(test);
    try {
      await runTest(request, abort.signal, (event) => put(happened(test, event)));
    } catch (error) {
      const stopped = abort.signal.aborted;
      // What ran when the stream ended was ended with it.
      const records = new Map([...test.records].map(([node, record]) => [node, record.status === "running" ? { ...record, status: "canceled" } : record]));
      put({ ...test, records, state: stopped ? "stopped" : "failed", problem: stopped ? null : asProblem(error) });
    }
    return test;
  }
}

export const tests = new Tests();

export const useTest = (flow: string) => useSyncExternalStore(tests.subscribe, () => tests.of(flow));
