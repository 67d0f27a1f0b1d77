import { Button, MessageBar, MessageBarActions, MessageBarBody } from "@fluentui/react-components";
import { asProblem } from "../api/problem";
import { useSession } from "../session/Session";
import { text } from "../strings";

/** Why something that was asked for was not done, beside the form that asked. What was typed stays; where another key would help, it can be given from here. */
export function Refusal({ error, children }: { error: unknown; children?: string | undefined }) {
  const { askForKey } = useSession();
  if (error === null || error === undefined) {
    return null;
  }
  const problem = asProblem(error);
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>{children ?? problem.message}</MessageBarBody>
      {(problem.needsKey || problem.isForbidden) && (
        <MessageBarActions>
          <Button onClick={askForKey}>{problem.needsKey ? text.faults.signIn : text.shell.otherKey}</Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}
