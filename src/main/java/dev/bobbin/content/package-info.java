/** What a message says: its parts and its attachments. */
@NullMarked
package dev.bobbin.content;

import org.jspecify.annotations.NullMarked;
