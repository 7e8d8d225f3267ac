/**
 * What every endpoint shares. This package holds the basics; its sub-packages read and write JSON, page through lists,
 * report errors, limit requests and filter them.
 */
@NullMarked
package dev.bobbin.web;

import org.jspecify.annotations.NullMarked;
