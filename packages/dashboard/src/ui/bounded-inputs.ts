/**
 * The most characters that a field of one line takes, where its `maxLength` does not say less, and one of several lines. Nothing that people write there is
 * longer, and a browser works for seconds on a line of 5 MB before anybody could refuse it.
 */
const MOST_IN_LINE = 10_000;
const MOST_IN_TEXT = 1_000_000;

type Field = HTMLInputElement | HTMLTextAreaElement;

/**
 * Refuses what would make the text of a field longer than it may be, before it is written: the field keeps what it had, and a message names the limit. It
 * stands in one place for all fields of all pages. By itself a browser would cut the end of the text away without a word.
 */
export function boundInputs(target: EventTarget): void {
  target.addEventListener("beforeinput", (event) => refuseTooLong(event as InputEvent), { capture: true });
}

function refuseTooLong(event: InputEvent): void {
  const field = event.target;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  const added = (event.data ?? event.dataTransfer?.getData("text/plain") ?? "").length;
  // The fields of some types, such as moments, have no selection and take no long text.
  const replaced = (field.selectionEnd ?? 0) - (field.selectionStart ?? 0);
  if (added <= replaced || !tellIfTooLong(field.value.length - replaced + added, mostOf(field))) return;
  event.preventDefault();
}

function mostOf(field: Field): number {
  const most = field instanceof HTMLTextAreaElement ? MOST_IN_TEXT : MOST_IN_LINE;
  return field.maxLength >= 0 ? Math.min(field.maxLength, most) : most;
}

/** Says that a text is too long for its field. Whether it is. */
export function tellIfTooLong(length: number, most: number): boolean {
  if (length <= most) return false;
  // Messages are loaded after the first page.
  void import("@mantine/notifications").then(({ notifications }) => {
    const message = {
      id: "too-long",
      color: "yellow",
      closeButtonProps: { "aria-label": "Close" },
      title: "The text is too long for this field",
      message: `At most ${most.toLocaleString("en")} characters fit, and there would be ${length.toLocaleString("en")}. The field is as it was.`,
    };
    // One message stays one message, and says the newest limit.
    notifications.show(message);
    notifications.update(message);
  });
  return true;
}
