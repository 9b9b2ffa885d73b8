/** The settings over the API, and as the other services follow them. */
@NullMarked
package io.drover.identity.api.setting;

import org.jspecify.annotations.NullMarked;
