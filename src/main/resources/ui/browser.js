import {announce, byId, element} from './dom.js';

/** Copies text. Browsers offer the clipboard only over HTTPS and on localhost, so otherwise the old way is used. */
export async function copy(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
  } else {
    const field = element('textarea', {class: 'hidden'}, text);
    byId('conversation').append(field);
    field.select();
    document.execCommand('copy');
    field.remove();
  }
  announce(`Copied ${text}`);
}

/** Saves a file in the browser's download folder. Some browsers read it only after the click has returned. */
export function saveAs(name, blob) {
  const url = URL.createObjectURL(blob);
  element('a', {href: url, download: name}).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
