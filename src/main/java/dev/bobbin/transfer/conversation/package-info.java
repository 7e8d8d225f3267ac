/** Export and import of conversations and their items. */
@NullMarked
package dev.bobbin.transfer.conversation;

import org.jspecify.annotations.NullMarked;
