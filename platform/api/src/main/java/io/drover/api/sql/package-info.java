/** From a checked list request to SQL that both R2DBC drivers run. Values always travel as binds. Pure. */
@NullMarked
package io.drover.api.sql;

import org.jspecify.annotations.NullMarked;
