import { en } from "./en";

// Another language is another object of this shape, chosen here.
export type Strings = typeof en;

export const text: Strings = en;

export const locale = "en-US";
