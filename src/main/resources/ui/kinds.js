/** The two kinds of conversations, with their names in paths and in sentences. */
export const KINDS = {
  threads: {title: 'Threads', name: 'thread', entries: 'messages', entry: 'message', prefix: 'thread_'},
  conversations: {title: 'Conversations', name: 'conversation', entries: 'items', entry: 'item', prefix: 'conv_'},
};
