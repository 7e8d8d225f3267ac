/**
 * Request bodies of the Conversations API: each record checks what a client sends, and represents it. A new item holds
 * its stored JSON, which is the text that the API returns. {@link dev.bobbin.conversation.request.ItemType} lists all
 * types of items. This package depends on neither Spring nor the database.
 */
@NullMarked
package dev.bobbin.conversation.request;

import org.jspecify.annotations.NullMarked;
