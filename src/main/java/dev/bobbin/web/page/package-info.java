/** Paging: the query of a list request, its cursors and the list object. */
@NullMarked
package dev.bobbin.web.page;

import org.jspecify.annotations.NullMarked;
