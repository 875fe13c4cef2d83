import type { Connection } from "../edit/connect.ts";
import type { Place, Size } from "../edit/place.ts";

/** What a person does on the canvas. Without them it is only looked at. */
export interface CanvasEdits {
  /** Nodes were put elsewhere, relative to the node around each; `over` is the frame under the pointer that let them go. */
  readonly onMove: (places: ReadonlyMap<string, Place>, over: Drop | undefined) => void;
  /** A container was made larger or smaller. */
  readonly onResize: (id: string, size: Size) => void;
  readonly onConnect: (connection: Connection) => void;
  readonly onReconnect: (edgeId: string, connection: Connection) => void;
  readonly canConnect: (connection: Connection) => boolean;
  /** The button on an edge. */
  readonly onInsert: (edgeId: string) => void;
  /** An edge was let go where nothing is. */
  readonly onLetGo: (from: Pick<Connection, "source" | "port">, at: Place) => void;
  /** A double click on the empty canvas. */
  readonly onAddAt: (at: Place) => void;
}

export interface Drop {
  readonly frame: string | undefined;
}
