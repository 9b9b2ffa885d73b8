@NullMarked
package io.drover.testkit;

import org.jspecify.annotations.NullMarked;
