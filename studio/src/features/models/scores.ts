import type { Schemas } from "../../api/client";

type Found = Schemas["EvaluationDetailView"];

export interface Score {
  key: string;
  model: string;
  evaluation: string;
  data: string;
  target: string;
  metric: Schemas["MetricView"];
}

export interface Named {
  provider: string;
  id: string;
  aliases: readonly string[];
}

/** Whether calls that ask for a name ask for this model. */
export const isAsked = ({ provider, id, aliases }: Named, name: string) => name === id || name === `${provider}/${id}` || aliases.includes(name);

/** What models scored in evaluations, where a target asked one model alone, by a name that only one of these has: else nobody could say whose merit it is. */
export const scoresOf = (models: readonly Named[], found: readonly Found[]): Score[] =>
  found.flatMap(({ evaluation, targets }) =>
    targets.flatMap((target) => {
      const [asked, ...others] = target.models;
      const [model, ...namesakes] = asked === undefined || others.length > 0 ? [] : models.filter((m) => isAsked(m, asked));
      return model === undefined || namesakes.length > 0
        ? []
        : target.metrics
            .filter((metric) => metric.mean !== null)
            .map((metric) => ({ key: `${evaluation.name} ${target.name} ${metric.metric}`, model: `${model.provider}/${model.id}`, evaluation: evaluation.name, data: evaluation.dataset ?? evaluation.data ?? "", target: target.name, metric }));
    }),
  );
