import { Button, Menu, MenuDivider, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { Add20Regular, ArrowDownload20Regular, ChevronDown20Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { useNavigate } from "react-router";
import { download } from "../../api/download";
import { asProblem } from "../../api/problem";
import type { Schemas } from "../../api/client";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import { AddRow } from "./AddRow";
import { ChangeDataset } from "./ChangeDataset";
import { reference, type Version } from "./dataset";
import { Dedupe } from "./Dedupe";
import { DeleteDataset } from "./DeleteDataset";
import { Sample } from "./Sample";
import { Split } from "./Split";
import { Validate } from "./Validate";

const words = text.datasets.acts;
const formats = ["jsonl", "json", "csv", "tsv"] as const;

type Doing = "row" | "split" | "sample" | "dedupe" | "validate" | "change" | "deleteVersion" | "deleteAll" | null;

/** What can be done with a version. */
export function Actions({ detail, version }: { detail: Schemas["DatasetDetailView"]; version: Version | undefined }) {
  const { dataset } = detail;
  const [doing, setDoing] = useState<Doing>(null);
  const navigate = useNavigate();
  const notices = useNotices();
  const close = () => setDoing(null);

  async function fetched(format: string) {
    if (version) {
      try {
        await download(`/api/v1/datasets/${dataset.name}/export?version=${version.version}&format=${format}`, `${dataset.name}-${version.version}.${format}`);
      } catch (error) {
        notices.failed(asProblem(error).message);
      }
    }
  }

  return (
    <>
      {version && (
        <>
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <Button icon={<ArrowDownload20Regular />}>{words.download}</Button>
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                {formats.map((format) => (
                  <MenuItem key={format} onClick={() => void fetched(format)}>
                    {text.datasets.formats[format]}
                  </MenuItem>
                ))}
              </MenuList>
            </MenuPopover>
          </Menu>
          <Button onClick={() => setDoing("row")}>{words.addRow}</Button>
        </>
      )}
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<ChevronDown20Regular />} iconPosition="after">
            {words.more}
          </Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            {version && (
              <>
                <MenuItem onClick={() => setDoing("split")}>{words.split} …</MenuItem>
                <MenuItem onClick={() => setDoing("sample")}>{words.sample} …</MenuItem>
                <MenuItem onClick={() => setDoing("dedupe")}>{words.dedupe} …</MenuItem>
                <MenuItem onClick={() => setDoing("validate")}>{words.validate} …</MenuItem>
                <MenuItem onClick={() => void navigate(`/calibrations/new?dataset=${encodeURIComponent(reference(dataset.name, version.version))}`)}>{words.calibrate}</MenuItem>
                <MenuDivider />
                <MenuItem onClick={() => setDoing("deleteVersion")}>{words.deleteVersion(version.version)} …</MenuItem>
              </>
            )}
            <MenuItem onClick={() => setDoing("change")}>{words.change} …</MenuItem>
            <MenuItem onClick={() => setDoing("deleteAll")}>{words.deleteAll} …</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      <Button appearance="primary" icon={<Add20Regular />} onClick={() => void navigate(`/datasets/${dataset.name}/add`)}>
        {words.addVersion}
      </Button>
      {doing === "change" && <ChangeDataset detail={detail} onClose={close} />}
      {version && doing === "row" && <AddRow dataset={dataset} onClose={close} />}
      {version && doing === "split" && <Split name={dataset.name} version={version} onClose={close} />}
      {version && doing === "sample" && <Sample name={dataset.name} version={version} onClose={close} />}
      {version && doing === "dedupe" && <Dedupe name={dataset.name} version={version} onClose={close} />}
      {version && doing === "validate" && <Validate detail={detail} version={version} onClose={close} />}
      {(doing === "deleteAll" || (version && doing === "deleteVersion")) && <DeleteDataset detail={detail} version={doing === "deleteAll" ? undefined : version} onClose={close} />}
    </>
  );
}
