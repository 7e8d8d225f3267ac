const INVISIBLE = /[\u200b\u2060-\u2064\ufeff\u202a-\u202e\u2066-\u2069]/g;
const DATE = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});

/**
 * Makes characters visible that hide text or change its direction, as in "[U+202E]". Otherwise a message could look
 * different from what a program reads.
 */
export function visible(text) {
  return String(text).replace(INVISIBLE, character =>
    `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}]`);
}

/** A pair of metadata, as the field for finding takes it. */
export const pairText = pair => visible(pair.join('='));

/** Indents JSON. Text that is no JSON stays as it is, and so do numbers that JavaScript would round. */
export function indented(json) {
  if (/\d{16}/.test(json)) {
    return json;
  }
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

/** Formats a time in seconds, as the API sends it, in the reader's time zone. */
export const formatTime = seconds => DATE.format(new Date(seconds * 1000));

export const isoTime = seconds => new Date(seconds * 1000).toISOString();

/** The approximate size of Base64 data, such as "34 KB". */
export const base64Size = data => `${Math.ceil(data.length * 3 / 4 / 1024).toLocaleString()} KB`;
