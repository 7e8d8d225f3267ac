/**
 * The engine of export and import, as JSON Lines. It transfers owners with their entries, and knows neither threads nor
 * conversations: {@link dev.bobbin.transfer.TransferKind} describes each kind to it.
 */
@NullMarked
package dev.bobbin.transfer;

import org.jspecify.annotations.NullMarked;
