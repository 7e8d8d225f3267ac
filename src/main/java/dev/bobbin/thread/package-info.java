/** Threads and their messages: controllers, services, repositories, entities and API objects. */
@NullMarked
package dev.bobbin.thread;

import org.jspecify.annotations.NullMarked;
