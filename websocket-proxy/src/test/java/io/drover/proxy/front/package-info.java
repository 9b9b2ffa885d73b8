@NullMarked
package io.drover.proxy.front;

import org.jspecify.annotations.NullMarked;
