import { Button, Field, Input, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, Textarea } from "@fluentui/react-components";
import { Delete20Regular, Dismiss20Regular, Image20Regular, Save20Regular } from "@fluentui/react-icons";
import { useRef, type ClipboardEvent } from "react";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import type { Prompt } from "./draft";
import styles from "./Playground.module.css";

const words = text.playground;
const largest = 8 * 1024 * 1024;

const dataOf = (file: File) =>
  new Promise<string>((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result as string);
    reader.onerror = () => failed(reader.error ?? new Error(file.name));
    reader.readAsDataURL(file);
  });

interface Props {
  prompt: Prompt;
  onChange: (prompt: Prompt) => void;
  /** Told a while after they were chosen: somebody may have typed on meanwhile. */
  onPictures: (pictures: readonly string[]) => void;
  onRemove?: () => void;
  /** Left out for those who may not write into the workspace. */
  onSave?: (what: "prompt" | "variant") => void;
}

/** One prompt: its system and user messages, and pictures. */
export function PromptCard({ prompt, onChange, onPictures, onRemove, onSave }: Props) {
  const picker = useRef<HTMLInputElement>(null);
  const notices = useNotices();

  async function add(files: readonly File[]) {
    const pictures = files.filter((file) => file.type.startsWith("image/"));
    const fit = pictures.filter((file) => file.size <= largest);
    if (fit.length < pictures.length) {
      notices.failed(words.imageTooLarge);
    }
    if (fit.length > 0) {
      onPictures(await Promise.all(fit.map(dataOf)));
    }
  }

  function pasted(event: ClipboardEvent) {
    if ([...event.clipboardData.files].some((file) => file.type.startsWith("image/"))) {
      event.preventDefault();
      void add([...event.clipboardData.files]);
    }
  }

  return (
    <section className={styles.prompt} aria-label={words.promptOf(prompt.name)}>
      <div className={styles.promptHead}>
        <Field label={words.name} className={styles.promptName ?? ""}>
          <Input value={prompt.name} onChange={(_, data) => onChange({ ...prompt, name: data.value })} />
        </Field>
        <Button icon={<Image20Regular />} onClick={() => picker.current?.click()}>
          {words.addImage}
        </Button>
        {onSave && (
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <Button icon={<Save20Regular />} aria-label={text.saving.saveOf(prompt.name)}>
                {text.saving.save}
              </Button>
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                <MenuItem onClick={() => onSave("prompt")}>{text.saving.asPrompt}</MenuItem>
                <MenuItem onClick={() => onSave("variant")}>{text.saving.asVariant}</MenuItem>
              </MenuList>
            </MenuPopover>
          </Menu>
        )}
        {onRemove && <Button appearance="subtle" icon={<Delete20Regular />} aria-label={words.removePrompt(prompt.name)} onClick={onRemove} />}
        <input ref={picker} type="file" accept="image/*" multiple hidden onChange={(event) => {
            void add([...(event.target.files ?? [])]);
            // Else the same file could not be chosen again.
            event.target.value = "";
          }} />
      </div>
      <Field label={words.system}>
        <Textarea resize="vertical" rows={3} value={prompt.system} onChange={(_, data) => onChange({ ...prompt, system: data.value })} />
      </Field>
      <Field label={words.user} hint={words.userHint}>
        <Textarea resize="vertical" rows={3} value={prompt.user} onChange={(_, data) => onChange({ ...prompt, user: data.value })} onPaste={pasted} />
      </Field>
      {prompt.images.length > 0 && (
        <ul className={styles.images} aria-label={words.images}>
          {prompt.images.map((image, at) => (
            <li key={`${at} ${image.length}`}>
              <img src={image} alt={words.image(at + 1)} />
              <Button size="small" appearance="secondary" icon={<Dismiss20Regular />} aria-label={words.removeImage(at + 1)} onClick={() => onChange({ ...prompt, images: prompt.images.filter((_, n) => n !== at) })} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
