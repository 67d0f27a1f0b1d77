import { graphlib, layout } from "@dagrejs/dagre";
import type { Definition } from "../queries";

export const inputsId = "$inputs";
export const outputsId = "$outputs";

const nodeSize = { width: 240, height: 92 };
const endSize = { width: 172, height: 48 };

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

export interface Point {
  x: number;
  y: number;
}

export interface Drawing {
  places: Placed[];
  /** The way of each line between and around the nodes, by its id. */
  ways: ReadonlyMap<string, readonly Point[]>;
}

/** Where everything stands: from the inputs above to the outputs below. */
export function place(flow: Pick<Definition, "nodes" | "edges">): Drawing {
  const graph = new graphlib.Graph({ multigraph: true });
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
  for (const { id, from, to } of lines) {
    if (from !== to) {
      graph.setEdge(from, to, {}, id);
    }
  }
  layout(graph);
  const ways = new Map(graph.edges().map((edge) => [edge.name ?? "", ((graph.edge(edge) as { points?: Point[] }).points ?? []).map(({ x, y }) => ({ x, y }))]));
  const places = graph.nodes().map((id) => {
    const { x = 0, y = 0, width = 0, height = 0 } = graph.node(id) as { x?: number; y?: number; width?: number; height?: number };
    return { id, x: x - width / 2, y: y - height / 2, width, height };
  });
  return { places, ways };
}

/** What a drawing takes, with the lines that go around nodes. */
export function boundsOf({ places, ways }: Drawing) {
  const points = [...places.flatMap(({ x, y, width, height }) => [{ x, y }, { x: x + width, y: y + height }]), ...[...ways.values()].flat()];
  const [x, y] = [Math.min(...points.map((p) => p.x)), Math.min(...points.map((p) => p.y))];
  return { x, y, width: Math.max(...points.map((p) => p.x)) - x, height: Math.max(...points.map((p) => p.y)) - y };
}

/** A line through points, bent gently at those between. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (!first || !last) {
    return "";
  }
  const middle = (a: Point, b: Point) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  let path = `M${first.x},${first.y}`;
  rest.forEach((point, at) => {
    const end = at === rest.length - 1 ? last : middle(point, rest[at + 1] ?? last);
    path += ` Q${point.x},${point.y} ${end.x},${end.y}`;
  });
  return rest.length === 0 ? `${path} L${last.x},${last.y}` : path;
}
