@NullMarked
package io.drover.runtime.setting;

import org.jspecify.annotations.NullMarked;
