import { useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";
import { draftOf, draftsAside, firstDraft, isShared, keepAside, keptDraft, type Draft } from "./draft";

/** The draft on the screen: the own one, or what came with a link. That takes the place of nothing before it is changed, and the two can be exchanged then. */
export function useDraft() {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft | null>(() => (isShared(hash) ? null : (keptDraft() ?? firstDraft())));
  const [shared, setShared] = useState<{ draft: Draft; own: Draft } | null>(null);
  const [aside, setAside] = useState(draftsAside);
  const [unread, setUnread] = useState(false);

  useEffect(() => {
    if (!isShared(hash)) {
      return;
    }
    void draftOf(hash).then((came) => {
      const own = keptDraft();
      setShared(came && own ? { draft: came, own } : null);
      setUnread(!came);
      setDraft(came ?? own ?? firstDraft());
      void navigate("/playground", { replace: true });
    });
  }, [hash, navigate]);

  function putAside(drafts: readonly Draft[]) {
    keepAside(drafts);
    setAside([...drafts]);
  }

  function change(next: Draft) {
    if (shared) {
      putAside([...aside, shared.own]);
      setShared(null);
    }
    setDraft(next);
  }

  function restore() {
    const own = shared?.own ?? aside.at(-1);
    if (own) {
      setDraft(own);
      setShared(null);
      // What was made of a shared draft is somebody's work too.
      putAside(shared ? aside : [...aside.slice(0, -1), ...(draft ? [draft] : [])]);
    }
  }

  return {
    draft,
    change,
    /** Whether it is what came with a link, as it came. */
    isShared: shared !== null && shared.draft === draft,
    hasOwn: shared !== null || aside.length > 0,
    restore,
    forgetOwn: () => putAside(aside.slice(0, -1)),
    unread,
  };
}
