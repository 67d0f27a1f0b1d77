export interface Message {
  role: string;
  content: unknown;
}

/** A call that a node made: of a model with its messages, or of a function that was traced. */
export interface ModelCall {
  id: string;
  name: string;
  model: string | null;
  messages: readonly Message[];
  answer: Message | null;
  parameters: Record<string, unknown> | null;
  inputs: unknown;
  output: unknown;
  seconds: number | null;
  tokens: number | null;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);

const messageOf = (value: unknown): Message => {
  const { role, content, tool_calls: tools, name } = fieldsOf(value);
  return { role: [role, name].filter((part) => typeof part === "string").join(" "), content: content ?? tools ?? "" };
};

// A whole answer has a message; a stream is a list of pieces.
function answerOf(output: unknown): Message | null {
  if (Array.isArray(output)) {
    const pieces = output.map((chunk) => fieldsOf(fieldsOf(listOf(fieldsOf(chunk)["choices"])[0])["delta"])["content"]).filter((piece) => typeof piece === "string");
    return pieces.length === 0 ? null : { role: "assistant", content: pieces.join("") };
  }
  const choice = fieldsOf(listOf(fieldsOf(output)["choices"])[0]);
  return choice["message"] !== undefined ? messageOf(choice["message"]) : typeof choice["text"] === "string" ? { role: "assistant", content: choice["text"] } : null;
}

/** The calls of a node's record, those inside others too. */
export function callsOf(calls: unknown): ModelCall[] {
  return listOf(calls).flatMap((value, at) => {
    const call = fieldsOf(value);
    const inputs = fieldsOf(call["inputs"]);
    const metrics = fieldsOf(call["system_metrics"]);
    const { messages, prompt, model, ...parameters } = inputs;
    const sent = Array.isArray(messages) ? messages.map(messageOf) : typeof prompt === "string" && call["type"] === "LLM" ? [{ role: "user", content: prompt }] : [];
    return [
      {
        id: typeof call["id"] === "string" ? call["id"] : String(at),
        name: typeof call["name"] === "string" ? call["name"] : "",
        model: typeof model === "string" ? model : null,
        messages: sent,
        answer: answerOf(call["output"]),
        parameters: Object.keys(parameters).length > 0 ? parameters : null,
        inputs: call["inputs"],
        output: call["output"],
        seconds: numberOf(metrics["duration"]),
        tokens: numberOf(metrics["total_tokens"]),
      },
      ...callsOf(call["children"]),
    ];
  });
}
