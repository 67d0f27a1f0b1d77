import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Textarea } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSession } from "../../session/Session";
import { holdAsking, takeKey } from "../../session/key";
import { CopyButton } from "../../parts/CopyButton";
import { text } from "../../strings";
import type { Key } from "./Keys";

const words = text.keys;

/** The text of a key, the only time it is seen; leaving it takes a click, not a slip. */
export function SecretOnce({ issued, onClose }: { issued: Key; onClose: () => void }) {
  const { hasKey } = useSession();
  const queries = useQueryClient();
  const secret = issued.key ?? "";

  // The first key shuts out the page itself: it may ask for one when this has been read.
  useEffect(holdAsking, []);
  return (
    <Dialog open modalType="alert">
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.secretTitle(issued.name)}</DialogTitle>
          <DialogContent>
            <p style={{ marginBottom: 12 }}>{words.secretOnce}</p>
            <Field label={words.secret}>
              <Textarea readOnly value={secret} resize="none" textarea={{ style: { fontFamily: "var(--fontFamilyMonospace)" } }} onFocus={(event) => event.target.select()} />
            </Field>
          </DialogContent>
          <DialogActions fluid>
            <CopyButton value={() => secret} label={words.copySecret} />
            {!hasKey && issued.endpoints.includes("admin") && (
              <Button
                onClick={() => {
                  takeKey(secret);
                  void queries.invalidateQueries();
                  onClose();
                }}
              >
                {words.signInWith}
              </Button>
            )}
            <Button appearance="primary" onClick={onClose}>
              {words.secretKept}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
