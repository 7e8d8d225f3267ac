/** Conversations and their items: controllers, services, repositories, entities and API objects. */
@NullMarked
package dev.bobbin.conversation;

import org.jspecify.annotations.NullMarked;
