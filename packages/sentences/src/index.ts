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
export { sentencesOf } from "./model/sentences-of.ts";
export { changedWords, type ChangedWord } from "./model/changed-words.ts";
export { conditionText } from "./model/condition-text.ts";
export { compareSentences, type ComparedLine } from "./model/compare-sentences.ts";
export { shortPhrase } from "./model/short-phrase.ts";
export { lineOf, textOf } from "./model/text-of.ts";
export { setSlot } from "./edit/set-slot.ts";
export { parseSentences, type ParsedSentences } from "./read/parse-sentences.ts";
export type { TextProblem } from "./read/read-text.ts";
export { keepLayout } from "./edit/keep-layout.ts";
export { placeOf } from "./read/place-of.ts";
export { completeSentence, type Completion, type Completions, type Vocabulary } from "./complete/complete-sentence.ts";
