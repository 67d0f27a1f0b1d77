import { admin } from "./admin";
import { comparisons } from "./comparisons";
import { evaluations } from "./evaluations";
import { flows } from "./flows";
import { calibrations } from "./calibrations";
import { datasets } from "./datasets";
import { evaluators } from "./evaluators";
import { faults, frame } from "./frame";
import { gates } from "./gates";
import { home } from "./home";
import { models } from "./models";
import { operate } from "./operate";
import { playground } from "./playground";
import { runs } from "./runs";
import { saving } from "./saving";
import { tour } from "./tour";
import { usage } from "./usage";

export const en = { ...frame, faults, calibrations, comparisons, datasets, evaluations, evaluators, flows, gates, home, models, operate, playground, runs, saving, tour, usage, ...admin };
