/** API keys and their projects, and the checks that a request passes before it reaches a controller. */
@NullMarked
package dev.bobbin.security;

import org.jspecify.annotations.NullMarked;
