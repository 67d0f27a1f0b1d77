import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { jinja } from "@codemirror/lang-jinja";
import { markdown } from "@codemirror/lang-markdown";
import { python } from "@codemirror/lang-python";
import { yaml, yamlFrontmatter } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, Transaction, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import type { Fault } from "../queries";
import { schemaCompletions } from "./schemaCompletions";
import styles from "./CodeEditor.module.css";

interface Props {
  label: string;
  /** Its ending says what it is written in. */
  path: string;
  value: string;
  onChange: (value: string) => void;
  onSave?: () => void;
  faults?: readonly Fault[];
  /** The JSON Schema of a YAML file: keys and values are offered from it. */
  schema?: unknown;
  /** Where to look; changing it goes there. */
  line?: number | null;
  /** How high at the most; the place's height where absent. */
  most?: string;
}

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName), tags.tagName], color: "var(--colorBrandForegroundLink)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--colorPaletteGreenForeground1)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--colorPaletteBerryForeground1)" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.controlKeyword], color: "var(--colorPaletteBerryForeground1)", fontWeight: "600" },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: "var(--colorNeutralForeground3)", fontStyle: "italic" },
  { tag: [tags.variableName, tags.function(tags.variableName)], color: "var(--colorNeutralForeground1)" },
  { tag: [tags.heading], fontWeight: "600" },
]);

const looks = EditorView.theme({
  "&": { height: "100%", backgroundColor: "var(--colorNeutralBackground1)", color: "var(--colorNeutralForeground1)", fontSize: "13px" },
  "&.cm-focused": { outline: "2px solid var(--colorStrokeFocus2)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--fontFamilyMonospace)", lineHeight: "1.55" },
  ".cm-content": { caretColor: "var(--colorNeutralForeground1)" },
  ".cm-cursor": { borderLeftColor: "var(--colorNeutralForeground1)" },
  ".cm-gutters": { backgroundColor: "var(--colorNeutralBackground2)", color: "var(--colorNeutralForeground3)", borderRight: "1px solid var(--colorNeutralStroke2)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--colorSubtleBackgroundHover)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "var(--colorBrandBackground2Pressed)" },
  ".cm-tooltip, .cm-panels": { backgroundColor: "var(--colorNeutralBackground1)", color: "var(--colorNeutralForeground1)", border: "1px solid var(--colorNeutralStroke1)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--colorBrandBackground)", color: "var(--colorNeutralForegroundOnBrand)" },
  ".cm-panels input, .cm-panels button": { color: "inherit", background: "var(--colorNeutralBackground2)" },
});

function languageOf(path: string): Extension {
  if (/\.ya?ml$/.test(path)) {
    return yaml();
  }
  if (path.endsWith(".prompty")) {
    return yamlFrontmatter({ content: markdown() });
  }
  return /\.(jinja2?|j2)$/.test(path) ? jinja() : path.endsWith(".py") ? python() : path.endsWith(".md") ? markdown() : [];
}

const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce;

/** Text with line numbers, colours, search and undo; Tab leaves it, as it leaves any field. */
export default function CodeEditor({ label, path, value, onChange, onSave, faults = [], schema, line, most }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const told = useRef({ onChange, onSave });
  const offered = useRef(new Compartment());

  useEffect(() => {
    told.current = { onChange, onSave };
  });

  useEffect(() => {
    const parent = place.current;
    if (!parent) {
      return;
    }
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: value,
        extensions: [
          nonce ? EditorView.cspNonce.of(nonce) : [],
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          closeBrackets(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          highlightSelectionMatches(),
          EditorView.lineWrapping,
          offered.current.of([]),
          languageOf(path),
          syntaxHighlighting(colours),
          looks,
          EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
          keymap.of([
            { key: "Mod-s", preventDefault: true, run: () => (told.current.onSave?.(), true) },
            ...closeBracketsKeymap,
            ...completionKeymap,
            ...searchKeymap,
            ...historyKeymap,
            ...defaultKeymap,
          ]),
          EditorView.domEventHandlers({ beforeinput: typedOver }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !update.transactions.some((t) => t.isUserEvent("outside"))) {
              told.current.onChange(update.state.doc.toString());
            }
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      made.destroy();
      view.current = null;
    };
    // A new file is a new editor; a new text of the same file is taken over below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [path, label]);

  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value) {
      editor.dispatch({ changes: changeOf(editor.state.doc.toString(), value), userEvent: "outside", annotations: Transaction.addToHistory.of(false) });
    }
  }, [value, path]);

  useEffect(() => {
    view.current?.dispatch({ effects: offered.current.reconfigure(autocompletion(schema === undefined ? {} : { override: [schemaCompletions(schema)] })) });
  }, [schema, path]);

  useEffect(() => {
    const editor = view.current;
    if (editor) {
      editor.dispatch(setDiagnostics(editor.state, faults.map((fault) => diagnosticOf(editor, fault))));
    }
  }, [faults, value, path]);

  useEffect(() => {
    const editor = view.current;
    if (editor && line && line <= editor.state.doc.lines) {
      const at = editor.state.doc.line(line).from;
      editor.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      editor.focus();
    }
  }, [line, path]);

  return <div ref={place} className={styles.editor} style={most ? { maxHeight: most } : { height: "100%" }} />;
}

// Left to itself the browser keeps the looks of what is typed over in styles of its own, which the page's policy refuses.
function typedOver(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const typed = event.data;
  if (event.inputType !== "insertText" || typed === null || empty || event.isComposing) {
    return false;
  }
  event.preventDefault();
  const replace = () => view.state.update(view.state.replaceSelection(typed), { userEvent: "input.type", scrollIntoView: true });
  if (!view.state.facet(EditorView.inputHandler).some((handles) => handles(view, from, to, typed, replace))) {
    view.dispatch(replace());
  }
  return true;
}

function diagnosticOf(editor: EditorView, { line, message, severity }: Fault): Diagnostic {
  const at = editor.state.doc.line(Math.min(Math.max(line ?? 1, 1), editor.state.doc.lines));
  const indent = at.text.length - at.text.trimStart().length;
  return { from: at.from + indent, to: at.to, severity: severity === "error" ? "error" : "warning", message };
}

/** What lies between the same beginning and the same end: the cursor and the scrolling stay where they are. */
function changeOf(before: string, after: string) {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end++;
  }
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}
