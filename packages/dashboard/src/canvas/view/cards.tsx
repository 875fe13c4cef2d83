import { Handle, type NodeProps, NodeResizeControl, Position, ResizeControlVariant } from "@xyflow/react";
import { memo, type ReactElement } from "react";
import { IconAlertTriangle, IconBolt } from "@tabler/icons-react";
import { counted } from "../../ui/counted.ts";
import type { Size } from "../edit/place.ts";
import classes from "./canvas.module.css";
import type { Decoration, ProblemCount } from "./decoration.ts";
import type { StepNode, TriggerNode } from "./flow-elements.ts";
import { NodeIcon } from "./node-icon.tsx";
import { Ports } from "./ports.tsx";

/** The card of a step. */
export const StepCard = memo(function StepCard({ data, isConnectable }: NodeProps<StepNode>): ReactElement {
  const { node, title, summary, decoration, problems } = data;
  return (
    <div
      className={classes["card"]}
      data-tone={decoration?.tone}
      data-faint={decoration?.isFaint}
      data-bad={(problems?.errors ?? 0) > 0 || undefined}
    >
      <span className={classes["icon"]}>
        <NodeIcon type={node.type} />
      </span>
      <span className={classes["words"]}>
        <span className={classes["title"]}>{title}</span>
        <span className={classes["summary"]}>{summary === "" ? node.id : summary}</span>
      </span>
      <Marks decoration={decoration} problems={problems} />
      <Ports view={data} isConnectable={isConnectable} />
    </div>
  );
});

/** A container: a frame around its members, with its title on top. */
export const FrameCard = memo(function FrameCard(props: NodeProps<StepNode>): ReactElement {
  const { data, isConnectable, selected, draggable } = props;
  const { node, title, summary, decoration, problems } = data;
  return (
    <div
      className={classes["frame"]}
      data-tone={decoration?.tone}
      data-faint={decoration?.isFaint}
      data-bad={(problems?.errors ?? 0) > 0 || undefined}
    >
      <div className={classes["frameTitle"]}>
        <NodeIcon type={node.type} size={16} />
        <span className={classes["title"]}>{title}</span>
        <span className={classes["summary"]}>{summary === "" ? node.id : summary}</span>
      </div>
      <Marks decoration={decoration} problems={problems} />
      {selected && draggable && data.least !== undefined && <ResizeControls least={data.least} />}
      {data.ports.length > 0 && <Ports view={data} isConnectable={isConnectable} />}
    </div>
  );
});

/** To the left and upwards a container grows by itself, with a member that is put there: so its members keep their places. */
function ResizeControls({ least }: { readonly least: Size }): ReactElement {
  const limits = { minWidth: least.width, minHeight: least.height };
  return (
    <>
      <NodeResizeControl
        {...limits}
        variant={ResizeControlVariant.Line}
        position="right"
        className={classes["border"]}
      />
      <NodeResizeControl
        {...limits}
        variant={ResizeControlVariant.Line}
        position="bottom"
        className={classes["border"]}
      />
      <NodeResizeControl {...limits} position="bottom-right" className={classes["corner"]} />
    </>
  );
}

/** What starts the workflow: always the first card. */
export const TriggerCard = memo(function TriggerCard({ data }: NodeProps<TriggerNode>): ReactElement {
  const shown = data.sentences.slice(0, 5);
  return (
    <div className={`${classes["card"]} ${classes["triggers"]}`}>
      <span className={classes["icon"]}>
        <IconBolt size={18} stroke={1.6} aria-hidden />
      </span>
      <span className={classes["words"]}>
        {shown.map((sentence, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two triggers may say the same
          <span key={index} className={classes["sentence"]} title={sentence}>
            {sentence}
          </span>
        ))}
      </span>
      <Handle type="source" id="out" position={Position.Right} isConnectable={false} />
    </div>
  );
});

function Marks({
  decoration,
  problems,
}: {
  readonly decoration: Decoration | undefined;
  readonly problems: ProblemCount | undefined;
}): ReactElement | null {
  const { errors = 0, warnings = 0 } = problems ?? {};
  if (decoration?.text === undefined && errors + warnings === 0) return null;
  return (
    <span className={classes["marks"]}>
      {errors + warnings > 0 && (
        <span
          className={classes["mark"]}
          data-tone={errors > 0 ? "bad" : "waiting"}
          title={`${counted(errors, "error")}, ${counted(warnings, "warning")}`}
        >
          <IconAlertTriangle size={12} aria-hidden /> {errors > 0 ? errors : warnings}
        </span>
      )}
      {decoration?.text !== undefined && (
        <span className={classes["mark"]} data-tone={decoration.tone}>
          {decoration.text}
          {decoration.detail !== undefined && ` · ${decoration.detail}`}
        </span>
      )}
    </span>
  );
}
