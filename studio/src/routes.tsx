import { createBrowserRouter } from "react-router";
import type { ComponentType } from "react";
import { Frame } from "./frame/Frame";
import { Notice } from "./parts/states";
import { ScreenFault } from "./frame/ScreenFault";
import { Unknown } from "./frame/Unknown";
import { text } from "./strings";

type Module = Promise<{ default: ComponentType }>;

// Each screen is a file of its own, loaded when it is first opened.
const screen = (load: () => Module) => async () => ({ Component: (await load()).default });

export const routes = createBrowserRouter([
  {
    path: "/",
    element: <Frame />,
    errorElement: <Notice title={text.faults.newVersion} action={<a href="/">{text.faults.reload}</a>} />,
    hydrateFallbackElement: <div />,
    children: [
      {
        errorElement: <ScreenFault />,
        children: [
          { index: true, lazy: screen(() => import("./features/home/Home")) },
          { path: "tour", lazy: screen(() => import("./features/tour/Tour")) },
          { path: "models", lazy: screen(() => import("./features/models/Models")) },
          { path: "models/compare", lazy: screen(() => import("./features/models/CompareModels")) },
          { path: "models/*", lazy: screen(() => import("./features/models/ModelPage")) },
          { path: "playground", lazy: screen(() => import("./features/playground/Playground")) },
          { path: "flows", lazy: screen(() => import("./features/flows/Flows")) },
          { path: "flows/*", lazy: screen(() => import("./features/flows/FlowPage")) },
          { path: "runs", lazy: screen(() => import("./features/runs/Runs")) },
          { path: "runs/new", lazy: screen(() => import("./features/runs/NewRun")) },
          { path: "runs/:name", lazy: screen(() => import("./features/runs/RunPage")) },
          { path: "evaluations", lazy: screen(() => import("./features/evaluations/Evaluations")) },
          { path: "evaluations/new", lazy: screen(() => import("./features/evaluations/NewEvaluation")) },
          { path: "evaluations/:name", lazy: screen(() => import("./features/evaluations/EvaluationPage")) },
          { path: "comparisons", lazy: screen(() => import("./features/comparisons/ComparisonPage")) },
          { path: "gates", lazy: screen(() => import("./features/gates/GatePage")) },
          { path: "datasets", lazy: screen(() => import("./features/datasets/Datasets")) },
          { path: "datasets/new", lazy: screen(() => import("./features/datasets/NewDataset")) },
          { path: "datasets/:name", lazy: screen(() => import("./features/datasets/DatasetPage")) },
          { path: "datasets/:name/add", lazy: screen(() => import("./features/datasets/AddVersion")) },
          { path: "evaluators", lazy: screen(() => import("./features/evaluators/Evaluators")) },
          { path: "evaluators/:name", lazy: screen(() => import("./features/evaluators/EvaluatorPage")) },
          { path: "calibrations", lazy: screen(() => import("./features/calibrations/Calibrations")) },
          { path: "calibrations/new", lazy: screen(() => import("./features/calibrations/NewCalibration")) },
          { path: "targets", lazy: screen(() => import("./features/targets/Targets")) },
          { path: "calls", lazy: screen(() => import("./features/calls/Calls")) },
          { path: "calls/:id", lazy: screen(() => import("./features/calls/CallPage")) },
          { path: "usage", lazy: screen(() => import("./features/usage/Usage")) },
          { path: "budgets", lazy: screen(async () => ({ default: (await import("./features/quotas/Quotas")).Budgets })) },
          { path: "budgets/try", lazy: screen(() => import("./features/quotas/WhatIf")) },
          { path: "limits", lazy: screen(async () => ({ default: (await import("./features/quotas/Quotas")).Limits })) },
          { path: "keys", lazy: screen(() => import("./features/keys/Keys")) },
          { path: "teams", lazy: screen(async () => ({ default: (await import("./features/groups/Groups")).Teams })) },
          { path: "projects", lazy: screen(async () => ({ default: (await import("./features/groups/Groups")).Projects })) },
          { path: "cost-centers", lazy: screen(async () => ({ default: (await import("./features/groups/Groups")).CostCenters })) },
          { path: "audit", lazy: screen(() => import("./features/audit/Audit")) },
          { path: "*", element: <Unknown /> },
        ],
      },
    ],
  },
]);
