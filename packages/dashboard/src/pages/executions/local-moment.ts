const two = (number: number): string => String(number).padStart(2, "0");

/** A moment in the viewer's zone, as the browser's field for moments has it: `2026-11-22T10:30`. Empty if there is none. */
export function localMoment(moment: string | undefined): string {
  if (moment === undefined) return "";
  const at = new Date(moment);
  const day = `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
