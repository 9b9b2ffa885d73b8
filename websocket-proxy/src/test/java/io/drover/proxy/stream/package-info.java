@NullMarked
package io.drover.proxy.stream;

import org.jspecify.annotations.NullMarked;
