/** Serves the OpenAPI document, which Swagger UI shows. */
@NullMarked
package dev.bobbin.web.openapi;

import org.jspecify.annotations.NullMarked;
