import { Background, BaseEdge, ControlButton, Controls, getBezierPath, getViewportForBounds, Handle, MarkerType, Position, ReactFlow, useReactFlow, useStore, type Edge, type EdgeProps, type Node, type NodeProps } from "@xyflow/react";
import "@xyflow/react/dist/base.css";
import { Badge } from "@fluentui/react-components";
import { BranchFork16Regular, Filter16Regular, FullScreenMaximize16Regular, Layer20Regular } from "@fluentui/react-icons";
import { memo, useCallback, useEffect, useMemo } from "react";
import { text } from "../../../strings";
import { useAppearance } from "../../../theme/ThemeProvider";
import type { Definition, FlowNode, NodeRecord } from "../queries";
import { figuresOf } from "./figures";
import { boundsOf, inputsId, linesOf, outputsId, pathThrough, place, type Drawing, type Point } from "./layout";
import { Status, statusOf } from "./status";
import styles from "./Graph.module.css";

const words = text.flows;

interface Props {
  flow: Definition;
  /** What was recorded of the nodes; of a test, or of a line of a run. */
  records: ReadonlyMap<string, NodeRecord>;
  selected: string;
  onSelect: (node: string) => void;
}

type Card = Node<{ node: FlowNode; record: NodeRecord | undefined; faulty: boolean }, "card">;
type End = Node<{ title: string; names: string }, "end">;

const CardNode = memo(function CardNode({ data: { node, record, faulty }, selected }: NodeProps<Card>) {
  const status = statusOf(record);
  const figures = figuresOf(record);
  return (
    <div className={styles.card} data-status={status} data-selected={selected ? "" : undefined} data-faulty={faulty ? "" : undefined}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <div className={styles.cardHead}>
        <span className={styles.name} title={node.name}>
          {node.name}
        </span>
        <span className={styles.type}>{words.nodeTypes[node.type] ?? node.type}</span>
      </div>
      <div className={styles.cardLine}>
        <Status status={status} />
        {faulty && (
          <Badge appearance="tint" color="danger" size="small">
            {words.error}
          </Badge>
        )}
        <span className={styles.marks}>
          {node.activate !== null && <Filter16Regular role="img" aria-label={words.activated(node.activate)} />}
          {(node.variants?.length ?? 0) > 0 && <BranchFork16Regular role="img" aria-label={words.variantsOf(node.variants?.length ?? 0)} />}
          {node.aggregation && <Layer20Regular fontSize={16} role="img" aria-label={words.afterAll} />}
        </span>
      </div>
      <div className={styles.cardFoot}>
        {figures.length > 0 ? (
          <span className={styles.figures}>{figures.join(" · ")}</span>
        ) : (
          <span className={styles.quiet} title={node.activate !== null ? words.activated(node.activate) : undefined}>
            {node.model ?? node.source ?? ""}
          </span>
        )}
      </div>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
});

const EndNode = memo(function EndNode({ data: { title, names } }: NodeProps<End>) {
  return (
    <div className={styles.end} title={names}>
      {title === words.flowOutputs && <Handle type="target" position={Position.Top} isConnectable={false} />}
      <span className={styles.endTitle}>{title}</span>
      <span className={styles.quiet}>{names}</span>
      {title === words.flowInputs && <Handle type="source" position={Position.Bottom} isConnectable={false} />}
    </div>
  );
});

type Way = Edge<{ way: readonly Point[] }, "way">;

function WayEdge({ data, sourceX, sourceY, targetX, targetY, markerEnd, label }: EdgeProps<Way>) {
  const way = data?.way ?? [];
  const inner = way.slice(1, -1);
  const middle = inner[Math.floor((inner.length - 1) / 2)];
  // Ends meet the nodes in their middle, so that what leaves together leaves at one point.
  const [bezier, x, y] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition: Position.Bottom, targetPosition: Position.Top });
  const routed = inner.length > 1;
  return (
    <BaseEdge
      path={routed ? pathThrough([{ x: sourceX, y: sourceY }, ...inner, { x: targetX, y: targetY - 10 }, { x: targetX, y: targetY }]) : bezier}
      labelX={routed && middle ? middle.x : x}
      labelY={routed && middle ? middle.y : y}
      label={label}
      {...(markerEnd === undefined ? {} : { markerEnd })}
    />
  );
}

const leastZoom = 0.2;

const kinds = { card: CardNode, end: EndNode };
const ways = { way: WayEdge };

