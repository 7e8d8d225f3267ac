export const byId = id => document.getElementById(id);

/**
 * Creates an element. A property that is a function becomes an event listener, any other an attribute. Null, undefined
 * and false leave out a property or a child.
 */
export function element(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    setProperty(node, key, value);
  }
  node.append(...children.flat().filter(child => child != null && child !== false));
  return node;
}

function setProperty(node, key, value) {
  if (typeof value === 'function') {
    node.addEventListener(key, value);
  } else if (value != null && value !== false) {
    node.setAttribute(key, value === true ? '' : value);
  }
}

export const button = (label, click, properties = {}) =>
  element('button', {type: 'button', click, ...properties}, label);

/** Tells screen readers what has changed. */
export function announce(text) {
  byId('status').textContent = text;
}
