import {KINDS} from './kinds.js';

/**
 * Reads the place that the hash of the URL names: "#/threads/thread_1/msg_1?user=anna" is a message, beside a list of
 * threads with this metadata.
 */
export function currentRoute() {
  const [path, query = ''] = location.hash.slice(1).split('?');
  const [kind, id = null, entryId = null] = path.split('/').slice(1).map(decoded);
  return {
    kind: Object.hasOwn(KINDS, kind ?? '') ? kind : 'threads',
    id: id || null,
    entryId: entryId || null,
    filters: [...new URLSearchParams(query)],
  };
}

/** The hash of a place. */
export function hashOf({kind, id = null, entryId = null, filters = []}) {
  const path = [kind, id, entryId].filter(segment => segment !== null).map(encodeURIComponent).join('/');
  return `#/${path}${filters.length > 0 ? `?${new URLSearchParams(filters)}` : ''}`;
}

export function navigate(route) {
  location.hash = hashOf(route);
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
