@NullMarked
package io.drover.proxy;

import org.jspecify.annotations.NullMarked;
