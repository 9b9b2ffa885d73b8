/** The services behind the gateway: calling them, being spared by them, and joining what they answer. */
@NullMarked
package io.drover.gateway.part;

import org.jspecify.annotations.NullMarked;
