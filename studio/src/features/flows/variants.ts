import type { Definition } from "./queries";

const selection = /^\$\{([^.]+)\.([^}]+)\}$/;

/** The flow as it runs with a variant, named `${node.variant}` as runs and tests do; the very same where it has no such variant. */
export function drawnWith(flow: Definition, named: string): Definition {
  const [, name, id] = selection.exec(named) ?? [];
  const node = flow.nodes.find((n) => n.name === name);
  const variant = node?.variants?.find((v) => v.id === id);
  if (!node || !variant) {
    return flow;
  }
  const { line, default_variant, variants } = node;
  return {
    ...flow,
    nodes: flow.nodes.map((n) => (n === node ? { ...variant.node, name: node.name, line, default_variant, variants, shown: variant.id } : n)),
    edges: [...flow.edges.filter((edge) => edge.to !== node.name), ...variant.edges],
  };
}
