/** What a certificate says of itself, whether a key belongs to it, and when it ends. Pure. */
@NullMarked
package io.drover.scheduler.certificate;

import org.jspecify.annotations.NullMarked;
