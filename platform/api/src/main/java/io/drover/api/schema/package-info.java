/** What a resource type looks like and who may do what with it. Pure values. */
@NullMarked
package io.drover.api.schema;

import org.jspecify.annotations.NullMarked;
