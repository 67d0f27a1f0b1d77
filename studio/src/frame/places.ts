/** Something that has an address. */
export interface Place {
  kind: string;
  name: string;
  to: string;
}

/** Places whose names hold every word: those that begin with the first come first, then short names. Without words, in the given order. */
export function found(places: readonly Place[], words: string): readonly Place[] {
  const wanted = words.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const [first] = wanted;
  if (first === undefined) {
    return places;
  }
  const rank = ({ name }: Place) => {
    const lower = name.toLowerCase();
    return lower.startsWith(first) ? 0 : lower.split(/[/\s-]/).some((part) => part.startsWith(first)) ? 1 : 2;
  };
  return places
    .filter(({ kind, name }) => {
      const all = `${name} ${kind}`.toLowerCase();
      return wanted.every((word) => all.includes(word));
    })
    .toSorted((a, b) => rank(a) - rank(b) || a.name.length - b.name.length);
}
