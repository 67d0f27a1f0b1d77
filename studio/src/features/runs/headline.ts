import type { Schemas } from "../../api/client";
import { score } from "./run";

const most = 4;

// What flows log beside their scores: how many of something there were.
const counts = /(^|[^a-z])(n|num|number|count|counts|total|totals|tokens|lines|rows|errors)([^a-z]|$)/i;

/** The scores that a run's flow, and the runs over it, logged over all lines; without what was only counted. */
export const headline = ({ run, scores }: Pick<Schemas["ListedRunView"], "scores"> & { run: Pick<Schemas["RunView"], "metrics"> }): string =>
  Object.entries({ ...run.metrics, ...scores })
    .filter((entry): entry is [string, number] => typeof entry[1] === "number" && !(Number.isInteger(entry[1]) && counts.test(entry[0])))
    .slice(0, most)
    .map(([name, value]) => `${name} ${score(value)}`)
    .join(" · ");
