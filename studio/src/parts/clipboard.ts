/** Whether a text could be put into the clipboard. Over plain http from another machine browsers have the old way only. */
export async function copied(text: string): Promise<boolean> {
  if ("clipboard" in navigator) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  let isGiven = false;
  const give = (event: ClipboardEvent) => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    isGiven = event.clipboardData !== null;
  };
  document.addEventListener("copy", give);
  try {
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return document.execCommand("copy") && isGiven;
  } finally {
    document.removeEventListener("copy", give);
  }
}
