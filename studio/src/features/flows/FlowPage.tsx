import { Badge, Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Tab, TabList, ToggleButton } from "@fluentui/react-components";
import { Play20Regular, TableSimple20Regular, Flow20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useMemo } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useAddress } from "../../address/useAddress";
import { useKept } from "../../address/useKept";
import { Page } from "../../parts/Page";
import { Loaded, Loading } from "../../parts/states";
import { text } from "../../strings";
import { Conflicts } from "./Conflicts";
import { useUnkept } from "./drafts";
import { FilesPanel } from "./FilesPanel";
import { NodeTable } from "./graph/NodeTable";
import { recordsOf } from "./lineRecords";
import { NodePanel } from "./node/NodePanel";
import { flowQuery, nameOf, type Flow, type NodeRecord } from "./queries";
import { ChatPanel, type Turn } from "./test/ChatPanel";
import type { Test } from "./test/happened";
import { faultOf, valuesOf, type Typed } from "./test/inputs";
import { TestPanel } from "./test/TestPanel";
import type { TestRequest } from "./test/stream";
import { tests, useTest } from "./test/tests";
import { Unsaved } from "./Unsaved";
import { useFlow } from "./useFlow";
import { lineQuery, runQuery } from "../runs/run";
import { drawnWith } from "./variants";
import { VariantsPanel } from "./VariantsPanel";
import styles from "./Flow.module.css";

const FlowGraph = lazy(() => import("./graph/FlowGraph"));

const words = text.flows;
const path = [{ title: words.title, to: "/flows" }];
const none: ReadonlyMap<string, NodeRecord> = new Map();
const narrow = window.matchMedia("(max-width: 640px)");

/** A flow: its graph, its text, its nodes, and tests of it. */
export default function FlowPage() {
  const file = useParams()["*"] ?? "";
  const query = useQuery(flowQuery(file));
  return query.data ? (
    <FlowScreen key={query.data.path} file={file} first={query.data} />
  ) : (
    <Page title={nameOf(file)} path={path}>
      <Loaded query={query}>{() => null}</Loaded>
    </Page>
  );
}

const isRecord = (value: unknown): value is Typed => typeof value === "object" && value !== null;

