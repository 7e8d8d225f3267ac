/** Start-up and command line: checks of settings, ahead-of-time beans, the ready message and the commands. */
@NullMarked
package dev.bobbin.startup;

import org.jspecify.annotations.NullMarked;
