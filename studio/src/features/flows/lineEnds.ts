/** A file as editors have it, with one character at a line's end. The server writes back the line ends that the file has on disk. */
export const asEdited = <T extends { text: string }>(file: T): T => ({ ...file, text: file.text.replaceAll(/\r\n?/g, "\n") });
