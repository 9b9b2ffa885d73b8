@NullMarked
package io.drover.runtime.feed;

import org.jspecify.annotations.NullMarked;
