import { admin } from "./admin";
import { flows } from "./flows";
import { faults, frame } from "./frame";
import { home } from "./home";
import { models } from "./models";
import { operate } from "./operate";
import { playground } from "./playground";
import { tour } from "./tour";
import { usage } from "./usage";

export const en = { ...frame, faults, flows, home, models, operate, playground, tour, usage, ...admin };