/** The nodes of a flow and what goes between them, as they are while it runs. */
export default function FlowGraph({ flow, records, selected, onSelect }: Props) {
  const { isDark } = useAppearance();
  const drawing = useMemo(() => place(flow), [flow]);
  const { places } = drawing;
  const faulty = useMemo(() => new Set(flow.faults.filter((f) => f.severity === "error").map((f) => f.field?.split(".")[0])), [flow]);
  const nodes = useMemo(
    () =>
      places.map(({ id, x, y, width, height }): Card | End => {
        const where = { id, position: { x, y }, width, height, draggable: false, connectable: false };
        const node = flow.nodes.find((n) => n.name === id);
        if (node) {
          const record = records.get(id);
          return { ...where, type: "card", selected: id === selected, ariaLabel: [id, words.nodeTypes[node.type] ?? node.type, words.statuses[statusOf(record)], ...figuresOf(record)].join(", "), data: { node, record, faulty: faulty.has(id) } };
        }
        const [title, names] = id === inputsId ? [words.flowInputs, flow.inputs] : [words.flowOutputs, flow.outputs];
        return { ...where, type: "end", selectable: false, focusable: false, data: { title, names: names.map((n) => n.name).join(", ") } };
      }),
    [places, flow, records, selected, faulty],
  );
  const edges = useMemo(() => {
    const there = new Set(places.map(({ id }) => id));
    return linesOf(flow)
      .filter(({ from, to }) => there.has(from) && there.has(to))
      .map((line): Way => {
        const bypassed = [line.from, line.to].some((id) => records.get(id)?.status === "bypassed");
        const lit = line.from === selected || line.to === selected;
        return {
          id: line.id,
          type: "way",
          data: { way: drawing.ways.get(line.id) ?? [] },
          source: line.from,
          target: line.to,
          focusable: false,
          selectable: false,
          animated: records.get(line.to)?.status === "running",
          ...(lit && line.label !== "" ? { label: line.label.length > 40 ? `${line.label.slice(0, 39)}…` : line.label } : {}),
          className: [styles.edge, line.condition ? styles.condition : "", bypassed ? styles.faint : "", lit ? styles.lit : ""].join(" "),
          markerEnd: { type: MarkerType.ArrowClosed, width: 16, height: 16, color: lit ? "var(--colorBrandStroke1)" : "var(--colorNeutralStroke1Hover)" },
        };
      });
  }, [flow, drawing, places, records, selected]);

  return (
    <div className={styles.graph} role="group" aria-label={words.graphLabel(flow.name)}>
      <p className="unseen">{words.graphKeys}</p>
      <ReactFlow
        nodes={nodes}
        edges={edges}
        nodeTypes={kinds}
        edgeTypes={ways}
        colorMode={isDark ? "dark" : "light"}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        deleteKeyCode={null}
        multiSelectionKeyCode={null}
        selectionKeyCode={null}
        zoomOnScroll={false}
        panOnScroll={false}
        preventScrolling={false}
        minZoom={leastZoom}
        maxZoom={1.5}
        onNodesChange={(changes) => {
          const chosen = changes.find((change) => change.type === "select" && change.selected);
          if (chosen?.type === "select" && chosen.id !== inputsId && chosen.id !== outputsId) {
            onSelect(chosen.id);
          }
        }}
      >
        <Background gap={20} size={1} />
        <Fitted drawing={drawing} />
      </ReactFlow>
    </div>
  );
}

/** Fits the graph into its place, lines around nodes too: at first, when its shape or its place has changed, and when asked. */
function Fitted({ drawing }: { drawing: Drawing }) {
  const { setViewport } = useReactFlow();
  const width = useStore((store) => store.width);
  const height = useStore((store) => store.height);
  const { x, y, width: wide, height: high } = boundsOf(drawing);
  const fit = useCallback(() => {
    if (width > 0 && height > 0) {
      void setViewport(getViewportForBounds({ x, y, width: wide, height: high }, width, height, leastZoom, 1, 0.05));
    }
  }, [setViewport, width, height, x, y, wide, high]);
  useEffect(fit, [fit]);
  return (
    <Controls showInteractive={false} showFitView={false} position="top-right" orientation="horizontal">
      <ControlButton onClick={fit} title={words.fit} aria-label={words.fit}>
        <FullScreenMaximize16Regular />
      </ControlButton>
    </Controls>
  );
}
