@NullMarked
package io.drover.identity.api.outside;

import org.jspecify.annotations.NullMarked;
