import { send } from "./client";
import { problemOf } from "./problem";

/** Keeps an answer as a file: a link could not send the key. */
export async function download(address: string, name: string): Promise<void> {
  const answer = await send(address);
  if (!answer.ok) {
    throw problemOf(answer.status, await answer.json().catch(() => null));
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
