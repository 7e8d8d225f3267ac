/** API keys, projects, and the checks that a request must pass before it reaches a controller. */
@NullMarked
package dev.bobbin.security;

import org.jspecify.annotations.NullMarked;
