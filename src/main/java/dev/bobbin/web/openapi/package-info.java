/** Serves the OpenAPI document and redirects the root URL to Swagger UI. */
@NullMarked
package dev.bobbin.web.openapi;

import org.jspecify.annotations.NullMarked;
