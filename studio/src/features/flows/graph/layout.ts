import { graphlib, layout } from "@dagrejs/dagre";
import type { Definition } from "../queries";

export const inputsId = "$inputs";
export const outputsId = "$outputs";

const nodeSize = { width: 224, height: 92 };
const endSize = { width: 160, height: 44 };

export interface Placed {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Line {
  id: string;
  from: string;
  to: string;
  /** What goes along it, in words: question → question, output.answer. */
  label: string;
  condition: boolean;
}

/** One line for all that goes from one node to another; those that only decide whether a node runs stand apart. */
export function linesOf(flow: Pick<Definition, "edges">): Line[] {
  const lines = new Map<string, Line>();
  for (const { from, to, field, into, condition } of flow.edges) {
    const [source, target] = [from ?? inputsId, to ?? outputsId];
    const id = `${source} ${target} ${condition}`;
    const label = field !== "" ? field : into;
    const before = lines.get(id);
    if (!before) {
      lines.set(id, { id, from: source, to: target, label, condition });
    } else if (label !== "" && !before.label.split(", ").includes(label)) {
      before.label = before.label === "" ? label : `${before.label}, ${label}`;
    }
  }
  return [...lines.values()];
}

/** Where everything stands: from the inputs above to the outputs below. */
export function place(flow: Pick<Definition, "nodes" | "edges">): Placed[] {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: 28, ranksep: 44, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  const names = new Set(flow.nodes.map((node) => node.name));
  const lines = linesOf(flow).filter(({ from, to }) => (names.has(from) || from === inputsId) && (names.has(to) || to === outputsId));
  for (const name of names) {
    graph.setNode(name, { ...nodeSize });
  }
  for (const end of [inputsId, outputsId]) {
    if (lines.some(({ from, to }) => from === end || to === end)) {
      graph.setNode(end, { ...endSize });
    }
  }
  for (const { from, to } of lines) {
    if (from !== to) {
      graph.setEdge(from, to);
    }
  }
  layout(graph);
  return graph.nodes().map((id) => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) as { x?: number; y?: number; width?: number; height?: number };
    return { id, x: x - width / 2, y: y - height / 2, width, height };
  });
}
