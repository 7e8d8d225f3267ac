/**
 * Code that every endpoint shares. This package contains the basics. The sub-packages read and write JSON, page through
 * lists, report errors, limit requests and filter them.
 */
@NullMarked
package dev.bobbin.web;

import org.jspecify.annotations.NullMarked;
