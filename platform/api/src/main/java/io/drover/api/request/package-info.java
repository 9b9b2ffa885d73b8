/**
 * What a request asks for, read from its path, query and body and checked against the schema. Pure: text and maps in, values
 * or an {@link io.drover.api.ApiException} out.
 */
@NullMarked
package io.drover.api.request;

import org.jspecify.annotations.NullMarked;
