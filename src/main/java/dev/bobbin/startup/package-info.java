/** Start-up and command line: checks of the settings, ahead-of-time beans, the ready message, the commands. */
@NullMarked
package dev.bobbin.startup;

import org.jspecify.annotations.NullMarked;
