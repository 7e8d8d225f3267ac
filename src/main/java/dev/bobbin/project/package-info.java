/** Whose request this is: API keys and the projects they open. */
@NullMarked
package dev.bobbin.project;

import org.jspecify.annotations.NullMarked;
