export type {
  Name,
  Phrase,
  PhraseKind,
  Piece,
  Sentences,
  SentenceSource,
  Slot,
  SlotType,
  Words,
} from "./model/sentences.ts";
