/**
 * The API as an OpenAPI 3.1 document. It is made of schemas as clients get them and of nothing else, so it shows each caller
 * what the caller's role may do, and a new type is in it without another line. Pure.
 */
@NullMarked
package io.drover.api.openapi;

import org.jspecify.annotations.NullMarked;
