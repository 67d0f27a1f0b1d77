import { text } from "../strings";
import { Icons, type IconName } from "./icons";

export interface Screen {
  path: string;
  title: string;
  icon: (typeof Icons)[IconName];
}

export interface Loop {
  title: string;
  screens: readonly Screen[];
}

const screen = (path: string, title: string, icon: IconName): Screen => ({ path, title, icon: Icons[icon] });

export const homeScreen = screen("/", text.screens.home, "home");

/** The loops that have screens; a screen that is not there has no place here. */
export const loops: readonly Loop[] = [
  {
    title: text.loops.explore,
    screens: [screen("/models", text.screens.models, "models"), screen("/playground", text.screens.playground, "playground")],
  },
  {
    title: text.loops.build,
    screens: [
      screen("/flows", text.screens.flows, "flows"),
      screen("/runs", text.screens.runs, "runs"),
      screen("/evaluations", text.screens.evaluations, "evaluations"),
      screen("/comparisons", text.screens.comparisons, "comparisons"),
      screen("/gates", text.screens.gates, "gates"),
      screen("/datasets", text.datasets.title, "datasets"),
      screen("/evaluators", text.evaluators.title, "evaluators"),
      screen("/calibrations", text.calibrations.title, "calibrations"),
    ],
  },
  {
    title: text.loops.operate,
    screens: [screen("/targets", text.screens.targets, "targets"), screen("/calls", text.screens.calls, "calls")],
  },
  {
    title: text.loops.manage,
    screens: [
      screen("/usage", text.screens.usage, "usage"),
      screen("/budgets", text.screens.budgets, "budgets"),
      screen("/limits", text.screens.limits, "limits"),
      screen("/keys", text.screens.keys, "keys"),
      screen("/teams", text.screens.teams, "teams"),
      screen("/projects", text.screens.projects, "projects"),
      screen("/cost-centers", text.screens.costCenters, "costCenters"),
      screen("/audit", text.screens.audit, "audit"),
    ],
  },
];

export const screens: readonly Screen[] = [homeScreen, ...loops.flatMap((loop) => loop.screens)];
