import {Marked} from './lib/marked/marked.esm.js';
import DOMPurify from './lib/dompurify/purify.es.mjs';
import {element} from './dom.js';
import {visible} from './text.js';

/** Longer texts are shown as they are: some Markdown takes the parser quadratic time. */
const MAX_LENGTH = 100_000;

const RULES = {
  ALLOWED_TAGS: [
    'a', 'blockquote', 'br', 'code', 'del', 'em', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre', 'strong', 'table',
    'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ],
  ALLOWED_ATTR: ['align', 'href', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
};

const escaped = text => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);

/** HTML appears as text, and an image as a link, so that showing a message sends no request. */
const renderer = {
  html: ({text}) => escaped(text),
  image: ({href, text}) => `<a href="${escaped(href)}">Image: ${escaped(text || href)}</a>`,
  checkbox: ({checked}) => checked ? '☑ ' : '☐ ',
  heading({tokens, depth}) {
    const level = Math.min(depth + 3, 6); // The page itself has three levels.
    return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
  },
};

const marked = new Marked({gfm: true, breaks: true, renderer});

DOMPurify.addHook('afterSanitizeAttributes', node => {
  if (node.nodeName === 'A' && node.hasAttribute('href')) {
    node.setAttribute('target', '_blank');
    node.setAttribute('rel', 'noopener noreferrer');
    node.setAttribute('title', node.getAttribute('href'));
  }
});

/** Renders the text of a message, which may be hostile. */
export function renderMarkdown(text) {
  return element('div', {class: 'text', dir: 'auto'}, text.length > MAX_LENGTH ? plain(text) : parsed(visible(text)));
}

function parsed(text) {
  try {
    return DOMPurify.sanitize(marked.parse(text), RULES);
  } catch {
    return plain(text); // For example, quotations that are nested too deeply.
  }
}

export const plain = text => element('pre', {class: 'plain', dir: 'auto'}, visible(text));
