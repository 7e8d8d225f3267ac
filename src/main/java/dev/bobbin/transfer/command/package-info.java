/** The commands {@code export} and {@code import}, which call a running server. */
@NullMarked
package dev.bobbin.transfer.command;

import org.jspecify.annotations.NullMarked;
