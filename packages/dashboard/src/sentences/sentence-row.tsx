import type { Json } from "@tempograph/graph";
import type { Piece, Slot } from "@tempograph/sentences";
import { Fragment, memo, type CSSProperties, type ReactElement } from "react";
import { counted } from "../ui/counted.ts";
import { IconAlertTriangle } from "../ui/icons.ts";
import type { SentenceLine } from "./lines-of.ts";
import classes from "./sentences.module.css";
import { SlotButton } from "./slot-button.tsx";

interface Props {
  readonly line: SentenceLine;
  /** How many problems the node of the line has; told at the line that begins with it. */
  readonly problems?: number;
  readonly isSelected?: boolean;
  /** Absent: the sentences are only read. */
  readonly onSet?: ((slot: Slot, value: Json) => void) | undefined;
}

/** A line of the text. */
export const SentenceRow = memo(function SentenceRow({
  line,
  problems = 0,
  isSelected = false,
  onSet,
}: Props): ReactElement {
  const { phrase, depth, endsWithColon } = line;
  return (
    <li
      className={classes["line"]}
      style={{ "--depth": depth } as CSSProperties}
      data-node={phrase.node}
      data-kind={phrase.kind}
      {...(isSelected && { "aria-current": true })}
    >
      <Pieces pieces={phrase.pieces} node={phrase.node} onSet={onSet} />
      {endsWithColon && ":"}
      {problems > 0 && (
        <span className={classes["problem"]}>
          <IconAlertTriangle size={14} aria-hidden /> {counted(problems, "problem")}
        </span>
      )}
    </li>
  );
});

interface PiecesProps extends Pick<Props, "onSet"> {
  readonly pieces: readonly Piece[];
  readonly node: string | undefined;
}

function Pieces({ pieces, node, onSet }: PiecesProps): ReactElement {
  return (
    <>
      {pieces.map((piece, index) => (
        <Fragment key={piece.kind === "slot" ? `${piece.path} ${piece.type}` : index}>
          {isClose(pieces, index) ? "" : " "}
          {piece.kind === "slot" ? (
            <SlotPiece slot={piece} node={node} onSet={onSet} />
          ) : (
            <span className={piece.kind === "name" ? classes["name"] : undefined}>{piece.text}</span>
          )}
        </Fragment>
      ))}
    </>
  );
}

function SlotPiece({ slot, node, onSet }: { readonly slot: Slot } & Omit<PiecesProps, "pieces">): ReactElement {
  const { pieces, text } = slot;
  if (pieces !== undefined) {
    return (
      <>
        <Pieces pieces={pieces} node={node} onSet={onSet} />
        {onSet !== undefined && <SlotButton slot={slot} isWhole node={node} onSet={onSet} />}
      </>
    );
  }
  if (onSet === undefined) return <strong className={classes["seen"]}>{text}</strong>;
  return <SlotButton slot={slot} node={node} onSet={onSet} />;
}

/** No space stands at the inner side of a bracket, nor at the beginning. */
function isClose(pieces: readonly Piece[], index: number): boolean {
  return index === 0 || pieces[index - 1]!.text === "(" || pieces[index]!.text === ")";
}
