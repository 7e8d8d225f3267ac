/** Request bodies: strict readers for what clients send. Nothing here knows Spring or the database. */
@NullMarked
package dev.bobbin.thread.request;

import org.jspecify.annotations.NullMarked;
