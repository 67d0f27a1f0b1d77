import { FormDialog } from "../parts/FormDialog";
import { text } from "../strings";
import { useSession } from "./Session";

/** Asks before what was typed goes with the key. */
export default function SignOut({ onClose }: { onClose: () => void }) {
  const { signOut } = useSession();
  return (
    <FormDialog
      title={text.signIn.outTitle}
      submit={text.shell.signOut}
      danger
      onSubmit={() => {
        signOut();
        return Promise.resolve();
      }}
      onDone={onClose}
      onClose={onClose}
    >
      <p>{text.signIn.outWhy}</p>
    </FormDialog>
  );
}
