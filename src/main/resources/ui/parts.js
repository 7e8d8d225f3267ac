import {button, element} from './dom.js';
import {fold, folded} from './fold.js';
import {plain, renderMarkdown} from './markdown.js';
import {base64Size, visible} from './text.js';

const DATA_IMAGE = /^data:image\/(?:png|jpeg|gif|webp);base64,/;

/** Renders one part of the content of a message or of a function's output. */
export function renderPart(part) {
  try {
    return Object.hasOwn(PARTS, part.type) ? PARTS[part.type](part) : jsonPart(part);
  } catch {
    return jsonPart(part); // Its members have another form.
  }
}

export const markdown = text => folded(text, renderMarkdown);

export const json = value => folded(JSON.stringify(value, null, 2), plain);

const PARTS = {
  text: part => markdown(typeof part.text === 'string' ? part.text : part.text.value),
  input_text: part => markdown(part.text),
  output_text: part => markdown(part.text),
  summary_text: part => markdown(part.text),
  reasoning_text: part => markdown(part.text),
  refusal: part => element('div', {class: 'refusal'}, element('strong', {}, 'Refusal'), markdown(part.refusal)),
  image_url: part => image(part.image_url.url),
  image_file: part => file('Image file', part.image_file.file_id),
  input_image: part => part.image_url ? image(part.image_url) : file('Image file', part.file_id),
  input_file: part => inputFile(part),
};

const jsonPart = part => fold(visible(part?.type ?? 'Part'), () => json(part));

/** The page never loads an image of another server. A click on the link opens it in a new tab. */
function image(url) {
  if (DATA_IMAGE.test(url)) {
    return dataImage(url);
  }
  return element('p', {class: 'file'}, 'Image: ', link(url));
}

function dataImage(url) {
  const show = button(`Show image (${base64Size(url)})`, () =>
    show.replaceWith(element('img', {class: 'image', src: url, alt: 'Image of the message'})));
  return element('p', {class: 'file'}, show);
}

function link(url) {
  if (!/^https?:/i.test(url)) {
    return element('code', {}, visible(url));
  }
  return element('a', {href: url, target: '_blank', rel: 'noopener noreferrer'}, visible(url));
}

export const file = (label, id, note) =>
  element('p', {class: 'file'}, `${label} `, element('code', {}, visible(id ?? 'without an id')), note && ` ${note}`);

function inputFile(part) {
  const name = [part.filename, part.file_id].filter(Boolean).join(' · ');
  if (part.file_url) {
    return element('p', {class: 'file'}, 'File ', visible(name), ' ', link(part.file_url));
  }
  return file('File', name || null, part.file_data && `(${base64Size(part.file_data)})`);
}