function FlowScreen({ file, first }: { file: string; first: Flow }) {
  const { one, change } = useAddress();
  const navigate = useNavigate();
  const { flow, source, onSource, read, stale, faults, changed, save, onWritten } = useFlow(file, first);
  const test = useTest(flow.path);
  const [typed, setTyped] = useKept<Typed>(`flow-inputs ${flow.path}`, {}, isRecord);
  const [message, setMessage] = useKept<string>(`flow-message ${flow.path}`, "", (value): value is string => typeof value === "string");
  const [turns, setTurns] = useKept<readonly Turn[]>(`flow-chat ${flow.path}`, [], (value): value is Turn[] => Array.isArray(value));
  const [run, line] = [one("run"), Number.parseInt(one("line", ""), 10)];
  const isLine = run !== "" && Number.isInteger(line);
  const ofLine = useQuery({ ...lineQuery(run, line), enabled: isLine });
  const ofRun = useQuery({ ...runQuery(run), enabled: isLine }).data?.run;
  // What is drawn is what ran; before anything did, what would.
  const variant = isLine ? (ofRun?.variant ?? "") : test ? (test.request.variant ?? "") : one("variant");
  const drawn = useMemo(() => drawnWith(read, variant), [read, variant]);
  const records = isLine ? (ofLine.data ? recordsOf(ofLine.data) : none) : (test?.records ?? none);
  const dirty = changed.length > 0;
  const unkept = useUnkept();
  const selected = one("node");
  const panel = one("panel", selected !== "" ? "node" : drawn.chat ? "chat" : "test");
  const as = one("as", narrow.matches ? "list" : "graph");
  const errors = faults.filter((fault) => fault.severity === "error").length;
  const warnings = faults.length - errors;
  const select = (node: string) => change({ node, panel: "node" });

  async function start(request: Partial<TestRequest>): Promise<Test | null> {
    if (drawn.inputs.some((input) => faultOf(input, typed) !== null)) {
      change({ panel: "test" });
      return null;
    }
    if (dirty && !(await save())) {
      return null;
    }
    return tests.run(flow.path, {
      flow: flow.path,
      inputs: valuesOf(drawn.inputs, typed),
      stream: false,
      ...(one("variant") === "" ? {} : { variant: one("variant") }),
      ...(one("connection") === "" ? {} : { connection: one("connection") }),
      ...(one("model") === "" ? {} : { model: one("model") }),
      ...request,
    });
  }

  function runFrom(node: string) {
    const before = isLine ? { run, line } : { test: test?.id ?? "" };
    // A line's own inputs go with what its nodes gave.
    const inputs = isLine ? { inputs: (ofLine.data?.inputs ?? {}) as Record<string, unknown> } : {};
    if (isLine) {
      change({ run: "", line: "", variant });
    }
    void start({ ...inputs, ...(isLine ? { variant } : {}), from: node, ...before });
  }

  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      // An editor that has the focus saves by itself.
      if ((event.ctrlKey || event.metaKey) && event.key === "s" && !event.defaultPrevented) {
        event.preventDefault();
        void save();
      }
    }
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, [save]);

  const tabs = ["test", ...(drawn.chat ? ["chat"] : []), "node", "files", ...(drawn.kind === "dag" ? ["variants"] : [])];
  return (
    <Page
      title={drawn.name}
      path={path}
      lead={
        <span className={styles.lead}>
          <code>{flow.path}</code>
          <span>{words.types[drawn.type] ?? drawn.type}</span>
          {errors > 0 && (
            <Badge appearance="tint" color="danger">
              {words.errors(errors)}
            </Badge>
          )}
          {warnings > 0 && (
            <Badge appearance="tint" color="warning">
              {words.warnings(warnings)}
            </Badge>
          )}
          {dirty && <Badge appearance="outline">{words.unsaved}</Badge>}
        </span>
      }
      actions={
        <>
          {dirty && <Unsaved paths={changed} onSave={() => void save()} />}
          <Button icon={<Play20Regular />} onClick={() => void navigate(`/runs/new?flow=${encodeURIComponent(flow.path)}`)}>
            {words.runOnData}
          </Button>
        </>
      }
    >
      <Conflicts paths={changed} onWritten={onWritten} />
      {changed.some((path) => unkept.has(path)) && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.unkept}</MessageBarBody>
        </MessageBar>
      )}
      {isLine && (
        <MessageBar intent="info" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{words.lineOf(run, line)}</MessageBarTitle>
            {ofLine.isError ? ofLine.error.message : words.lineOfWhy} {variant !== "" && (drawn === read ? words.lineVariantGone(variant) : words.lineVariant(variant))} <Link to={`/runs/${encodeURIComponent(run)}`}>{words.backToRun}</Link>
          </MessageBarBody>
          <MessageBarActions>
            <Button onClick={() => change({ run: "", line: "" })}>{words.forgetLine}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <div className={styles.halves}>
        <section className={styles.nodes} aria-label={words.nodes}>
          <div className={styles.bar} role="group" aria-label={words.view}>
            <ToggleButton size="small" appearance="subtle" icon={<Flow20Regular />} checked={as === "graph"} onClick={() => change({ as: narrow.matches ? "graph" : "" })}>
              {words.graph}
            </ToggleButton>
            <ToggleButton size="small" appearance="subtle" icon={<TableSimple20Regular />} checked={as === "list"} onClick={() => change({ as: narrow.matches ? "" : "list" })}>
              {words.list}
            </ToggleButton>
            {stale && <span className={styles.quiet}>{words.stale}</span>}
          </div>
          {as === "list" ? (
            <NodeTable flow={drawn} records={records} onSelect={select} />
          ) : (
            <div className={styles.canvas}>
              <Suspense fallback={<Loading label={text.states.chartLoading} />}>
                <FlowGraph flow={drawn} records={records} selected={selected} onSelect={select} />
              </Suspense>
            </div>
          )}
        </section>
        <section className={styles.panel} aria-label={words.panel}>
          <TabList size="small" selectedValue={panel} onTabSelect={(_, data) => change({ panel: String(data.value) })}>
            {tabs.map((tab) => (
              <Tab key={tab} value={tab} id={`tab-${tab}`} aria-controls="flow-panel">
                {words.panels[tab]}
              </Tab>
            ))}
          </TabList>
          <div id="flow-panel" role="tabpanel" aria-labelledby={`tab-${panel}`} className={styles.body}>
            {panel === "test" && <TestPanel flow={drawn} typed={typed} onType={(next) => setTyped(() => next)} test={test} dirty={dirty} onRun={() => void start({})} onStop={() => tests.stop(flow.path)} />}
            {panel === "chat" && drawn.chat && (
              <ChatPanel
                flow={drawn}
                chat={drawn.chat}
                draft={message}
                onDraft={setMessage}
                turns={turns}
                onTurns={setTurns}
                typed={typed}
                onType={(next) => setTyped(() => next)}
                test={test}
                onRun={(inputs) => start({ inputs: { ...valuesOf(drawn.inputs, typed), ...inputs }, stream: true })}
                onStop={() => tests.stop(flow.path)}
              />
            )}
            {panel === "node" && (
              <NodePanel
                flow={drawn}
                path={flow.path}
                node={drawn.nodes.find((node) => node.name === selected)}
                record={records.get(selected)}
                source={source}
                onSource={onSource}
                onSave={() => void save()}
                onRunFrom={isLine ? (ofLine.data ? runFrom : null) : test?.id && test.state !== "running" ? runFrom : null}
                dirty={dirty}
              />
            )}
            {panel === "files" && <FilesPanel flow={flow} faults={faults} onSave={() => void save()} />}
            {panel === "variants" && (
              <VariantsPanel
                flow={drawn}
                source={source}
                onSource={onSource}
                onRun={(variant) => {
                  change({ panel: "test", variant });
                  void start({ variant });
                }}
                onOpen={(file) => change({ panel: "files", file, at: "" })}
              />
            )}
          </div>
        </section>
      </div>
    </Page>
  );
}
