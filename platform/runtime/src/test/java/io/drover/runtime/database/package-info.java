@NullMarked
package io.drover.runtime.database;

import org.jspecify.annotations.NullMarked;
