import { Badge } from "@fluentui/react-components";
import { Checkmark12Regular, QuestionCircle12Regular } from "@fluentui/react-icons";
import { text } from "../../strings";
import type { Evaluator } from "./evaluator";

/** Whether a judge was held against people: a word and a sign, with all of it when pointed at. */
export function CalibrationMark({ evaluator }: { evaluator: Evaluator }) {
  const { calibration } = evaluator;
  return calibration === null ? (
    <span>{text.evaluators.notNeeded}</span>
  ) : (
    <Badge appearance="tint" color={calibration.is_calibrated ? "success" : "warning"} icon={calibration.is_calibrated ? <Checkmark12Regular /> : <QuestionCircle12Regular />} title={calibration.label}>
      {calibration.is_calibrated ? text.evaluators.calibrated : text.evaluators.uncalibrated}
    </Badge>
  );
}
