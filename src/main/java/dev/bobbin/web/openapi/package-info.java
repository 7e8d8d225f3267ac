/** Serves the OpenAPI document and leads browsers to Swagger UI. */
@NullMarked
package dev.bobbin.web.openapi;

import org.jspecify.annotations.NullMarked;
